"""Which words of a document answer which words of a query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.contract import Document
from search.language import analyse, analyse_word
from search.language.thesaurus import bundled
from search.query.weighting import QueryTerms
from search.results.matching import COVERAGE, Matcher, best_per_word


def matcher(query: str) -> Matcher:
    return Matcher([QueryTerms(word.forms) for word in analyse(query) if not word.forms.stop])


def found(query: str, text: str) -> list[tuple[str, int, str]]:
    return [(place.surface, place.target.index, place.target.kind) for place in matcher(query).scan(text)]


@pytest.mark.parametrize(
    ("query", "text", "surface", "kind"),
    [
        ("Haushalt", "Der Haushalt steht.", "Haushalt", "word"),
        ("Vereine", "Ein Verein geht.", "Verein", "word"),
        ("umsetzen", "Die Umsetzung stockt.", "Umsetzung", "word"),
        ("Haushalt", "Die Haushaltssicherung droht.", "Haushaltssicherung", "part"),
        ("Haushaltssicherung", "Der Haushalt ist klein.", "Haushalt", "part"),
        ("Buergermeister", "Bürgermeister:innen kommen.", "Bürgermeister:innen", "word"),
    ],
)
def test_a_word_is_answered(query: str, text: str, surface: str, kind: str) -> None:
    assert found(query, text) == [(surface, 0, kind)]


def test_places_name_the_word_of_the_query() -> None:
    assert found("Vereine Geld", "Das Geld der Vereine.") == [("Geld", 1, "word"), ("Vereine", 0, "word")]


def test_function_words_answer_nothing() -> None:
    assert found("Haushalt", "und der die das mit") == []
    assert found("Wissen sichern", "Sie finden sich wieder, ohne dass sie sich sehen.") == []


def test_a_function_word_that_was_asked_for_is_answered() -> None:
    asked = Matcher([QueryTerms(word.forms) for word in analyse("wann und wo")])
    assert [place.surface for place in asked.scan("Wann sie sich sehen, und wo.")] == ["Wann", "und", "wo"]


def test_the_best_place_of_a_word_counts() -> None:
    places = matcher("Haushalt").scan("Haushaltssicherung und Haushalt und Haushaltsplan")
    best = best_per_word(places)
    assert {index: place.surface for index, place in best.items()} == {0: "Haushalt"}


def test_a_whole_word_covers_most() -> None:
    assert max(COVERAGE.values()) == COVERAGE["word"] == 1.0
    assert COVERAGE["similar"] == min(COVERAGE.values()) > 0


@given(st.text(max_size=200), st.text(max_size=60))
def test_places_lie_inside_the_text_and_in_order(text: str, query: str) -> None:
    places = matcher(query).scan(text)
    assert all(text[place.start : place.end] == place.surface for place in places)
    assert [place.start for place in places] == sorted(place.start for place in places)


@pytest.mark.parametrize(
    ("compound", "title", "is_said"),
    [
        ("Hallenbadschließung", "Hallenbad sanieren oder schließen", True),
        ("Asylunterkunft", "Flüchtlingsunterkünfte im Landkreis", True),
        ("Ladenleerstand", "Leere Läden im Ortskern", True),
        ("Turnhallensanierung", "Sanierung der Turnhalle im Ort", True),
        ("Turnhallensanierung", "Hallenbad sanieren", False),
        ("Hallenbadsanierung", "Sanierung der Straße", False),
        ("Ladenleerstand", "Der Laden und die Läden", False),
    ],
)
def test_a_compound_is_said_in_several_words_if_each_part_is(
    compound: str, title: str, is_said: bool
) -> None:
    """By the part itself or by what stands for it; one word never stands for two parts."""
    forms = analyse_word(compound)
    query = QueryTerms(forms, part_relations=bundled().relations_of_parts(forms, 0))
    record = Matcher([query]).read(Document(key="fall:1", kind="fall", title=title, url="/1/"))
    assert bool(record.signed()) is is_said
