"""How far a lesson is trusted: a published formula over the verdicts of later cycles. Pure functions.

Source: docs/referenz/lehren.md. Participants decide what is a lesson; this module only counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.enums import LessonState, VerdictKind

__all__ = ["STALE_AFTER_MONTHS", "Confidence", "RoundVerdict", "confidence", "shows_effect", "state"]

STALE_AFTER_MONTHS = 36
"""A verdict older than this lowers the confidence by one."""

_MAX_LEVEL = 4


@dataclass(frozen=True, slots=True)
class RoundVerdict:
    """The decision of one cycle: its number, its judgement, when, and whether a follow-up shows the
    effect.
    """

    cycle: int
    kind: VerdictKind
    on: date
    follow_up: bool = False


@dataclass(frozen=True, slots=True)
class Confidence:
    """Level 0 to 4 with the points that led there, for display. ``judged``: some round said yes, no or
    changed it.
    """

    level: int
    confirming: int
    refuting: int
    spans_sizes: bool
    effect_shown: bool
    stale: bool
    judged: bool


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def confidence(verdicts: Sequence[RoundVerdict], *, size_bands: int, today: date) -> Confidence:
    """Confidence of a lesson, 0 (a guess) to 4 (secured).

    +1 per independent confirming cycle (at most 2), +1 when its evidence spans two or more size bands,
    +1 when a follow-up shows the effect (:func:`shows_effect`), -1 per refuting cycle, -1 when the last
    verdict is older than 36 months; clipped to 0..4. ``size_bands`` is the number of different bands among
    the sources.
    """
    confirming = len({v.cycle for v in verdicts if v.kind is VerdictKind.CONFIRMED})
    refuting = len({v.cycle for v in verdicts if v.kind is VerdictKind.REFUTED})
    spans = size_bands >= 2
    effect = shows_effect(verdicts)
    stale = bool(verdicts) and _months_between(max(v.on for v in verdicts), today) > STALE_AFTER_MONTHS
    points = min(confirming, 2) + spans + effect - refuting - stale
    judged = any(v.kind is not VerdictKind.UNTESTABLE for v in verdicts)
    return Confidence(max(0, min(_MAX_LEVEL, points)), confirming, refuting, spans, effect, stale, judged)


def shows_effect(verdicts: Sequence[RoundVerdict]) -> bool:
    """Whether a follow-up supports the lesson as it stands; one is enough, more add nothing.

    A follow-up that belongs to a refuting or changing verdict shows the opposite, and that verdict has
    already counted.
    """
    return any(v.follow_up and v.kind is VerdictKind.CONFIRMED for v in verdicts)


def state(
    verdicts: Sequence[RoundVerdict], *, size_bands: int, anchored: bool, superseded: bool
) -> LessonState:
    """Where a lesson stands.

    Contested whenever confirming and refuting verdicts both exist in the last two cycles that judged it;
    secured from two confirming cycles over two size bands without open contradiction; anchored when a secured
    or confirmed lesson has changed a method, a publication or the format.
    """
    if superseded:
        return LessonState.SUPERSEDED
    judged = sorted((v for v in verdicts if v.kind is not VerdictKind.UNTESTABLE), key=lambda v: v.cycle)
    if not judged:
        return LessonState.PROVISIONAL
    last_cycles = sorted({v.cycle for v in judged})[-2:]
    recent = {v.kind for v in judged if v.cycle in last_cycles}
    if {VerdictKind.CONFIRMED, VerdictKind.REFUTED} <= recent:
        return LessonState.CONTESTED
    last = judged[-1].kind
    if last is VerdictKind.REFUTED:
        return LessonState.REFUTED
    if last is VerdictKind.ADAPTED:
        return LessonState.ADAPTED
    if anchored:
        return LessonState.ANCHORED
    confirmed = len({v.cycle for v in judged if v.kind is VerdictKind.CONFIRMED})
    return LessonState.SECURED if confirmed >= 2 and size_bands >= 2 else LessonState.CONFIRMED
