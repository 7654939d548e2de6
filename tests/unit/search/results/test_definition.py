"""What a searched term stands for: the editors first, and nothing that they denied."""

from __future__ import annotations

import pytest

from search.language.thesaurus import ABBREVIATION, BLOCKED, SYNONYM, Thesaurus, build, bundled, of_pairs
from search.results import Definition, definition_of

NOTHING = Thesaurus()


@pytest.mark.parametrize(
    "text",
    ["HSK", "hsk", "Was bedeutet HSK?", "was ist ein HSK", "Bedeutung HSK", "Wofür ist HSK die Abkürzung"],
)
def test_an_abbreviation_is_spelt_out(text: str) -> None:
    found = definition_of(text, bundled(), NOTHING)
    assert found == Definition("HSK", ("Haushaltssicherungskonzept",), is_abbreviation=True)


@pytest.mark.parametrize(
    "text", ["", "die", "Haushalt", "HSK aufstellen", "Einwohner", "Bürgermeister", "HSK " * 100, "\x00"]
)
def test_what_is_no_term_is_not_explained(text: str) -> None:
    """A long form explains itself; a text of more than the term asks for records."""
    assert definition_of(text, bundled(), NOTHING) is None


def test_a_term_of_the_glossary_in_any_inflection() -> None:
    known = build([("Groschengrab", ("Folgekosten", "Unterhalt"), SYNONYM)])
    found = Definition("Groschengrab", ("Folgekosten", "Unterhalt"), is_abbreviation=False)
    assert definition_of("Groschengräber", known, NOTHING) == found
    assert definition_of("Unterhalt", known, NOTHING) is None


def test_the_glossary_says_it_before_the_bundled_list() -> None:
    known = build([("Geschäftsordnung des Rates", ("GO",), ABBREVIATION)])
    assert definition_of("GO", known, NOTHING) == Definition("GO", ("Geschäftsordnung des Rates",), True)


def test_only_what_each_letter_speaks_of_is_an_abbreviation() -> None:
    """ "PV" finds "Solaranlage", but does not stand for it."""
    found = definition_of("PV", bundled(), NOTHING)
    assert found is not None
    assert found.stands_for == ("Photovoltaik",)


def test_what_the_editors_denied_is_not_said_whoever_explains_it() -> None:
    mined = of_pairs([("HSK", "Haushaltssicherungskonzept")])
    denied = build([("HSK", ("Haushaltssicherungskonzept",), BLOCKED)])
    assert definition_of("HSK", build(), mined) is not None
    assert definition_of("HSK", denied, mined) is None


def test_an_abbreviation_that_records_explain() -> None:
    mined = of_pairs([("QFK", "Quartiersfahrtenkreis")])
    assert definition_of("QFK", bundled(), mined) == Definition("QFK", ("Quartiersfahrtenkreis",), True)
