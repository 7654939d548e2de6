"""Facts of a municipality written into a case as its giver would."""

import random

from knowledge.anonymity.detector import Kind
from knowledge.anonymity.register import Municipality, municipalities
from tools.anonymity.attack_facts import planted_values, with_facts

MARKET = Municipality(
    "09179131", "Musterhausen a.d. Glonn", "Markt", "BY", "Oberbayern", "Beispielkreis", 4312, "82131", 2550
)


def test_numbers_are_written_as_people_write_them():
    values = planted_values(MARKET, random.Random(1))
    assert values["population"] in {"4.312", "4312"}
    assert values["hundreds"] in {"4.300", "4300"}
    assert values["thousands"] in {"4.000", "4000"}
    assert values["square"] == "25,5"
    assert values["prefix"] in {"82", "821"}
    assert (values["type_word"], values["river"]) == ("Marktgemeinde", "Glonn")


def test_a_neighbour_lies_in_the_same_district():
    near = {item.name for item in municipalities() if item.ags.startswith("09179")}
    assert planted_values(MARKET, random.Random(2))["neighbour"] in near


def test_every_fact_stands_once_among_the_texts_and_names_are_asked_for():
    text, names = with_facts(["Erster Text.", "Zweiter Text."], MARKET, random.Random(3))
    parts = text.split("\n\n")
    assert [part for part in parts if part.endswith("Text.")] == ["Erster Text.", "Zweiter Text."]
    assert len(parts) == len(set(parts)) == 2 + 13
    assert [name.kind for name in names] == [Kind.PLACE, Kind.PERSON]
    assert "{" not in text


def test_the_same_draw_gives_the_same_case():
    assert with_facts(["a"], MARKET, random.Random(4)) == with_facts(["a"], MARKET, random.Random(4))
