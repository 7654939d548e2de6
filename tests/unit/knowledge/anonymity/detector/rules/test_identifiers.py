"""Codes with which something can be looked up."""

import pytest

from knowledge.anonymity.detector.rules.identifiers import IDENTIFIER_RULES
from knowledge.anonymity.detector.rules.rule import find_by_rules


def found(text):
    return [finding.text for finding in find_by_rules(text, IDENTIFIER_RULES, "phrase")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Der Antrag liegt unter 6102.3-14/21 beim Amt.", "6102.3-14/21"),
        ("Die Klage läuft als W 4 K 19.1132.", "W 4 K 19.1132"),
        ("Das Zeichen lautet 31-8711.02 seither.", "31-8711.02"),
        ("Im Bescheid steht 143/215/60118.", "143/215/60118"),
        ("Strittig ist Flst. 1482/3 seit Jahren.", "Flst. 1482/3"),
        ("Wer anrief, landete bei der Vorwahl 08025 im Amt.", "Vorwahl 08025"),
        ("Die Hotline hat die 07584er-Nummer.", "07584er-Nummer"),
        ("Das Telefon (0 75 31) 00 11 22 brach zusammen.", "(0 75 31) 00 11 22"),
        ("Rufen Sie an: null acht fünf eins, zwölf drei vier.", "null acht fünf eins, zwölf drei vier"),
        ("Meine Nummer lautet sieben drei vier neun eins.", "sieben drei vier neun eins"),
        ("Kostenlos von 78464 bis 78467 für alle.", "von 78464 bis 78467"),
        ("Nach Postleitzahl sind die meisten 88er.", "88er"),
        ("Sie haben ein M auf dem Nummernschild.", "M auf dem Nummernschild"),
        ("Auf Instagram schreibt seeblick.bleibt gegen uns.", "seeblick.bleibt"),
        ("Der Punkt N 47° 39,482' E 9° 10,512' ist strittig.", "N 47° 39,482' E 9° 10,512'"),
        ("Ein Konto, Sparkasse, BLZ 630 500 00, gibt es.", "Sparkasse, BLZ 630 500 00"),
    ],
)
def test_it_is_found_whole(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Am 12.03.2021 war Sitzung.",
        "Der Haushalt 2021/22 ist beschlossen.",
        "Es fehlte Geld.Der Rat vertagte.",
        "Das kostet 1.847.300 Euro.",
        "Wir trafen uns 2-mal.",
        "Null Toleranz, drei Fragen, vier Antworten.",
    ],
)
def test_ordinary_sentences_are_left_alone(text):
    assert found(text) == []
