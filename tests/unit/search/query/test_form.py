"""An address becomes a search and back; nothing in it is an error."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from search.query.form import MAX_PAGE, PAGE_SIZE, SearchForm, hit_count
from search.query.parser import MAX_CHARACTERS

pytestmark = pytest.mark.usefixtures("source")


def read(address: str) -> SearchForm:
    return SearchForm.from_query(QueryDict(address))


@pytest.mark.parametrize(
    "address",
    [
        "?q=kein+Geld",
        "?q=Rat&typ=gruppe&buchstabe=h&buchstabe=k&personen=20&wort=20+Personen&teilweise=1&sortierung=titel",
        "?typ=gruppe&seite=3",
    ],
)
def test_an_address_comes_back_as_it_was(address: str) -> None:
    form = read(address.lstrip("?"))
    assert form.address(page=form.page) == address
    assert form.problems == []


def test_the_request_holds_what_was_read() -> None:
    request = read("q=Rat&typ=gruppe&personen=20&seite=2&teilweise=1").request()
    assert (request.text, request.filters, request.numbers) == ("Rat", {"typ": ("gruppe",)}, {"personen": 20})
    assert (request.offset, request.limit, request.relaxed) == (PAGE_SIZE, PAGE_SIZE, True)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("personen=viele", "„viele“ ist keine Zahl"),
        ("personen=0", "keine Zahl"),
        ("sortierung=zufall", "Diese Sortierung gibt es nicht"),
        (f"seite={MAX_PAGE + 1}", "Diese Seite der Treffer gibt es nicht"),
        ("q=" + "a" * (MAX_CHARACTERS + 1), "Die Anfrage war zu lang"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_left_out(address: str, sentence: str) -> None:
    form = read(address)
    assert sentence in form.problems[0]
    assert (form.numbers, form.sort, form.page) == ({}, "relevance", 1)
    assert len(form.text) <= MAX_CHARACTERS


def test_unknown_parameters_and_facets_are_not_there() -> None:
    assert read("farbe=rot&utm_source=x").is_empty
    assert read("buchstabe=&buchstabe=h&buchstabe=h").filters == {"buchstabe": ("h",)}


def test_addresses_that_add_take_away_and_replace() -> None:
    form = read("q=Rat&typ=gruppe&seite=4")
    assert form.adding("buchstabe", "h") == "?q=Rat&typ=gruppe&buchstabe=h"
    assert form.without("typ", "gruppe") == "?q=Rat"
    assert form.replacing("q", "Stadtrat") == "?q=Stadtrat&typ=gruppe"
    assert form.replacing("q", "") == "?typ=gruppe"
    assert SearchForm().address() == "?"


def test_number_of_hits_in_words() -> None:
    assert (hit_count(1), hit_count(12)) == ("1 Treffer", "12 Treffer")
