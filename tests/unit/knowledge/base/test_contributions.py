"""Rows that came beside the form survive an older draft; what an editor took out stays out."""

from __future__ import annotations

import pytest

from knowledge.base import contributions
from knowledge.models import LessonVerdict
from tests.factories import ForumCycleFactory, LessonPageFactory

pytestmark = pytest.mark.django_db


def verdict(lesson: object, reason: str) -> LessonVerdict:
    return LessonVerdict.objects.create(
        lesson=lesson, cycle=ForumCycleFactory(), kind="bestaetigt", n_yes=5, reason=reason
    )


def test_draft_is_read_with_the_rows_that_have_come_since() -> None:
    lesson = LessonPageFactory()
    revision = lesson.save_revision()
    arrived = verdict(lesson, "Es trug.")
    draft = revision.as_object()
    assert [(row.pk, row.has_arrived) for row in draft.verdicts.all()] == [(arrived.pk, True)]
    assert draft.known == {"verdicts": [arrived.pk]}


def test_row_an_editor_took_out_is_noted_and_does_not_come_back() -> None:
    lesson = LessonPageFactory()
    gone = verdict(lesson, "Es trug nicht.")
    draft = lesson.save_revision().as_object()
    draft.verdicts = []
    assert contributions.removed_rows(draft) == {"verdicts": [gone.pk]}
    again = draft.save_revision().as_object()
    assert list(again.verdicts.all()) == []


def test_row_that_was_stored_meanwhile_is_not_there_twice() -> None:
    lesson = LessonPageFactory()
    cycle = ForumCycleFactory()
    draft = lesson.save_revision().as_object()
    draft.verdicts = [LessonVerdict(cycle=cycle, kind="bestaetigt", n_yes=5, reason="Es trug.")]
    content = draft.serializable_data()
    stored = LessonVerdict.objects.create(
        lesson=lesson, cycle=cycle, kind="bestaetigt", n_yes=5, reason="Es trug."
    )
    read = lesson.with_content_json(content)
    assert [row.pk for row in read.verdicts.all()] == [stored.pk]


def test_page_nobody_touched_took_nothing_out() -> None:
    lesson = LessonPageFactory()
    verdict(lesson, "Es trug.")
    assert contributions.removed_rows(type(lesson).objects.get(pk=lesson.pk)) == {}
