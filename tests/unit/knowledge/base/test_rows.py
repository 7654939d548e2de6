"""Rows of a page: read in one query, compared with the draft, written where they say something else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelcluster.models import model_from_serializable_data
from wagtail.models import ReferenceIndex

from knowledge.base.rows import fetch_rows, with_known_keys
from knowledge.models import LessonCondition, LessonPage, LessonSource
from tests.factories import (
    ChallengeAreaFactory,
    LessonPageFactory,
    MethodCardPageFactory,
    TargetGroupFactory,
    WorkingMeetingFactory,
)

pytestmark = pytest.mark.django_db


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


# --------------------------------------------------------------------------- a draft and its keys


def test_keys_of_a_draft_are_looked_up_with_one_query(django_assert_num_queries: Any) -> None:
    lesson = LessonPageFactory(sources=[LessonSource(page=MethodCardPageFactory()) for _number in range(3)])
    content = lesson.save_revision().content
    with django_assert_num_queries(1):
        assert with_known_keys(LessonPage, content) == content
    with django_assert_num_queries(0):
        assert with_known_keys(LessonPage, {"title": "Ohne Schlüssel"}) == {"title": "Ohne Schlüssel"}


def test_a_row_goes_with_the_page_it_named_and_a_key_that_may_be_empty_is_emptied() -> None:
    card, meeting = MethodCardPageFactory(), WorkingMeetingFactory()
    lesson = LessonPageFactory(sources=[LessonSource(page=card)], origin=meeting)
    content = lesson.save_revision().content
    assert len(content["sources"]) == 1 and content["origin"] == meeting.pk
    content["sources"][0]["page"] = content["origin"] = 10**6
    known = with_known_keys(LessonPage, content)
    assert (known["sources"], known["origin"]) == ([], None)
    assert content["sources"], "the revision itself stays as it is"
    draft = lesson.with_content_json(content)
    assert (list(draft.sources.all()), draft.origin_id) == ([], None)


def test_a_draft_is_the_one_that_wagtail_would_make() -> None:
    lesson = LessonPageFactory(sources=[LessonSource(page=MethodCardPageFactory())])
    content = lesson.save_revision().content
    ours = LessonPage.from_serializable_data(content)
    theirs = model_from_serializable_data(LessonPage, content)
    fields = [f.attname for f in LessonPage._meta.concrete_fields if not f.is_relation]
    assert {name: getattr(ours, name) for name in fields} == {name: getattr(theirs, name) for name in fields}
    assert [row.page_id for row in ours.sources.all()] == [row.page_id for row in lesson.sources.all()]


# --------------------------------------------------------------------------- writing


def test_rows_that_say_the_same_are_not_written_again() -> None:
    lesson = LessonPage.objects.get(pk=LessonPageFactory().pk)
    revision = lesson.save_revision()
    with CaptureQueriesContext(connection) as queries:
        revision.publish()
    assert not [q for q in queries.captured_queries if 'UPDATE "knowledge_lessoncondition"' in q["sql"]]


def test_a_changed_row_is_written_a_new_one_added_and_a_missing_one_deleted() -> None:
    lesson = LessonPage.objects.get(pk=LessonPageFactory().pk)
    first, second = lesson.conditions.all()
    first.text = "Die Spitze weiß davon."
    lesson.conditions = [first, LessonCondition(holds=False, text="Es fehlt Zeit.")]
    lesson.save_revision().publish()
    found = LessonPage.objects.get(pk=lesson.pk).conditions.all()
    assert [row.text for row in found] == ["Die Spitze weiß davon.", "Es fehlt Zeit."]
    assert first in found and second not in found


def test_another_order_is_a_change() -> None:
    lesson = LessonPage.objects.get(pk=LessonPageFactory().pk)
    rows = list(lesson.conditions.all())
    for place, row in enumerate(reversed(rows)):
        row.sort_order = place
    lesson.conditions = rows
    lesson.save()
    assert [row.pk for row in LessonPage.objects.get(pk=lesson.pk).conditions.all()] == [
        row.pk for row in reversed(rows)
    ]


def test_terms_that_were_taken_away_are_gone() -> None:
    lesson = LessonPage.objects.get(pk=LessonPageFactory(addressees=[TargetGroupFactory()]).pk)
    draft = lesson.save_revision().as_object()
    draft.addressees = []
    draft.save_revision().publish()
    assert not LessonPage.objects.get(pk=lesson.pk).addressees.exists()


def test_references_are_noted_once_and_completely() -> None:
    card, other = MethodCardPageFactory(), MethodCardPageFactory()
    lesson = LessonPage.objects.get(pk=LessonPageFactory(sources=[LessonSource(page=card)]).pk)

    def named() -> set[str]:
        found = ReferenceIndex.get_references_for_object(lesson).filter(model_path="sources.item.page")
        return set(found.values_list("to_object_id", flat=True))

    assert named() == {str(card.pk)}
    lesson.sources = [LessonSource(page=other)]
    lesson.save_revision().publish()
    assert named() == {str(other.pk)}


def test_after_a_save_the_page_asks_the_database_again() -> None:
    lesson = LessonPage.objects.get(pk=LessonPageFactory().pk)
    lesson.save_revision()
    lesson.save()
    LessonCondition.objects.create(lesson=lesson, holds=True, text="Auch das.", sort_order=9)
    assert lesson.conditions.count() == 3
    lesson.save()
    assert LessonPage.objects.get(pk=lesson.pk).conditions.count() == 3
