"""Addresses in both interface languages."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils import translation

from knowledge.templatetags import navigation


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


def test_section_of_a_page_is_current(rf: RequestFactory) -> None:
    current = {s["url"]: s["current"] for s in navigation.sections({"request": rf.get("/faelle/fall-abc/")})}
    assert current["/faelle/"] == "true"
    assert current["/methoden/"] == ""
    assert {s["current"] for s in navigation.sections({"request": rf.get("/faelle/")})} == {"page", ""}


def test_ancestors_of_a_record_and_of_a_section(rf: RequestFactory) -> None:
    assert [a["url"] for a in navigation.ancestors({"request": rf.get("/faelle/fall-abc/")})] == [
        "/",
        "/faelle/",
    ]
    assert [a["url"] for a in navigation.ancestors({"request": rf.get("/faelle/")})] == ["/"]
    assert [a["url"] for a in navigation.ancestors({})] == ["/"]
