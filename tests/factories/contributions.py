"""What is contributed to a page, received or accepted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from cases.models import CaseFollowUp
from knowledge import contributions
from knowledge.models import LessonVerdict
from methods.models import UsageReport
from tests.factories.records import WorkingMeetingFactory


def accepted(row: Any, *, public_from: date | None = None) -> Any:
    """The contribution stored and accepted, public today or from the given day."""
    row.save()
    contributions.accept(contribution=row, public_from=public_from or timezone.localdate())
    return row


def usage_report(card: Any, **values: Any) -> UsageReport:
    """A report that is not stored yet."""
    return UsageReport(
        **{"card": card, "participants": 9, "planned_minutes": 60, "actual_minutes": 70, "worked": 4} | values
    )


def verdict(lesson: Any, cycle: int = 2, kind: str = "bestaetigt", **values: Any) -> LessonVerdict:
    """A verdict of a meeting of its own that is not stored yet."""
    meeting = WorkingMeetingFactory(cycle__number=cycle)
    named = {"cycle": meeting.cycle, "meeting": meeting, "kind": kind, "reason": "Die Runde fand es so."}
    return LessonVerdict(**{"lesson": lesson, **named, **values})


def follow_up(case: Any, **values: Any) -> CaseFollowUp:
    """A follow-up that is not stored yet."""
    return CaseFollowUp(**{"case": case, "after": 6, "status": "begonnen", "text": "Fing an."} | values)
