"""One page with all its rows in a handful of queries."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page, PageViewRestriction

from knowledge.base.reading import fetch_rows, page_at, specific_pages
from knowledge.models import LessonPage
from tests.factories import (
    ChallengeAreaFactory,
    LessonPageFactory,
    MethodCardPageFactory,
    TargetGroupFactory,
    WorkingMeetingFactory,
)

pytestmark = pytest.mark.django_db


def test_a_page_comes_with_its_type_in_one_query(django_assert_num_queries: Any) -> None:
    lesson, card = LessonPageFactory(), MethodCardPageFactory(live=False)
    page_at(lesson.url_path)
    with django_assert_num_queries(1):
        found = page_at(lesson.url_path)
    assert type(found) is LessonPage and found == lesson
    assert page_at(card.url_path) == card, "routing decides what is live, not reading"
    assert page_at("/gibt/es/nicht/") is None


def test_restrictions_above_are_noticed() -> None:
    lesson, card = LessonPageFactory(), MethodCardPageFactory()
    PageViewRestriction.objects.create(page=lesson.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    restricted, free = page_at(lesson.url_path), page_at(card.url_path)
    assert restricted is not None and restricted.is_restricted  # type: ignore[attr-defined]
    assert free is not None and not free.is_restricted  # type: ignore[attr-defined]
    assert restricted.get_view_restrictions().exists()


def test_a_mixture_of_pages_costs_one_query(django_assert_num_queries: Any) -> None:
    made = [LessonPageFactory(), MethodCardPageFactory()]
    with django_assert_num_queries(1):
        found = specific_pages(Page.objects.filter(pk__in=[page.pk for page in made]).order_by("pk"))
    assert [type(page) for page in found] == [type(page) for page in sorted(made, key=lambda page: page.pk)]


def test_all_rows_come_in_one_query_and_in_order(django_assert_num_queries: Any) -> None:
    card = MethodCardPageFactory()
    card.challenge_areas.add(ChallengeAreaFactory(slug="krisen"), ChallengeAreaFactory())
    card.save()
    page = type(card).objects.get(pk=card.pk)
    with django_assert_num_queries(1):
        fetch_rows(page)
    with django_assert_num_queries(0):
        assert [phase.title for phase in page.phases.all()] == ["Sammeln", "Ordnen"]
        assert [item.tag.name for item in page.challenge_area_items.all()] == ["Krisen", "Finanzen"]
        assert page.phase_sums() == (10, 20, 30)
        assert not page.tips.all()


def test_terms_of_many_to_many_fields_come_along(django_assert_num_queries: Any) -> None:
    lesson = LessonPageFactory(addressees=[TargetGroupFactory()])
    page = LessonPage.objects.get(pk=lesson.pk)
    fetch_rows(page)
    with django_assert_num_queries(0):
        assert [group.key for group in page.addressees.all()] == ["buergermeister"]


def test_a_cycle_with_meetings_can_be_read_the_same_way(django_assert_num_queries: Any) -> None:
    cycle = WorkingMeetingFactory().cycle
    fetch_rows(cycle)
    with django_assert_num_queries(0):
        assert [meeting.number for meeting in cycle.meetings.all()] == [1]
