"""What moves an observation. Each function is atomic and takes keywords."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from knowledge.cycle.models import WorkingMeeting
from knowledge.cycle.observations.models import Observation, ObservationState
from knowledge.cycle.steps import take_step
from knowledge.lessons import LessonPage, draft_lesson

__all__ = ["drop", "note", "take_up", "to_lesson", "understand"]


@transaction.atomic
def note(*, meeting: WorkingMeeting, text: str, user: Any) -> Observation:
    """Something a meeting noticed. Raises ``ValidationError`` for words that name somebody."""
    row = Observation(meeting=meeting, text=text.strip(), noted_by=user)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def understand(*, observation: Observation, insight: str) -> None:
    """It is known why it was so. Raises ``StepRefused`` without a reason or from another state,
    ``ValidationError`` for words that name somebody.
    """
    row = Observation.objects.select_for_update().get(pk=observation.pk)
    if row.state == ObservationState.NOTED:
        row.insight = insight.strip()
        row.full_clean()
        row.save()
    take_step(record=row, name="verstehen")


@transaction.atomic
def to_lesson(*, observation: Observation, statement: str, kind: str, user: Any) -> LessonPage:
    """Draft the lesson that follows from an insight; readers see it once it is published.

    Raises ``StepRefused`` from another state, ``ValidationError`` for what does not fit.
    """
    lesson = draft_lesson(
        statement=statement,
        kind=kind,
        observation=observation.text,
        insight=observation.insight,
        meeting=observation.meeting,
        user=user,
    )
    take_step(record=observation, name="lehre", lesson=lesson)
    return lesson


@transaction.atomic
def drop(*, observation: Observation) -> None:
    """Nothing follows from it. Raises ``StepRefused``."""
    take_step(record=observation, name="verwerfen")


@transaction.atomic
def take_up(*, observation: Observation) -> None:
    """Look at it once more. Raises ``StepRefused``."""
    take_step(record=observation, name="aufnehmen")
