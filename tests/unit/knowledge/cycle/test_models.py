"""Cycles and meetings: their order, their names, and that a cycle does not end before it starts."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from knowledge.models import ForumCycle, WorkingMeeting
from tests.factories import ForumCycleFactory, WorkingMeetingFactory

pytestmark = pytest.mark.django_db


def test_a_cycle_ends_after_it_starts() -> None:
    cycle = ForumCycleFactory(number=7)
    cycle.ends = cycle.starts
    cycle.full_clean()
    cycle.ends = date(cycle.starts.year - 1, 12, 31)
    with pytest.raises(ValidationError) as refused:
        cycle.full_clean()
    assert refused.value.message_dict == {"ends": ["Das Ende liegt vor dem Beginn."]}


def test_a_meeting_has_a_number_of_its_own_in_its_cycle() -> None:
    meeting = WorkingMeetingFactory(number=2, cycle=ForumCycleFactory(number=7))
    with pytest.raises(ValidationError):
        WorkingMeeting(cycle=meeting.cycle, number=2).full_clean()
    WorkingMeeting(cycle=ForumCycleFactory(number=8), number=2).full_clean()
    assert str(meeting) == "7. Staffel, 2. Treffen"


def test_cycles_stand_in_the_order_of_their_numbers() -> None:
    for number in (9, 7, 8):
        ForumCycleFactory(number=number)
    assert [cycle.number for cycle in ForumCycle.objects.filter(number__gte=7)] == [7, 8, 9]


def test_states_are_codes_of_the_list_each_once() -> None:
    cycle = ForumCycleFactory()
    cycle.federal_states = "bw, BY BW"
    cycle.full_clean()
    assert cycle.federal_states == "BW BY"
    cycle.federal_states = "BY XX 12"
    with pytest.raises(ValidationError, match="XX 12") as refusal:
        cycle.full_clean()
    assert list(refusal.value.message_dict) == ["federal_states"]


def test_a_number_has_a_limit_that_people_understand() -> None:
    form = WorkingMeeting.get_edit_handler().get_form_class()({"number": "10000"})
    assert "9999" in form.errors["number"][0]
