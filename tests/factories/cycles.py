"""A cycle on its way: announced, with applications, with people at its meetings."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from knowledge.cycle import bring_to
from knowledge.cycle.call import deletion_day
from knowledge.guard import seal
from knowledge.models import Application, Attendance, ForumCycle, TargetGroup
from tests.factories.records import ForumCycleFactory, WorkingMeetingFactory

CONCERN = "Wie kann ich den Rat für einen Plan gewinnen, der erst in zehn Jahren wirkt?"


def announced(number: int = 9, **values: Any) -> ForumCycle:
    """An announced cycle with one meeting, open for applications for another four weeks."""
    today = timezone.localdate()
    cycle = ForumCycleFactory(
        number=number,
        starts=today + datetime.timedelta(weeks=8),
        ends=today + datetime.timedelta(weeks=30),
        **{
            "apply_until": today + datetime.timedelta(weeks=4),
            "call_text": "Wir laden ein.",
            "costs": "Frei.",
            "confidentiality": "Was gesagt wird, bleibt im Raum.",
            "commitment": "Alle drei Termine.",
        }
        | values,
    )
    WorkingMeetingFactory(cycle=cycle, number=1, date=cycle.starts)
    group = TargetGroup.objects.first() or TargetGroup.objects.create(
        key="hauptamt", name="Hauptamt", name_en="Main office", reach="forum"
    )
    cycle.format.target_groups.add(group)
    bring_to(record=cycle, state="ausgeschrieben")
    return cycle


def application(
    cycle: ForumCycle, person: str = "A", *, state: str = "eingegangen", **values: Any
) -> Application:
    """Somebody who applied; ``person`` is a letter."""
    row = Application(
        **{
            "cycle": cycle,
            "federal_state": "BY",
            "size_band": "kleinstadt",
            "target_group": cycle.format.target_groups.first(),
            "sealed_concern": seal(CONCERN),
            "consent_wording": "1",
            "delete_on": deletion_day(cycle),
        }
        | values
    )
    row.seal_person(
        name=f"Person {person}", email=f"{person.lower()}@rathaus.example", municipality="Kommune"
    )
    row.save()
    bring_to(record=row, state=state)
    return row


def held(number: int = 9, *, people: int = 5, lessons: Any = ()) -> Any:
    """A prepared meeting of a running cycle on its day, with people there and lessons to judge."""
    cycle = announced(number)
    bring_to(record=cycle, state="laufend")
    meeting = cycle.meetings.get()
    meeting.date = timezone.localdate()
    meeting.lessons_to_check.set(lessons)
    meeting.save()
    bring_to(record=meeting, state="vorbereitet")
    for index in range(people):
        row = application(cycle, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index], state="zugesagt")
        Attendance.objects.create(meeting=meeting, application=row)
    return meeting
