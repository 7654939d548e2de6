"""One page in a handful of queries: the rows are those of the ordinary way, and nothing slips past a
restriction.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, PageViewRestriction

from knowledge.base import fetch_rows, reading
from tests.integration.conftest import Library

RECORDS = ("F01", "F12", "M01", "L01", "S1", "P01")


def rows(page: Any) -> dict[str, list[dict[str, Any]]]:
    """Every inline row of a page as plain values."""
    names = [
        relation.get_accessor_name()
        for relation in get_all_child_relations(type(page))
        if relation.related_model._meta.app_label != "wagtailcore"
    ]
    names += [field.name for field in page._meta.many_to_many if isinstance(field, ParentalManyToManyField)]
    return {
        name: [{f.attname: getattr(row,
        f.attname) for f in row._meta.concrete_fields} for row in getattr(page, name).all()]
        for name in names
    }  # fmt: skip


@pytest.mark.parametrize("code", RECORDS)
def test_rows_are_the_same_as_one_by_one(library: Library, code: str) -> None:
    ordinary, quick = library.page(code), library.page(code)
    fetch_rows(quick)
    assert rows(quick) == rows(ordinary)


@pytest.mark.parametrize("code", RECORDS)
def test_rows_come_in_one_query(library: Library, code: str) -> None:
    page = library.page(code)
    with CaptureQueriesContext(connection) as queries:
        fetch_rows(page)
    assert len(queries) <= 1


def test_terms_of_rows_come_along(library: Library) -> None:
    page = library.page("F01")
    fetch_rows(page)
    with CaptureQueriesContext(connection) as queries:
        names = [item.tag.name for item in page.challenge_area_items.all()]
        assert [item.content_object for item in page.challenge_area_items.all()] == [page] * len(names)
    assert names
    assert not queries.captured_queries


@pytest.mark.parametrize("code", RECORDS)
def test_page_at_a_path_is_the_whole_specific_page(library: Library, code: str) -> None:
    page = library.page(code)
    found = reading.page_at(page.url_path)
    assert type(found) is type(page)
    fields = [field.attname for field in page._meta.concrete_fields if not field.is_relation]
    assert {name: getattr(found, name) for name in fields} == {name: getattr(page, name) for name in fields}
    assert not found.get_deferred_fields()


def test_nothing_at_an_unknown_path(library: Library) -> None:
    assert reading.page_at("/start/faelle/fall-00000/") is None


def test_mixed_pages_in_one_query(library: Library) -> None:
    expected = [library.page(code) for code in RECORDS]
    with CaptureQueriesContext(connection) as queries:
        found = reading.specific_pages(Page.objects.filter(pk__in=[page.pk for page in expected]))
    assert {(type(page), page.pk) for page in found} == {(type(page), page.pk) for page in expected}
    assert len(queries) == 1


@pytest.mark.parametrize("above", [0, 1, 2])
def test_view_restriction_on_the_page_or_above_it_holds(library: Library, client: Client, above: int) -> None:
    page = library.page("M01")
    assert client.get(page.get_url()).status_code == 200
    restricted = [page, page.get_parent(), page.get_parent().get_parent()][above]
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.get_url()).status_code == 302


def test_view_restriction_of_a_sibling_does_not_matter(library: Library, client: Client) -> None:
    PageViewRestriction.objects.create(page=library.page("M02"), restriction_type=PageViewRestriction.LOGIN)
    assert client.get(library.page("M01").get_url()).status_code == 200
    assert client.get(library.page("M02").get_url()).status_code == 302
