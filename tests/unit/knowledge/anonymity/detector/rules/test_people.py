"""People known without a name."""

import pytest

from knowledge.anonymity.detector.rules.people import PEOPLE_RULES
from knowledge.anonymity.detector.rules.rule import find_by_rules


def found(text):
    return [finding.text for finding in find_by_rules(text, PEOPLE_RULES, "phrase")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vermittelt hat die Witwe des Altbürgermeisters, sagt man.", "die Witwe des Altbürgermeisters"),
        (
            "Der Bruder des früheren Landtagspräsidenten spendet.",
            "Der Bruder des früheren Landtagspräsidenten",
        ),
        ("Mein Mann sitzt im Rat.", "Mein Mann"),
        ("Eine pensionierte Lehrerin leitet die Bücherei.", "Eine pensionierte Lehrerin"),
        ("Der Hausmeister, früher Bademeister im Freibad, weiß es.", "früher Bademeister im Freibad"),
        ("Ein Rektor im Ruhestand hilft.", "Rektor im Ruhestand"),
        ("Zuständig ist Frau S., die fehlt.", "Frau S."),
        (
            "It quotes Mayor Thalhammer of a spa town near the border.",
            "Mayor Thalhammer of a spa town near the border",
        ),
        ("He wrote of the town hall of Weinsberg.", "the town hall of Weinsberg"),
    ],
)
def test_it_is_found_whole(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Eine Frau stand auf.",
        "Der Mann der Tat fehlt uns.",
        "Das gilt z. B. für alle.",
        "Die Eltern der Kinder warten.",
        "Die ehemaligen Mitglieder zahlen nichts.",
        "Früher war alles anders.",
    ],
)
def test_ordinary_sentences_are_left_alone(text):
    assert found(text) == []
