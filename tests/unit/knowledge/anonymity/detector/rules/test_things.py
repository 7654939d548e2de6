"""What a place has and others know it by."""

import pytest

from knowledge.anonymity.detector.rules.rule import find_by_rules
from knowledge.anonymity.detector.rules.things import THING_RULES


def found(text):
    return [finding.text for finding in find_by_rules(text, THING_RULES, "phrase")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Das Deutschordensschloss steht leer.", "Deutschordensschloss"),
        ("Im Pulverturm wird geprobt.", "Pulverturm"),
        ("Ich bin OB der Domstadt.", "Domstadt"),
        ("Die Stadt an der Iller wächst.", "Stadt an der Iller"),
        ("Dann ruht beim Rutenfest alles.", "Rutenfest"),
        ("Am Ende vom Ziegelweiherweg liegt sie.", "Ziegelweiherweg"),
        ("Die Räuberbahn fährt sonntags.", "Räuberbahn"),
        ("In der PNP stand ein Absatz.", "PNP"),
        ("Der Donaukurier schrieb.", "Donaukurier"),
        ("Die Unabhängigen stellen acht Räte.", "Unabhängigen"),
        ("Unser Dorf hat Zukunft, hieß es.", "Unser Dorf hat Zukunft"),
        ("Die Mosterei Bächtle & Söhne zahlt.", "Mosterei Bächtle & Söhne"),
        ("Der Liederkranz Frohsinn singt.", "Liederkranz Frohsinn"),
        ("Das Zirnbachbad ist zu.", "Zirnbachbad"),
        ("Das Waldbad an der Lauter ist zu.", "Waldbad an der Lauter"),
        ("Die Freie Liste Zirnbach stimmt dagegen.", "Freie Liste Zirnbach"),
        ("Wir waren Pilotkommune Nahversorgung 2030 damals.", "Pilotkommune Nahversorgung 2030"),
    ],
)
def test_it_is_found_whole(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Auf dem Wochenmarkt steht ein Stand.",
        "Der Radweg fehlt.",
        "Unsere Altstadt ist leer.",
        "Der Spielplatz am Ende der Straße.",
        "Die Straßenbahn kam nie.",
        "Das Sommerfest war schön.",
        "In der Kreisstadt ist das Amt.",
        "Gebote für Baulücken fehlen.",
        "Das Freibad am Ortsrand und das Lehrschwimmbad kosten.",
    ],
)
def test_ordinary_sentences_are_left_alone(text):
    assert found(text) == []
