"""Lessons: a sentence, its versions, its verdicts."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from knowledge.enums import LessonState
from knowledge.models import LessonPage, LessonSource
from tests.factories import CasePageFactory, LessonPageFactory, MethodCardPageFactory
from tests.factories.contributions import accepted, verdict

pytestmark = pytest.mark.django_db


def test_the_sentence_is_title_and_address() -> None:
    lesson = LessonPageFactory(
        statement="Wenn Zuschüsse fließen, dann prüfen Sie früh, weil es später auffällt."
    )
    assert lesson.title == lesson.statement
    assert lesson.slug == "wenn-zuschuesse-fliessen-dann-pruefen-sie-frueh-weil-es"


def test_a_draft_has_its_title_as_well() -> None:
    lesson = LessonPageFactory(live=False, title="")
    assert lesson.title == lesson.draft_title == lesson.statement


def test_a_lesson_cannot_replace_itself() -> None:
    lesson = LessonPageFactory()
    lesson.supersedes = lesson
    with pytest.raises(ValidationError, match="nicht selbst ersetzen"):
        lesson.validate_constraints()


def test_replaced_only_once_the_new_version_is_live() -> None:
    old = LessonPageFactory()
    accepted(verdict(old, 2, "angepasst"))
    new = LessonPageFactory(supersedes=old, live=False)
    assert LessonPage.objects.get(pk=old.pk).state is LessonState.ADAPTED
    new.live = True
    new.save()
    assert LessonPage.objects.get(pk=old.pk).state is LessonState.SUPERSEDED


def test_history_counts_cycles() -> None:
    lesson = LessonPageFactory()
    for cycle, kind in ((2, "bestaetigt"), (3, "bestaetigt"), (4, "widerlegt")):
        accepted(verdict(lesson, cycle, kind))
    assert (lesson.confirming_cycles, lesson.refuting_cycles) == (2, 1)
    assert lesson.state is LessonState.CONTESTED


def test_a_verdict_without_a_known_meeting_counts_from_the_end_of_its_cycle() -> None:
    row = verdict(LessonPageFactory(), 2, "bestaetigt")
    assert row.judged_on == datetime.date(2019, 10, 1)
    row.meeting = None
    assert row.judged_on == row.cycle.ends == datetime.date(2020, 6, 1)


def test_span_is_made_of_live_sources_only() -> None:
    draft, card = CasePageFactory(), MethodCardPageFactory()
    lesson = LessonPage.objects.get(
        pk=LessonPageFactory(sources=[LessonSource(page=draft), LessonSource(page=card)]).pk
    )
    assert lesson.size_bands == []


def test_conditions_on_both_sides() -> None:
    lesson = LessonPageFactory()
    assert [c.text for c in lesson.applies_if] == ["Die Spitze trägt es mit."]
    assert [c.text for c in lesson.not_if] == ["Es eilt."]


def test_lessons_drawn_from_a_page_come_once() -> None:
    card = MethodCardPageFactory()
    lesson = LessonPageFactory(sources=[LessonSource(page=card), LessonSource(page=card)])
    assert list(LessonPage.objects.drawn_from(card)) == [lesson]


def test_judgements_are_told_one_by_one_once_two_cycles_have_judged() -> None:
    lesson = LessonPageFactory()

    def told(**state: bool) -> bool:
        fresh = LessonPage.objects.get(pk=lesson.pk)
        fresh.read_inside = state.get("inside", False)
        return fresh.tells_verdicts

    accepted(verdict(lesson, 2))
    accepted(verdict(lesson, 3, "nicht-pruefbar"))
    assert not told()
    assert told(inside=True)
    accepted(verdict(lesson, 4, "widerlegt"))
    assert told()
