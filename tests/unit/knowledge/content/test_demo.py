"""Dates and parts of the core app's own content."""

from __future__ import annotations

import datetime

import pytest

from knowledge.content import demo, loading
from knowledge.models import LessonVerdict
from tests.factories import ForumCycleFactory, WorkingMeetingFactory


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-10", datetime.date(2018, 10, 1)),
        ("2018-10-17", datetime.date(2018, 10, 1)),
        (datetime.date(2018, 10, 17), datetime.date(2018, 10, 17)),
    ],
)
def test_month_is_a_date(text: object, day: datetime.date) -> None:
    assert demo._month(text) == day


def test_what_an_empty_library_needs_comes_first_and_is_marked() -> None:
    labels = [part.label for part in loading.parts()]
    assert (
        labels.index("Taxonomien")
        < labels.index("Seiten")
        < labels.index("Staffeln")
        < labels.index("Lehren")
    )
    assert {part.label for part in loading.parts() if part.foundation} >= {"Taxonomien", "Seiten", "Rollen"}
    assert not next(part for part in loading.parts() if part.label == "Konten").foundation


@pytest.mark.django_db
def test_lesson_was_last_judged_at_its_last_verdict_else_where_it_came_up() -> None:
    cycle = ForumCycleFactory(number=7, starts=datetime.date(2023, 10, 1), ends=datetime.date(2024, 6, 30))
    WorkingMeetingFactory(cycle=cycle, number=1, date=datetime.date(2024, 1, 10))
    WorkingMeetingFactory(cycle=cycle, number=2, date=None)
    assert demo._last_judged({"origin": "7-1"}) == datetime.date(2024, 1, 10)
    record = {"origin": "7-1", "verdicts": [{"meeting": "7-1"}, {"meeting": "7-2"}]}
    assert demo._last_judged(record) == datetime.date(2024, 6, 30)


@pytest.mark.django_db
def test_verdict_of_a_record() -> None:
    WorkingMeetingFactory(cycle=ForumCycleFactory(number=7), number=1)
    row = {"meeting": "7-1", "verdict": "widerlegt", "yes": 1, "part": 2, "no": 6, "reason": "Es trug nicht."}
    verdict = demo._verdict(row)
    assert (verdict.kind, verdict.n_yes, verdict.n_part, verdict.n_no) == ("widerlegt", 1, 2, 6)
    assert verdict.follow_up is False
    assert isinstance(verdict, LessonVerdict)
