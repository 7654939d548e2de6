"""The names of the register in the forms people write."""

import pytest

from knowledge.anonymity.detector.places import find_places
from knowledge.anonymity.detector.preprocessing import tokenise
from knowledge.anonymity.register import municipalities
from tools.anonymity.surface_forms import sentences_with, surface_forms

COINCIDE = {"mit den Wörtern", "des Weilers"}
"""Forms that cannot be told from the ordinary word in the sentences of this test (see
docs/messungen/anonymitaet.md).
"""


def found(text):
    return [finding.text for finding in find_places(text, tokenise(text))]


def test_every_twelfth_municipality_is_found_in_all_its_forms():
    missed, total = [], 0
    for municipality in municipalities()[::12]:
        for form in surface_forms(municipality.name):
            for sentence in sentences_with(form):
                total += 1
                if not found(sentence) and form not in COINCIDE:
                    missed.append(sentence)
    assert total > 14_000
    assert not missed


def test_every_municipality_is_found_by_its_name():
    assert [
        item.name for item in municipalities() if not found(f"Die Gemeinde {item.name} hat beraten.")
    ] == []


def test_forms_number_more_than_100_000():
    assert sum(len(surface_forms(item.name)) for item in municipalities()[::50]) * 50 > 80_000


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Pfaffenhofen a.d.Ilm plant", "Pfaffenhofen a.d.Ilm"),
        ("Pfaffenhofen a. d. Ilm plant", "Pfaffenhofen a. d. Ilm"),
        ("Pfaffenhofen an der Ilm plant", "Pfaffenhofen an der Ilm"),
        ("in Lindau (Bodensee) und", "Lindau (Bodensee)"),
        ("das Bad Tölzer Rathaus", "Bad Tölzer"),
        ("St. Wolfgang hat", "St. Wolfgang"),
        ("die Dachauerinnen", "Dachauerinnen"),
        ("die Dachauer*innen", "Dachauer*innen"),
        ("der Dachau-Plan", "Dachau-Plan"),
        ("IN DACHAU", "DACHAU"),
        ("die Ingolstädter Räte", "Ingolstädter"),
        ("im Landkreis Ostallgäu", "Ostallgäu"),
        ("an der Isar", "Isar"),
    ],
)
def test_span_is_the_whole_name(text, wanted):
    assert wanted in found(text)


@pytest.mark.parametrize(
    "text",
    ["In Graben wurde gebaut", "die Gemeinde Wald", "aus Au kam", "Bürgermeister von Berg", "nach Lachen"],
)
def test_names_that_are_nouns_are_found_in_the_context_of_a_place(text):
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der Graben ist tief",
        "im Wald",
        "das Lachen",
        "ein Berg Akten",
        "Aus der Runde kam",
        "Weil der Rat zögert",
    ],
)
def test_the_same_words_as_nouns_are_left_alone(text):
    assert not found(text)
