"""The whole demo library for every test of this folder.

Each module gets a copy (``tests/demo_copy.py``); afterwards the database is empty again, as the unit tests
expect it. Each test runs in a transaction that is rolled back, and an index that a test changed is restored.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from wagtail.models import Page, Site

from publications.models import PublicationIndexPage, PublicationPage
from search import engines, service
from search.contract import IndexedDocument
from tests import demo_copy
from tests.factories import unreleased_copy


@dataclass(frozen=True)
class Library:
    """The loaded library: its search documents as the inner index has them, and its pages by the identity of
    their record.
    """

    documents: tuple[IndexedDocument, ...]

    def page(self, code: str) -> Any:
        """The page of "F01", "M01", "L01", "S1" or "P01"."""
        from knowledge.content import page_of

        return page_of(code)

    def fill_index(self) -> None:
        """Put the index back to what it was after loading."""
        demo_copy.fill(self.documents)


def _load() -> Library:
    demo_copy.fill(())
    demo_copy.load()
    return Library(demo_copy.documents())


def _forget_what_the_process_knows() -> None:
    Site.clear_site_root_paths_cache()
    service.forget()


@contextmanager
def _loaded() -> Iterator[Library]:
    if demo_copy.is_copied():
        yield _load()
        demo_copy.restore(demo_copy.EMPTY)
        return
    with transaction.atomic():
        yield _load()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: Any) -> Iterator[Library]:
    """The demo library, for all tests of a module."""
    with django_db_blocker.unblock():
        _forget_what_the_process_knows()
        with _loaded() as loaded:
            yield loaded
        demo_copy.fill(())
        _forget_what_the_process_knows()


@pytest.fixture(autouse=True)
def _each_test(library: Library, db: None) -> Iterator[None]:
    """A rolled back transaction, and the index as it was."""
    before = _tokens()
    yield
    if _tokens() != before:
        library.fill_index()


def _tokens() -> list[str]:
    return [engine.version_token() for _index, engine in engines.pair()]


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


@pytest.fixture
def public_addresses(public_pages: list[Page]) -> dict[str, Page]:
    """The page at each public address of the tree; every chapter of a publication and every series has one of
    its own.
    """
    return {f"{page.get_url()}{below}": page for page in public_pages for below in ("", *_chapters(page))}


def _chapters(page: Page) -> list[str]:
    if isinstance(page, PublicationIndexPage):
        filled = PublicationPage.objects.public().exclude(series="einzeln").values_list("series", flat=True)
        return [f"reihe/{series}/" for series in sorted(set(filled))]
    if not isinstance(page, PublicationPage):
        return []
    return [f"{section.value['anchor']}/" for section in page.sections]


# --------------------------------------------------------------------------- a case of a real installation


@pytest.fixture
def author(library: Library) -> Any:
    """Somebody who may do everything and has written the case."""
    return get_user_model().objects.create_superuser("autorin", "a@example.org", "geheim-und-lang")


@pytest.fixture
def admin(author: Any) -> Client:
    """The browser of this author."""
    client = Client()
    client.force_login(author)
    return client


@pytest.fixture
def reviewer(library: Library) -> Any:
    """The second pair of eyes."""
    return get_user_model().objects.get(username="redaktion")


@pytest.fixture
def draft(library: Library, author: Any, settings: Any) -> Any:
    """A case whose text has no findings, without release and review; nothing is invented content here."""
    page = unreleased_copy(library.page("F01"), "fall-k7m3q", user=author)
    settings.DEMO_CONTENT_ALLOWED = False
    return page
