"""Days by feast, disasters, captions."""

import pytest

from knowledge.anonymity.detector.rules.events import EVENT_RULES
from knowledge.anonymity.detector.rules.rule import find_by_rules


def found(text):
    return [finding.text for finding in find_by_rules(text, EVENT_RULES, "phrase")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Am Dienstag nach Pfingsten 2021 war es so weit.", "Dienstag nach Pfingsten 2021"),
        ("Am Gründonnerstag vor zwei Jahren pflanzten sie.", "Gründonnerstag vor zwei Jahren"),
        ("Seit dem Zugunglück von 1971 ist gesperrt.", "dem Zugunglück von 1971"),
        ("Der Giftmüllskandal der Achtziger hängt nach.", "Der Giftmüllskandal der Achtziger"),
        ("Gebaut hat man ihn 1971, mit Sprungturm.", "1971"),
        ("Im Jahr 1893 wurde der Saal errichtet.", "1893"),
        (
            "Das Foto zeigt den Spatenstich mit dem Minister, sonst nichts.",
            "Das Foto zeigt den Spatenstich mit dem Minister",
        ),
        ("Dort hieß es: Bild: Vor der Sirene (v. l.) hieß es.", "Bild: Vor der Sirene (v. l.) hieß es"),
    ],
)
def test_it_is_found_whole(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vor zwei Jahren gab es viel Regen.",
        "Im Neujahrsempfang sprach er.",
        "Ein Brand im Kopf hilft nicht.",
        "Seit 2021 reden wir darüber.",
        "Drei kurze Fragen mit Bild: Auge, Fuß.",
    ],
)
def test_ordinary_sentences_are_left_alone(text):
    assert found(text) == []
