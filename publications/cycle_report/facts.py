"""What a cycle brought, counted from the rows. The public part never tells which case it heard: a lesson is
named only when its sources span two cycles, and a count below three is not named.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Any

from cases.models import CaseMeeting
from knowledge.anonymity.profile import suppress
from knowledge.enums import ContributionState, CycleState, VerdictKind
from knowledge.models import ForumCycle, LessonAnchor, LessonPage, LessonVerdict, Observation
from methods.models import MethodCardPage, UsageReport
from search.contract import Viewer

__all__ = ["CardUse", "InnerReport", "PublicReport", "inner_report", "public_report"]

LEAST_CYCLES = 2
"""A public lesson of a report was drawn from cases of so many cycles."""
CLOSED = (CycleState.CLOSED, CycleState.ARCHIVED)


@dataclass(frozen=True, slots=True)
class CardUse:
    """A card with what its reports of this cycle say."""

    title: str
    reports: int
    minutes: int | None


@dataclass(frozen=True, slots=True)
class InnerReport:
    """Everything, for those who run the cycle."""

    cycle: Any
    meetings: tuple[tuple[Any, int, int], ...]
    """Meeting, people there, ballots."""
    verdicts: tuple[Any, ...]
    cards: tuple[CardUse, ...]
    consulted: int
    published: int
    noticed: tuple[Any, ...]
    """Observations that became no lesson (yet)."""
    new_lessons: tuple[Any, ...]
    versions: tuple[Any, ...]
    """New versions of lessons that this cycle adapted, each with the one it ``supersedes``."""
    changes: tuple[Any, ...]
    """Where lessons that this cycle confirmed changed something."""


@dataclass(frozen=True, slots=True)
class PublicReport:
    """What everybody may know."""

    cards: tuple[Any, ...]
    verdicts: tuple[tuple[str, int | None], ...]
    """Kind in words, number of lessons; ``None`` where it is not named."""
    lessons: tuple[Any, ...]
    format_version: str


def _verdicts(cycle: ForumCycle) -> Any:
    return LessonVerdict.objects.filter(cycle=cycle, state=ContributionState.ACCEPTED)


def _cards(cycle: ForumCycle) -> Any:
    """Cards on the programme of its meetings."""
    return MethodCardPage.objects.filter(session_blocks__plan__meeting__cycle=cycle).distinct()


def inner_report(cycle: ForumCycle) -> InnerReport:
    """Count everything that stands about a cycle."""
    meetings = []
    for meeting in cycle.meetings.order_by("number"):
        ballot = getattr(meeting, "ballot", None)
        there = meeting.attendances.filter(present=True).count()
        meetings.append((meeting, there, ballot.cast if ballot else 0))
    told: dict[int, list[int]] = {}
    reports = UsageReport.objects.filter(meeting__cycle=cycle, state=ContributionState.ACCEPTED)
    for card, minutes in reports.values_list("card", "actual_minutes"):
        told.setdefault(card, []).append(minutes)
    cards = tuple(
        CardUse(
            card.title,
            len(told.get(card.pk, ())),
            round(median(told[card.pk])) if card.pk in told else None,
        )
        for card in _cards(cycle).order_by("title")
    )
    links = CaseMeeting.objects.filter(meeting__cycle=cycle)
    confirmed = _verdicts(cycle).filter(kind=VerdictKind.CONFIRMED).values("lesson")
    adapted = _verdicts(cycle).filter(kind=VerdictKind.ADAPTED).values("lesson")
    return InnerReport(
        cycle=cycle,
        meetings=tuple(meetings),
        verdicts=tuple(_verdicts(cycle).select_related("lesson").order_by("meeting__number", "pk")),
        cards=cards,
        consulted=links.count(),
        published=links.filter(case__live=True).count(),
        noticed=tuple(
            Observation.objects.filter(meeting__cycle=cycle, lesson=None).order_by("meeting__number", "pk")
        ),
        new_lessons=tuple(LessonPage.objects.filter(origin__cycle=cycle, supersedes=None)),
        versions=tuple(
            LessonPage.objects.filter(supersedes__in=adapted).select_related("supersedes").order_by("pk")
        ),
        changes=tuple(LessonAnchor.objects.filter(lesson__in=confirmed).select_related("lesson", "page")),
    )


def public_report(cycle: ForumCycle) -> PublicReport | None:
    """Cards, counts and the lessons that may be named; ``None`` before the cycle is closed."""
    if cycle.state not in CLOSED:
        return None
    shown = LessonVerdict.objects.shown(inner=False).filter(cycle=cycle)
    counts = Counter(shown.values_list("kind", flat=True))
    named = suppress({kind: counts[kind] for kind in VerdictKind.values})
    judged = LessonPage.objects.readable_by(Viewer()).filter(pk__in=shown.values("lesson"))
    return PublicReport(
        cards=tuple(_cards(cycle).readable_by(Viewer()).order_by("title")),
        verdicts=tuple(
            (str(VerdictKind(kind).label), number) for kind, number in named.items() if number != 0
        ),
        lessons=tuple(lesson for lesson in judged.order_by("pk") if _spans_cycles(lesson)),
        format_version=cycle.format.version,
    )


def _spans_cycles(lesson: LessonPage) -> bool:
    pages = [source.page_id for source in lesson.sources.all()]
    cycles = CaseMeeting.objects.filter(case__in=pages).values_list("meeting__cycle", flat=True)
    return len(set(cycles)) >= LEAST_CYCLES
