"""A page and its specific model in one query."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page, PageViewRestriction

from knowledge.base import reading
from knowledge.base.reading import page_at, specific_pages
from knowledge.models import HomePage, LessonPage
from tests.factories import LessonPageFactory, MethodCardPageFactory

pytestmark = pytest.mark.django_db


def test_a_page_comes_with_its_type_in_one_query(django_assert_num_queries: Any) -> None:
    lesson, card = LessonPageFactory(), MethodCardPageFactory(live=False)
    page_at(lesson.url_path)
    with django_assert_num_queries(1):
        found = page_at(lesson.url_path)
    assert type(found) is LessonPage and found == lesson
    assert page_at(card.url_path) == card, "routing decides what is live, not reading"
    assert page_at("/gibt/es/nicht/") is None


def test_a_plain_page_spoils_no_later_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wagtail's own first page, once served, must not make plain pages of all that stand there later."""
    monkeypatch.setattr(reading, "_TYPES", {})
    plain = Page(title="Willkommen", slug="willkommen")
    Page.get_first_root_node().add_child(instance=plain)
    assert type(page_at(plain.url_path)) is Page
    home = HomePage(title="Start", slug="start")
    Page.get_first_root_node().add_child(instance=home)
    plain.delete()
    assert type(page_at(home.url_path)) is HomePage
    assert {"": HomePage} == reading._TYPES


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
