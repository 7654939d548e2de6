"""What this room asks of a meeting before it is worked up: each carried lesson has a verdict."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.cycle.gate import Requirement, require
from knowledge.cycle.models import WorkingMeeting
from knowledge.cycle.steps import Missing
from knowledge.enums import ContributionState
from knowledge.lessons import LessonVerdict

__all__ = ["register"]


def _without_verdict(meeting: WorkingMeeting) -> Iterator[Missing]:
    verdicts = dict(
        LessonVerdict.objects.filter(cycle=meeting.cycle_id)
        .exclude(state=ContributionState.REJECTED)
        .values_list("lesson", "state")
    )
    for lesson in meeting.lessons_to_check.all():
        state = verdicts.get(lesson.pk)
        if state is None:
            yield Missing(
                _("Treffen %(no)d: Über „%(lesson)s“ gibt es kein Urteil.")
                % {"no": meeting.number, "lesson": lesson.name},
                reverse("meeting_ballot", args=[meeting.pk]),
            )
        elif state == ContributionState.RECEIVED:
            yield Missing(
                _("Treffen %(no)d: Das Urteil über „%(lesson)s“ ist noch nicht angenommen.")
                % {"no": meeting.number, "lesson": lesson.name},
                reverse("wagtailsnippets_knowledge_lessonverdict:list"),
            )


def register() -> None:
    """Called once, when all models are known."""
    require(Requirement("lehren", gettext_lazy("Jede mitgenommene Lehre hat ein Urteil"), _without_verdict))
