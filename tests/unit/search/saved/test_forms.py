"""Each wrong field has its sentence; the search has one spelling."""

from __future__ import annotations

import pytest

from search.public_forms import fields, stamp
from search.saved.forms import SavedSearchForm


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MIN_SECONDS", -1)


def form(**values: str) -> SavedSearchForm:
    typed = {"suche": "?q=Rat", "mail": "a@rathaus.example", "rhythmus": "sofort", "stempel": stamp("merken")}
    return SavedSearchForm(typed | values)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, set()),
        ({"mail": "rathaus.example"}, {"mail"}),
        ({"rhythmus": "stündlich"}, {"rhythmus"}),
        ({"mail": "", "rhythmus": ""}, {"mail", "rhythmus"}),
        ({"suche": "?seite=2"}, {"suche"}),
        ({"stempel": "x"}, {"__all__"}),
    ],
)
def test_each_wrong_field_has_its_sentence(values: dict[str, str], wrong: set[str]) -> None:
    errors = form(**values).errors
    assert {name: len(sentences) for name, sentences in errors.items()} == dict.fromkeys(wrong, 1)


def test_a_search_has_one_spelling() -> None:
    typed = form(suche="q=Rat&seite=3")
    assert typed.is_valid()
    assert typed.cleaned_data["suche"] == "?q=Rat"


def test_the_search_is_said_in_words() -> None:
    assert SavedSearchForm(initial={"suche": "?q=Rat"}).title == "Rat"
    assert SavedSearchForm().search.is_empty
