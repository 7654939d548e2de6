"""Details that single somebody out without a name."""

import pytest

from knowledge.anonymity.detector.rules.quasi import QUASI_RULES
from knowledge.anonymity.detector.rules.rule import find_by_rules


def found(text):
    return [(finding.text, str(finding.kind)) for finding in find_by_rules(text, QUASI_RULES, "quasi")]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Als erste Kommune wagten wir das.", "Als erste Kommune", "unique"),
        ("Das ist die größte Brücke im Landkreis.", "die größte Brücke im Landkreis", "unique"),
        ("Die Landesgartenschau kam dazwischen.", "Landesgartenschau", "unique"),
        ("Neben dem Freilichtmuseum liegt er.", "Freilichtmuseum", "unique"),
        ("Wir sind eine Große Kreisstadt.", "Große Kreisstadt", "unique"),
        ("Die Landrätin zögerte.", "Landrätin", "office"),
        ("Unser Bürgermeister zögerte.", "Unser Bürgermeister", "office"),
        ("Der SPD-Bürgermeister kam.", "SPD-Bürgermeister", "office"),
        ("Da schrieb das Tagblatt: „Nie.“", "schrieb das Tagblatt: „", "unique"),
        ("Im Boten stand, wir geizten. Na ja.", "Im Boten stand, wir geizten", "unique"),
    ],
)
def test_what_singles_out_is_found(text, words, kind):
    assert (words, kind) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die erste Sitzung war lang.",
        "Es stand in der Presse nichts davon.",
        "Der Bürgermeister oder die Bürgermeister*in der Runde",
        "Der Rat stimmte zu.",
        "Als Kommune haben wir mehr Aufgaben.",
    ],
)
def test_ordinary_sentences_are_left_alone(text):
    assert [words for words, kind in found(text) if kind == "unique"] == []


@pytest.mark.parametrize(("length", "count"), [(89, 0), (90, 1), (600, 1), (601, 0)])
def test_only_long_quotations_can_be_looked_up(length, count):
    text = "„" + "a" * length + "“"
    assert len(found(text)) == count
