"""Whole noun phrases."""

import pytest

from knowledge.anonymity.detector import find
from knowledge.anonymity.detector.noun_phrases import find_capital_adjectives, find_headed_names
from knowledge.anonymity.detector.preprocessing import tokenise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Das Staatliche Bauamt Krumbach hat abgelehnt.", "Staatliche Bauamt Krumbach"),
        ("Die Mittelschule am Galgenberg will den Raum.", "Mittelschule am Galgenberg"),
        ("Gleich an der Ausfahrt Irschenberg liegt es.", "Ausfahrt Irschenberg"),
        ("Das stand in der Heidenheimer Zeitung.", "Heidenheimer Zeitung"),
    ],
)
def test_a_find_takes_in_its_head_and_tail(text, words):
    assert any(words in item.text for item in find(text))


def test_a_capital_adjective_makes_a_name():
    text = "Wir treffen uns in der Oberen Badgasse oder am Runden Tisch."
    assert [item.text for item in find_capital_adjectives(text, tokenise(text))] == ["Oberen Badgasse"]


def test_a_strange_noun_behind_the_head_of_an_institution_is_a_name():
    assert [item.text for item in find_headed_names("Die Käserei Obermoser liefert.")] == [
        "Käserei Obermoser"
    ]
    assert list(find_headed_names("Die Brauerei hat dem Verein Geld gegeben.")) == []
