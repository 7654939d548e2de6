"""A step of a format, a cycle or a meeting, and who hears of it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from knowledge.cycle.models import ForumCycle, WorkingMeeting
from knowledge.cycle.signals import cycle_called, meeting_held
from knowledge.cycle.steps import StateStep, take_step

__all__ = ["move"]


@transaction.atomic
def move(*, record: Any, name: str) -> StateStep:
    """Take the step of that name. Raises as :func:`knowledge.cycle.steps.take_step`."""
    step = take_step(record=record, name=name)
    if isinstance(record, ForumCycle) and step.name == "ausschreiben":
        cycle_called.send(ForumCycle, cycle=record)
    if isinstance(record, WorkingMeeting) and step.name == "halten":
        meeting_held.send(WorkingMeeting, meeting=record)
    return step
