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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Das Gerätehaus kostet 640.000 Euro.", "640.000 Euro"),
        ("Am Ende stand es 9:7 im Rat.", "9:7"),
        ("Der Beschluss fiel mit 14:10.", "14:10"),
        ("Nach 41 Jahren ging der Kämmerer in den Ruhestand.", "Nach 41 Jahren"),
        ("Nach einundvierzig Jahren im Rathaus ging sie.", "Nach einundvierzig Jahren"),
        ("Sie leitete das Hauptamt 27 Jahre lang.", "27 Jahre lang"),
    ],
)
def test_sums_votes_and_years_of_service_single_out(text, words):
    assert found(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Es fehlten 600.000 Euro, am Ende 650.000 Euro.",
        "Um 9:30 tagte der Rat, die Sitzung am Abend begann 14:15.",
        "Der Beschluss fiel im Maßstab 1:50, mit 1:1 im Rat.",
        "Es stand 9:7 im Spiel.",
        "Nach 10 Jahren im Amt ging er.",
        "Die Brücke ist seit 37 Jahren gesperrt.",
    ],
)
def test_bands_clocks_games_and_round_years_do_not(text):
    assert found(text) == []
