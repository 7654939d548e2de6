"""How far a lesson is trusted: a published formula over the verdicts of later cycles and what became of the
cases it was drawn from. Pure functions.

Source: docs/referenz/lehren.md and the page /so-bewerten-wir/. Participants decide what is a lesson; this
module only counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.enums import LessonRole, LessonState, Outcome, VerdictKind

__all__ = [
    "MEDIUM",
    "MOST_CONFIRMING",
    "SECURED_BY_CYCLES",
    "STALE_AFTER_MONTHS",
    "Confidence",
    "RoundVerdict",
    "SourceOutcome",
    "confidence",
    "effect_of",
]

STALE_AFTER_MONTHS = 36
"""A verdict older than this lowers the confidence by one."""

MOST_CONFIRMING = 2
"""Confirming cycles that add a point each."""

SECURED_BY_CYCLES = 3
"""So many confirming cycles secure a lesson without a follow-up, and lift it above :data:`MEDIUM`."""

MEDIUM = 2
"""Two rounds of a dozen people say no more, whatever else speaks for a lesson."""

_MAX_LEVEL = 4
_SUPPORTING = frozenset({LessonRole.ORIGIN, LessonRole.CONFIRMED})
_IMPLEMENTED = frozenset({Outcome.IMPLEMENTED, Outcome.CHANGED})


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
class SourceOutcome:
    """What the newest accepted follow-up of a source case says; ``effective`` where it names a wanted
    effect.
    """

    role: LessonRole
    outcome: Outcome
    effective: bool


@dataclass(frozen=True, slots=True)
class Confidence:
    """Level 0 to 4 and state, with the points that led there, for display.

    ``judged``: some round said yes, no or changed it. ``effect`` is 1 where a follow-up shows the effect, -1
    where it failed, else 0. ``capped``: the points say more than so few rounds can.
    """

    level: int
    state: LessonState
    confirming: int
    refuting: int
    spans_sizes: bool
    effect: int
    stale: bool
    judged: bool
    capped: bool


def confidence(
    verdicts: Sequence[RoundVerdict],
    *,
    size_bands: int,
    today: date,
    outcomes: Sequence[SourceOutcome] = (),
    anchored: bool = False,
    superseded: bool = False,
) -> Confidence:
    """Confidence of a lesson, 0 (a guess) to 4, and its state.

    +1 per independent confirming cycle (at most :data:`MOST_CONFIRMING`), +1 when its evidence spans two or
    more size bands, the point of :func:`effect_of`, -1 per refuting cycle, -1 when the last verdict is older
    than 36 months; clipped to 0..4, and to :data:`MEDIUM` below :data:`SECURED_BY_CYCLES` confirming cycles.
    ``size_bands`` is the number of different bands among the sources.
    """
    confirming = len({v.cycle for v in verdicts if v.kind is VerdictKind.CONFIRMED})
    refuting = len({v.cycle for v in verdicts if v.kind is VerdictKind.REFUTED})
    spans = size_bands >= 2
    effect = effect_of(verdicts, outcomes)
    stale = bool(verdicts) and _months_between(max(v.on for v in verdicts), today) > STALE_AFTER_MONTHS
    points = min(confirming, MOST_CONFIRMING) + spans + effect - refuting - stale
    most = _MAX_LEVEL if confirming >= SECURED_BY_CYCLES else MEDIUM
    return Confidence(
        level=max(0, min(most, points)),
        state=LessonState.SUPERSEDED if superseded else _state(verdicts, effect=effect, anchored=anchored),
        confirming=confirming,
        refuting=refuting,
        spans_sizes=spans,
        effect=effect,
        stale=stale,
        judged=any(v.kind is not VerdictKind.UNTESTABLE for v in verdicts),
        capped=points > most,
    )


def effect_of(verdicts: Sequence[RoundVerdict], outcomes: Sequence[SourceOutcome]) -> int:
    """What follow-ups add: 1, 0 or -1, however many there are.

    A case in which the lesson arose or was confirmed counts +1 where it was implemented with an effect, -1
    where it failed. A round that confirmed the lesson by a follow-up counts +1; a follow-up of a refuting or
    changing verdict adds nothing, for that verdict has already counted.
    """
    supporting = [source for source in outcomes if source.role in _SUPPORTING]
    points = [1 for source in supporting if source.outcome in _IMPLEMENTED and source.effective]
    points += [-1 for source in supporting if source.outcome is Outcome.FAILED]
    points += [1] * any(v.follow_up and v.kind is VerdictKind.CONFIRMED for v in verdicts)
    return max(-1, min(1, sum(points)))


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _state(verdicts: Sequence[RoundVerdict], *, effect: int, anchored: bool) -> LessonState:
    """Where a lesson stands by the last two cycles that judged it.

    Contested whenever confirming and refuting verdicts both exist in them; secured by three confirming
    cycles, or by two and a follow-up with effect; anchored when a confirmed lesson has changed a method, a
    publication or the format.
    """
    judged = sorted(
        (v for v in verdicts if v.kind is not VerdictKind.UNTESTABLE), key=lambda v: (v.cycle, v.on, v.kind)
    )
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
    secured = confirmed >= SECURED_BY_CYCLES or (confirmed == SECURED_BY_CYCLES - 1 and effect > 0)
    return LessonState.SECURED if secured else LessonState.CONFIRMED
