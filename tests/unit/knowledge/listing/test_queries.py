"""What home, listings and landing pages ask the index."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import RequestFactory
from django.utils import translation

from knowledge.listing import queries
from search import engines, service
from search.index import apply
from tests.factories import (
    ChallengeAreaFactory,
    ChallengeAreaPageFactory,
    HomePageFactory,
    LessonPageFactory,
    MethodCardPageFactory,
    TargetGroupFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(rf: RequestFactory) -> Iterator[object]:
    """Two methods and a lesson on one area, one of them for editors only."""
    home = HomePageFactory()
    area = ChallengeAreaFactory()
    ChallengeAreaPageFactory(area=area)
    group = TargetGroupFactory()
    for page in (
        MethodCardPageFactory(),
        MethodCardPageFactory(access_level="redaktion"),
        LessonPageFactory(addressees=[group]),
    ):
        page.challenge_areas.add(area)
        page.save()
    assert home.live
    apply.rebuild()
    service.forget()
    yield rf.get("/")
    engines.current().rebuild(())
    service.forget()


def test_areas_count_what_this_reader_may_see(request_: object) -> None:
    assert [
        (row["area"].slug, row["count"], row["cases"], row["url"]) for row in queries.areas(request_)
    ] == [("finanzen", 2, 0, "/themen/finanzen/")]


def test_landing_names_kinds_that_have_records(request_: object) -> None:
    shelves = queries.landing(request_, facet="herausforderung", value="finanzen", promises=[])
    assert [(shelf["key"], shelf["title"], shelf["everything"], shelf["url"]) for shelf in shelves] == [
        ("gruppe-method", "1 Methode", "", "/suche/?typ=methode&herausforderung=finanzen"),
        ("gruppe-lesson", "1 Lehre", "", "/suche/?typ=lehre&herausforderung=finanzen"),
    ]
    assert queries.landing(request_, facet="herausforderung", value="gibt-es-nicht", promises=[]) == []


def test_promise_that_finds_nothing_is_no_shelf(request_: object) -> None:
    promises = [("was hilft", "?typ=methode"), ("was nie war", "?typ=fall")]
    shelves = queries.landing(request_, facet="herausforderung", value="gibt-es-nicht", promises=promises)
    assert [(shelf["key"], shelf["title"], shelf["is_promise"]) for shelf in shelves] == [
        ("versprochen-1", "Was hilft", True)
    ]


def test_a_promise_is_named_by_its_search_where_it_was_made_in_another_language(request_: object) -> None:
    promises = [("was hilft", "?typ=methode&herausforderung=finanzen")]
    with translation.override("en"):
        (shelf, *_kinds) = queries.landing(request_, facet="ziel", value="keins", promises=promises)
    assert shelf["title"].startswith("Methods: ") and "hilft" not in shelf["title"]


def test_home_of_a_library_without_cases_features_none(request_: object) -> None:
    context = queries.home(request_, featured_page_id=None, month=5)
    assert context["featured"] is None
    assert context["total"] == 2
    assert {hit.kind for hit in context["newest"]} == {"method", "lesson"}


def test_index_lists_one_kind_whatever_the_address_says(rf: RequestFactory, request_: object) -> None:
    context = queries.index(rf.get("/methoden/?typ=lehre"), kind="method")
    assert {hit.kind for hit in context["response"].hits} == {"method"}
