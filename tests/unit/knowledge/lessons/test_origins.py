"""Lessons go to review with the records they were drawn from."""

from __future__ import annotations

import pytest

from knowledge.base import origin_narrowed
from knowledge.enums import AccessLevel
from knowledge.models import LessonPage, LessonSource
from tests.factories import LessonPageFactory, MethodCardPageFactory

pytestmark = pytest.mark.django_db


def level(lesson: LessonPage) -> str:
    return str(LessonPage.objects.get(pk=lesson.pk).access_level)


def test_a_lesson_goes_with_its_source_and_takes_what_was_drawn_from_it() -> None:
    source, other = MethodCardPageFactory(), LessonPageFactory()
    lesson, second = LessonPageFactory(), LessonPageFactory()
    LessonSource.objects.create(lesson=lesson, page=source)
    LessonSource.objects.create(lesson=second, page=lesson)
    origin_narrowed.send(type(source), page=source, level=AccessLevel.EDITORS.value)
    assert [level(one) for one in (lesson, second, other)] == ["redaktion", "redaktion", "oeffentlich"]


def test_a_draft_stays_as_it_is() -> None:
    source, draft = MethodCardPageFactory(), LessonPageFactory(live=False)
    LessonSource.objects.create(lesson=draft, page=source)
    origin_narrowed.send(type(source), page=source, level=AccessLevel.EDITORS.value)
    assert level(draft) == "oeffentlich"


def test_two_that_retell_each_other_go_once() -> None:
    first, second = LessonPageFactory(), LessonPageFactory()
    LessonSource.objects.create(lesson=first, page=second)
    LessonSource.objects.create(lesson=second, page=first)
    origin_narrowed.send(type(first), page=first, level=AccessLevel.EDITORS.value)
    assert [level(one) for one in (first, second)] == ["redaktion", "redaktion"]
