"""A cycle starts from the last one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from knowledge.cycle.next_cycle import LEAD, start_next
from knowledge.models import CycleQuestion, MeetingGoal
from methods.models import SessionBlock, SessionPlan
from tests.factories import ForumCycleFactory, WorkingMeetingFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def test_meetings_goals_plans_and_texts_are_copied_and_dates_moved() -> None:
    source = ForumCycleFactory(number=4, call_text="Wir laden ein.", places=10)
    CycleQuestion.objects.create(cycle=source, text="Was lassen wir?")
    meeting = WorkingMeetingFactory(cycle=source, number=1)
    MeetingGoal.objects.create(meeting=meeting, text="Drei Fälle beraten")
    plan = SessionPlan.objects.create(title="Ablauf", meeting=meeting)
    SessionBlock.objects.create(plan=plan, title="Ankommen", minutes=20)

    cycle = start_next(source=source)

    assert (cycle.number, cycle.state, cycle.places, cycle.call_text) == (5, "geplant", 10, "Wir laden ein.")
    assert cycle.apply_until is None
    assert [question.text for question in cycle.questions.all()] == ["Was lassen wir?"]
    copied = cycle.meetings.get()
    assert [goal.text for goal in copied.goals.all()] == ["Drei Fälle beraten"]
    assert [block.title for block in copied.session_plans.get().blocks.all()] == ["Ankommen"]
    assert cycle.starts >= timezone.localdate() + LEAD
    assert cycle.starts.weekday() == source.starts.weekday()
    assert copied.date - cycle.starts == meeting.date - source.starts
    assert meeting.session_plans.count() == 1


def test_the_first_meeting_lies_after_the_last_one_of_the_source() -> None:
    source = make.announced(4)
    WorkingMeetingFactory(cycle=source, number=2, date=source.ends + timedelta(weeks=30))
    cycle = start_next(source=source)
    days = cycle.meetings.order_by("number").values_list("date", flat=True)
    assert min(cycle.starts, *days) > source.meetings.get(number=2).date
    assert cycle.starts - source.starts == timedelta(weeks=104)  # whole years of 52 weeks
    assert str(cycle) == "5. Thema noch offen"
