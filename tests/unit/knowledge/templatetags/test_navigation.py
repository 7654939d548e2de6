"""Addresses in both interface languages."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils import translation

from knowledge.templatetags import navigation
from tests.factories import CaseIndexPageFactory, LessonIndexPageFactory, MethodIndexPageFactory


@pytest.mark.parametrize(
    ("path", "split"),
    [
        ("/", (False, "/")),
        ("/faelle/", (False, "/faelle/")),
        ("/en/", (True, "/")),
        ("/en/faelle/", (True, "/faelle/")),
        ("/entwurf/", (False, "/entwurf/")),
    ],
)
def test_language_of_a_path(path: str, split: tuple[bool, str]) -> None:
    assert navigation.split_language(path) == split


def test_site_path_follows_the_language() -> None:
    assert navigation.site_path("faelle/") == "/faelle/"
    with translation.override("en"):
        assert navigation.site_path("faelle/") == "/en/faelle/"
        assert navigation.site_path() == "/en/"


def test_address_of_the_index_in_english() -> None:
    with translation.override("en"):
        assert navigation.in_language("/faelle/x/") == "/en/faelle/x/"
        assert navigation.in_language("/en/faelle/x/") == "/en/faelle/x/"
        assert navigation.in_language("https://example.org/") == "https://example.org/"


@pytest.mark.django_db
def test_section_of_a_page_is_current(rf: RequestFactory) -> None:
    CaseIndexPageFactory()
    MethodIndexPageFactory()
    LessonIndexPageFactory(live=False)
    current = {s["url"]: s["current"] for s in navigation.sections({"request": rf.get("/faelle/fall-abc/")})}
    assert current == {"/faelle/": "true", "/methoden/": ""}
    assert {s["current"] for s in navigation.sections({"request": rf.get("/faelle/")})} == {"page", ""}


@pytest.mark.django_db
def test_ancestors_of_a_record_and_of_a_section(rf: RequestFactory) -> None:
    CaseIndexPageFactory()
    assert [a["url"] for a in navigation.ancestors({"request": rf.get("/lehren/lehre/")})] == ["/"]
    assert [a["url"] for a in navigation.ancestors({"request": rf.get("/faelle/fall-abc/")})] == [
        "/",
        "/faelle/",
    ]
    assert [a["url"] for a in navigation.ancestors({"request": rf.get("/faelle/")})] == ["/"]
    assert [a["url"] for a in navigation.ancestors({})] == ["/"]


@pytest.mark.django_db
def test_a_page_is_an_entry_while_it_may_be_read(rf: RequestFactory) -> None:
    page = CaseIndexPageFactory()
    context = {"request": rf.get("/")}
    entry = '<li><a href="/faelle/">Fälle &amp; mehr</a></li>'
    assert navigation.page_entry(context, "faelle/", "Fälle & mehr") == entry
    page.unpublish()
    assert navigation.page_entry(context, "faelle/", "Fälle & mehr") == ""
    assert "https://example.org/" in navigation.page_entry(
        context, "faelle/", "Fälle", "https://example.org/"
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/abdeckung/", "?seite=/abdeckung/"),
        ("/en/themen/", "?seite=/en/themen/"),
        ("/a&b c/", "?seite=/a%26b+c/"),
        ("/freigabe/abc123/", ""),
        ("/en/verlauf/abc123/", ""),
    ],
)
def test_the_next_page_hears_where_a_reader_was_but_no_secret(
    path: str, said: str, rf: RequestFactory
) -> None:
    assert navigation.came_from({"request": rf.get(path)}) == said
    assert navigation.came_from({}) == ""
