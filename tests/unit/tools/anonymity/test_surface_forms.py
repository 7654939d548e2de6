"""The forms in which people write a name, made forwards."""

import pytest

from tools.anonymity.surface_forms import resident_stems, sentences_with, surface_forms


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        (
            "Pfaffenhofen a.d.Ilm",
            ["Pfaffenhofen an der Ilm", "Pfaffenhofen (Ilm)", "Pfaffenhofen/Ilm", "Pfaffenhofen"],
        ),
        ("Bad Tölz", ["Tölz", "Tölzer Rathaus", "in Bad Toelz"]),
        ("Garmisch-Partenkirchen", ["Partenkirchen", "Garmisch", "GARMISCH-PARTENKIRCHEN"]),
        ("Sankt Blasien", ["St. Blasien"]),
    ],
)
def test_a_name_has_its_forms_each_once(name, forms):
    found = surface_forms(name)
    assert set(forms) <= set(found)
    assert found[0] == name
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("core", "stem"),
    [
        ("München", "Münchn"),
        ("Füssen", "Füss"),
        ("Neustadt", "Neustädt"),
        ("Halle", "Hall"),
        ("Tegernsee", "Tegernsee"),
    ],
)
def test_what_stands_before_the_ending_of_its_people(core, stem):
    assert stem in resident_stems(core)


def test_a_form_stands_alone_and_in_a_sentence():
    alone, sentence = sentences_with("Dachau")
    assert alone == "Dachau"
    assert "Dachau" in sentence
