"""The whole demo library for every test of this folder, loaded once per worker.

``load_demo`` takes seconds, so its result is kept as a copy of the in-memory database and put back for each
module; afterwards the database is empty again, as the unit tests expect it. Each test runs in a transaction
that is rolled back, and an index that a test changed is restored.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from wagtail.models import Page, Site

from search import engines, service
from search.contract import IndexedDocument
from tests import demo_copy


@dataclass(frozen=True)
class Library:
    """The loaded library: its search documents, and its pages by the identity of their record."""

    documents: tuple[IndexedDocument, ...]

    def page(self, code: str) -> Any:
        """The page of "F01", "M01", "L01", "S1" or "P01"."""
        from knowledge.content import page_of

        return page_of(code)

    def fill_index(self) -> None:
        """Put the index back to what it was after loading."""
        engines.current().rebuild(self.documents)


def _load() -> Library:
    engines.current().rebuild(())
    demo_copy.load()
    return Library(tuple(engines.current()._documents.values()))  # type: ignore[attr-defined]


def _forget_what_the_process_knows() -> None:
    Site.clear_site_root_paths_cache()
    service.forget()


@dataclass
class _Copies:
    """The database before and after loading."""

    empty: sqlite3.Connection
    full: sqlite3.Connection
    library: Library


@pytest.fixture(scope="session")
def _copies(django_db_setup: None, django_db_blocker: Any) -> _Copies | None:
    """Copies of the in-memory database; ``None`` on another database, which loads in each module."""
    if connection.vendor != "sqlite":
        return None
    with django_db_blocker.unblock():
        connection.ensure_connection()
        empty, full = (sqlite3.connect(":memory:", check_same_thread=False) for _copy in range(2))
        connection.connection.backup(empty)
        library = _load()
        connection.connection.backup(full)
        empty.backup(connection.connection)
        engines.current().rebuild(())
    return _Copies(empty, full, library)


@contextmanager
def _loaded(copies: _Copies | None) -> Iterator[Library]:
    if copies is None:
        with transaction.atomic():
            yield _load()
            transaction.set_rollback(True)
        return
    copies.full.backup(connection.connection)
    copies.library.fill_index()
    yield copies.library
    copies.empty.backup(connection.connection)


@pytest.fixture(scope="module")
def library(_copies: _Copies | None, django_db_blocker: Any) -> Iterator[Library]:
    """The demo library, for all tests of a module."""
    with django_db_blocker.unblock():
        _forget_what_the_process_knows()
        with _loaded(_copies) as loaded:
            yield loaded
        engines.current().rebuild(())
        _forget_what_the_process_knows()


@pytest.fixture(autouse=True)
def _each_test(library: Library, db: None) -> Iterator[None]:
    """A rolled back transaction, and the index as it was."""
    before = engines.current().version_token()
    yield
    if engines.current().version_token() != before:
        library.fill_index()


# --------------------------------------------------------------------------- who is asking


@pytest.fixture
def signed_in(library: Library) -> Any:
    """``signed_in("alumna")``: a client with the demo account's session."""

    def login(username: str) -> Client:
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        return client

    return login


@pytest.fixture
def public_pages(library: Library) -> list[Page]:
    """Every live page below the home page, the home page included."""
    home = Site.objects.get(is_default_site=True).root_page
    return list(home.get_descendants(inclusive=True).live().specific().order_by("path"))
