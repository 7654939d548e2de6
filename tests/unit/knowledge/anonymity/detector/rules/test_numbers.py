"""Numbers that single out, in figures and in words."""

import pytest

from knowledge.anonymity.detector.rules.numbers import NUMBER_RULES
from knowledge.anonymity.detector.rules.rule import find_by_rules


def found(text):
    return [finding.text for finding in find_by_rules(text, NUMBER_RULES, "phrase")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Das kostet 4,37 Millionen.", "4,37 Millionen"),
        ("Es fehlen hundertzwanzigtausend Euro im Jahr.", "hundertzwanzigtausend Euro im Jahr"),
        ("Mit gut siebeneinhalbtausend Leuten sind wir klein.", "gut siebeneinhalbtausend Leuten"),
        ("Im Rat ging es elf zu zehn aus.", "elf zu zehn"),
        ("Es waren 3.417 Unterschriften.", "3.417 Unterschriften"),
        ("Geborgt waren 412 Absperrgitter.", "412 Absperrgitter"),
        ("Wir sind 3 900 Seelen.", "3 900 Seelen"),
        ("Das sind gut zwölf von hundert.", "gut zwölf von hundert"),
        ("Dafür waren 71 % der Eltern.", "71 %"),
        ("Der Rat hat sechzehn Sitze und fünf Fraktionen.", "sechzehn Sitze"),
        ("Der Rat hat sechzehn Sitze und fünf Fraktionen.", "fünf Fraktionen"),
        ("Wir sind 260 Leute am Hang.", "260 Leute"),
    ],
)
def test_it_is_found_whole(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Das kostet zwei Millionen.",
        "Es kamen 300 Gäste.",
        "Das war im Jahr 2021 Thema.",
        "Wir stehen eins zu eins dahinter.",
        "Es dauerte 480 Minuten.",
        "Rund 50 Prozent sind dafür.",
        "Zum Abend kamen 260 Leute.",
        "Drei Fraktionen und zwei Sitze im Ausschuss.",
    ],
)
def test_ordinary_sentences_are_left_alone(text):
    assert found(text) == []
