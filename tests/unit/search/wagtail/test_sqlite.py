"""How a text is asked of SQLite's full-text search."""

from __future__ import annotations

import os
from typing import Any

import pytest
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, Phrase, PlainText

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="another database was asked for"),
]


@pytest.fixture
def found() -> Any:
    """``found(query)``: titles of the pages that the query finds, sorted."""
    root = Site.objects.get(is_default_site=True).root_page
    for number, title in enumerate(("Wölfe im Wald", "Schafe im Wald", "Wölfe und Schafe")):
        root.add_child(instance=Page(title=title, slug=f"seite-{number}"))
    return lambda query: sorted(
        page.title for page in get_search_backend().search(query, Page.objects.child_of(root))
    )


def test_words_are_joined_as_the_query_says(found: Any) -> None:
    assert found(PlainText("Wolf Schaf")) == ["Wölfe und Schafe"]
    assert found(PlainText("Wolf Schaf", operator="or")) == [
        "Schafe im Wald",
        "Wölfe im Wald",
        "Wölfe und Schafe",
    ]


def test_a_phrase_is_read_as_words_too(found: Any) -> None:
    assert found(Phrase("Wälder Wolf")) == ["Wölfe im Wald"]


def test_operators_between_queries_stay(found: Any) -> None:
    assert found(PlainText("Wolf") & ~PlainText("Schaf")) == ["Wölfe im Wald"]
    assert len(found(MATCH_ALL)) == 3


@pytest.mark.parametrize("text", ["", '"', "*"])
def test_nothing_to_ask_finds_nothing(found: Any, text: str) -> None:
    assert found(PlainText(text)) == []
