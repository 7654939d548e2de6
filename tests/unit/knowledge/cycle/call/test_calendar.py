"""The dates as a calendar file, over the change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from knowledge.cycle.call.calendar import ZONE, calendar_of
from methods.models import SessionPlan
from tests.factories import ForumCycleFactory, WorkingMeetingFactory

pytestmark = pytest.mark.django_db


def test_each_meeting_keeps_its_hour_in_winter_and_summer() -> None:
    cycle = ForumCycleFactory(number=5)
    for number, day in ((1, date(2027, 2, 9)), (2, date(2027, 6, 15)), (3, None)):
        WorkingMeetingFactory(cycle=cycle, number=number, date=day)
    SessionPlan.objects.create(
        title="Ablauf", meeting=cycle.meetings.get(number=2), start=time(10), planned_end=time(16)
    )
    text = calendar_of(cycle, "bibliothek.example.org")
    calendar = Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    assert [event.decoded("dtstart").astimezone(ZONE) for event in events] == [
        datetime(2027, 2, 9, 9, 30, tzinfo=ZONE),
        datetime(2027, 6, 15, 10, 0, tzinfo=ZONE),
    ]
    assert {event.decoded("dtstart").utcoffset().total_seconds() for event in events} == {3600, 7200}
    assert b"TZID=Europe/Berlin" in text and b"BEGIN:VTIMEZONE" in text
    assert len({str(event["uid"]) for event in events}) == 2


def test_a_calendar_that_knows_only_the_file_keeps_the_hour_on_the_day_the_clocks_change() -> None:
    cycle = ForumCycleFactory(number=5)
    for number, day in ((1, date(2027, 3, 27)), (2, date(2027, 3, 28)), (3, date(2027, 10, 31))):
        WorkingMeetingFactory(cycle=cycle, number=number, date=day)
    calendar = Calendar.from_ical(calendar_of(cycle, "bibliothek.example.org"))
    (zone,) = calendar.walk("VTIMEZONE")
    rules = zone.to_tz()
    starts = [event.decoded("dtstart").replace(tzinfo=rules) for event in calendar.walk("VEVENT")]
    assert [start.astimezone(UTC).hour * 60 + start.astimezone(UTC).minute for start in starts] == [
        8 * 60 + 30,
        7 * 60 + 30,
        8 * 60 + 30,
    ]
