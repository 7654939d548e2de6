"""German for Wagtail's own search: what is written, what is asked, and that nothing typed is an error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend

from search.wagtail.sqlite import SQLiteBackend
from search.wagtail.terms import GermanIndex, expression, prepared
from tests.unit.search.query.test_parser import PIECES


def test_prepared_text_holds_forms_and_parts() -> None:
    terms = prepared("Die Haushaltssicherung der Bürgermeister*innen").split()
    assert {"haushaltssicherung", "haushalt", "buergermeister"} <= set(terms)


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_expression(vendor: str) -> None:
    made = expression("Wölfe und Schafe", vendor, prefix=True)
    assert "wolf" in made
    assert "schaf" in made
    assert ('"schafe"*' if vendor == "sqlite" else "'schafe':*") in made
    assert "und" not in made


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join) | st.text(max_size=200))
def test_nothing_typed_becomes_an_operator(text: str) -> None:
    for vendor, allowed in (("sqlite", ' ()"*'), ("postgresql", " ()'&|:*")):
        made = expression(text, vendor, prefix=True).replace(" AND ", " ").replace(" OR ", " ")
        assert all(character.isalnum() or character in allowed for character in made)


@pytest.fixture
def pages(db: None) -> list[str]:
    root = Site.objects.get(is_default_site=True).root_page
    titles = [
        "Konsolidierung des Haushalts",
        "Wölfe im Gemeindewald",
        "Ratschläge für Bürgermeisterinnen",
        "Straßenausbaubeiträge abschaffen",
    ]
    for number, title in enumerate(titles):
        root.add_child(instance=Page(title=title, slug=f"seite-{number}", live=number % 2 == 0))
    return titles


def test_writing_the_index_anew_keeps_nobody_out(pages: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One transaction over all records would hold SQLite's lock of writers while their words are found."""
    around = len(connection.savepoint_ids)
    open_while_writing = []
    add = GermanIndex.add_items

    def watched(self: GermanIndex, model: type[Any], objs: Iterable[Any]) -> None:
        open_while_writing.append(len(connection.savepoint_ids) - around)
        add(self, model, objs)

    monkeypatch.setattr(GermanIndex, "add_items", watched)
    call_command("update_index", verbosity=0, chunk_size=2)
    assert len(open_while_writing) > 2 and set(open_while_writing) == {0}
    assert [page.title for page in get_search_backend().search("Wolf", Page)] == [pages[1]]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("Haushaltskonsolidierung", "Konsolidierung des Haushalts"),
        ("Haushalte", "Konsolidierung des Haushalts"),
        ("Wolf", "Wölfe im Gemeindewald"),
        ("woelfe", "Wölfe im Gemeindewald"),
        ("Wälder", "Wölfe im Gemeindewald"),
        ("Bürgermeister*in", "Ratschläge für Bürgermeisterinnen"),
        ("Ratschlag", "Ratschläge für Bürgermeisterinnen"),
        ("Strasse", "Straßenausbaubeiträge abschaffen"),
        ("Beitrag", "Straßenausbaubeiträge abschaffen"),
    ],
)
def test_word_forms_in_listing_and_chooser(pages: list[str], query: str, title: str) -> None:
    assert [page.title for page in Page.objects.all().search(query)] == [title]
    assert [page.title for page in Page.objects.all().autocomplete(query)] == [title]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Bürgermeis", "Ratschläge für Bürgermeisterinnen"),
        ("Wölfe im Geme", "Wölfe im Gemeindewald"),
        ("Konsoli", "Konsolidierung des Haushalts"),
    ],
)
def test_unfinished_words_in_choosers(pages: list[str], typed: str, title: str) -> None:
    assert [page.title for page in Page.objects.all().autocomplete(typed)] == [title]


def test_every_word_must_be_there(pages: list[str]) -> None:
    assert not Page.objects.all().search("Wolf Haushalt")
    assert len(Page.objects.all().search("Wolf Haushalt", operator="or")) == 2


def test_the_backend_in_use(pages: list[str]) -> None:
    backend = get_search_backend()
    assert backend.__class__.__name__ in {"SQLiteBackend", "PostgresBackend"}
    assert isinstance(backend, SQLiteBackend) or backend.config == "simple"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=100))
def test_nothing_typed_is_an_error(pages: list[str], text: str) -> None:
    assert list(Page.objects.all().search(text)) is not None
    assert list(Page.objects.all().autocomplete(text)) is not None
