"""A cycle starts from the last one: meetings, goals, plans and texts are copied, dates are moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.cycle.models import (
    CycleCallText,
    CycleQuestion,
    ForumCycle,
    MeetingGoal,
    WorkingMeeting,
)
from knowledge.cycle.signals import cycle_copied
from knowledge.enums import CycleState

__all__ = ["LEAD", "start_next"]

LEAD = timedelta(weeks=16)
"""From the start of the planning to the first meeting: the call goes out four months before."""

YEAR = timedelta(weeks=52)
"""So that the weekdays stay."""

_TEXTS = ("organisers", "federal_states", "venue_band", "capacity_band", "call_text", "places", "costs",
          "confidentiality", "commitment")  # fmt: skip


@transaction.atomic
def start_next(*, source: ForumCycle) -> ForumCycle:
    """A planned cycle with the next number, its meetings at the same distances, on the same weekdays.

    Raises ``ValidationError`` while a later one is still planned: it was started from this one a moment ago.
    """
    ForumCycle.objects.select_for_update().get(pk=source.pk)
    if later := ForumCycle.objects.filter(number__gt=source.number, state=CycleState.PLANNED).first():
        raise ValidationError(
            _("Staffel %(number)d ist schon angelegt und noch in Planung.") % {"number": later.number}
        )
    number = (ForumCycle.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    shift = _shift(source)
    cycle = ForumCycle.objects.create(
        format=source.format,
        number=number,
        title=_("Thema noch offen"),
        starts=source.starts + shift,
        ends=source.ends + shift,
        **{name: getattr(source, name) for name in _TEXTS},
    )
    for question in source.questions.all():
        CycleQuestion.objects.create(cycle=cycle, text=question.text, sort_order=question.sort_order)
    for row in source.call_texts.all():
        CycleCallText.objects.create(
            cycle=cycle, target_group=row.target_group, text=row.text, sort_order=row.sort_order
        )
    pairs = [(old, _copied(old, cycle, shift)) for old in source.meetings.order_by("number")]
    cycle_copied.send(ForumCycle, source=source, cycle=cycle, meetings=pairs)
    return cycle


def _shift(source: ForumCycle) -> timedelta:
    """Whole weeks, at least :data:`LEAD` from today; and where the two would overlap, whole years, until the
    first meeting lies after the last one of the source.
    """
    days = [day for day in source.meetings.values_list("date", flat=True) if day]
    first, last = min([source.starts, *days]), max([source.ends, *days])
    weeks = max(-(-(timezone.localdate() + LEAD - source.starts).days // 7), 0)
    if first + timedelta(weeks=weeks) > last:
        return timedelta(weeks=weeks)
    years = max((last - first) // YEAR + 1, -(-weeks * timedelta(weeks=1) // YEAR))
    return years * YEAR


def _copied(old: WorkingMeeting, cycle: ForumCycle, shift: timedelta) -> Any:
    meeting = WorkingMeeting.objects.create(
        cycle=cycle,
        number=old.number,
        date=old.date + shift if old.date else None,
        region_band=old.region_band,
        mode=old.mode,
    )
    for goal in old.goals.all():
        MeetingGoal.objects.create(meeting=meeting, text=goal.text, sort_order=goal.sort_order)
    return meeting
