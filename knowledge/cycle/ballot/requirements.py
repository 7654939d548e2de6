"""What this room asks of a meeting before it is worked up: each carried lesson has a verdict, and each that
was adapted a new version.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.cycle.gate import Requirement, require
from knowledge.cycle.models import WorkingMeeting
from knowledge.cycle.steps import Missing
from knowledge.enums import ContributionState, VerdictKind
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


def _without_new_version(meeting: WorkingMeeting) -> Iterator[Missing]:
    adapted = LessonVerdict.objects.filter(
        meeting=meeting, kind=VerdictKind.ADAPTED, lesson__superseded_by=None
    ).exclude(state=ContributionState.REJECTED)
    for verdict in adapted.select_related("lesson"):
        yield Missing(
            _("Treffen %(no)d: „%(lesson)s“ ist angepasst, aber noch nicht neu gefasst.")
            % {"no": meeting.number, "lesson": verdict.lesson.name},
            reverse("lesson_version", args=[verdict.pk]),
        )


def register() -> None:
    """Called once, when all models are known."""
    require(Requirement("lehren", gettext_lazy("Jede mitgenommene Lehre hat ein Urteil"), _without_verdict))
    require(
        Requirement(
            "fassungen", gettext_lazy("Jede angepasste Lehre hat eine neue Fassung"), _without_new_version
        )
    )
