"""The dates of a cycle for calendars (RFC 5545), in the time zone of the forum."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from knowledge.cycle.models import ForumCycle

__all__ = ["ZONE", "calendar_of"]

ZONE: Final = ZoneInfo("Europe/Berlin")
USUAL_START, USUAL_END = time(9, 30), time(17, 0)


def calendar_of(cycle: ForumCycle, host: str) -> bytes:
    """An iCalendar file of the meetings that have a date; times are local and keep the hour over the change
    of the clocks, because the file brings the rules of its zone along.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Weiterdenken//Staffel//DE")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{cycle.number}. {cycle.title}")
    for meeting in cycle.meetings.order_by("number"):
        if meeting.date is not None:
            calendar.add_component(_event(cycle, meeting, host))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(cycle: ForumCycle, meeting: Any, host: str) -> Event:
    start, end = _hours(meeting)
    event = Event()
    event.add("uid", f"staffel-{cycle.number}-treffen-{meeting.number}@{host}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", datetime.combine(meeting.date, start, ZONE))
    event.add("dtend", datetime.combine(meeting.date, end, ZONE))
    event.add(
        "summary",
        _("Forum: %(number)d. Arbeitstreffen (%(title)s)") % {"number": meeting.number, "title": cycle.title},
    )
    if meeting.region_band:
        event.add("location", meeting.region_band)
    return event


def _hours(meeting: Any) -> tuple[time, time]:
    """From when to when: as the plan of the meeting says, else the usual day."""
    plan = meeting.session_plans.first()
    start = plan.start if plan else USUAL_START
    end = plan.planned_end if plan and plan.planned_end else USUAL_END
    return start, max(start, end)
