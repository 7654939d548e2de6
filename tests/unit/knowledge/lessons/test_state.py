"""How far a lesson is trusted, by the published formula."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.enums import LessonRole, LessonState, Outcome, VerdictKind
from knowledge.lessons.state import RoundVerdict, SourceOutcome, confidence, effect_of

TODAY = date(2026, 11, 1)
YES, NO, NEW, DUNNO = VerdictKind.CONFIRMED, VerdictKind.REFUTED, VerdictKind.ADAPTED, VerdictKind.UNTESTABLE


def verdict(
    cycle: int, kind: VerdictKind, *, on: date = date(2026, 1, 1), follow_up: bool = False
) -> RoundVerdict:
    return RoundVerdict(cycle, kind, on, follow_up)


def level(*verdicts: RoundVerdict, size_bands: int = 1) -> int:
    return confidence(verdicts, size_bands=size_bands, today=TODAY).level


def state(
    verdicts: list[RoundVerdict], *outcomes: SourceOutcome, anchored: bool = False, superseded: bool = False
) -> LessonState:
    return confidence(
        verdicts, size_bands=1, today=TODAY, outcomes=outcomes, anchored=anchored, superseded=superseded
    ).state


def source(
    outcome: Outcome, role: LessonRole = LessonRole.ORIGIN, *, effective: bool = True
) -> SourceOutcome:
    return SourceOutcome(role, outcome, effective)


WORKED, FAILED = source(Outcome.IMPLEMENTED), source(Outcome.FAILED)


def test_nothing_judged_is_a_guess() -> None:
    assert level() == 0
    assert not confidence((), size_bands=1, today=TODAY).stale


def test_each_independent_cycle_adds_one_at_most_two() -> None:
    assert [level(*(verdict(cycle, YES) for cycle in range(2, 2 + count))) for count in (1, 2, 3)] == [
        1,
        2,
        2,
    ]
    assert level(verdict(2, YES), verdict(2, YES)) == 1


def test_span_of_sizes_and_shown_effect_add_one_each() -> None:
    three = [verdict(cycle, YES) for cycle in (2, 3, 4)]
    assert level(verdict(2, YES), size_bands=2) == 2
    assert level(*three, size_bands=2) == 3
    assert level(*three[1:], verdict(2, YES, follow_up=True), size_bands=3) == 4


def test_two_rounds_of_a_dozen_people_say_no_more_than_medium() -> None:
    twice = [verdict(2, YES, follow_up=True), verdict(3, YES)]
    found = confidence(twice, size_bands=3, today=TODAY, outcomes=[WORKED])
    assert (found.level, found.capped) == (2, True)
    assert not confidence([verdict(2, YES)], size_bands=1, today=TODAY).capped


@pytest.mark.parametrize(
    ("outcomes", "points"),
    [
        ([], 0),
        ([WORKED], 1),
        ([WORKED, WORKED], 1),
        ([FAILED], -1),
        ([FAILED, FAILED], -1),
        ([WORKED, FAILED], 0),
        ([source(Outcome.CHANGED, LessonRole.CONFIRMED)], 1),
        ([source(Outcome.IMPLEMENTED, effective=False)], 0),
        ([source(Outcome.IMPLEMENTED, LessonRole.REFUTED)], 0),
        ([source(Outcome.FAILED, LessonRole.REFUTED)], 0),
        ([source(Outcome.IMPLEMENTED, LessonRole.ADAPTED)], 0),
        ([source(Outcome.STARTED)], 0),
        ([source(Outcome.ABANDONED)], 0),
    ],
)
def test_follow_ups_of_supporting_cases_are_one_point_in_all(
    outcomes: list[SourceOutcome], points: int
) -> None:
    assert effect_of([], outcomes) == points
    before = level(verdict(2, YES))
    found = confidence([verdict(2, YES)], size_bands=1, today=TODAY, outcomes=outcomes)
    assert (found.level, found.effect) == (before + points, points)


def test_a_follow_up_counts_for_what_its_round_confirmed_and_once() -> None:
    assert [level(verdict(2, YES), verdict(3, kind, follow_up=True)) for kind in (NO, NEW, DUNNO)] == [
        level(verdict(2, YES), verdict(3, kind)) for kind in (NO, NEW, DUNNO)
    ]
    assert confidence([verdict(2, NO, follow_up=True)], size_bands=2, today=TODAY).effect == 0
    thrice = [verdict(cycle, YES, follow_up=True) for cycle in (2, 3, 4)]
    assert level(*thrice) == 3


@pytest.mark.parametrize("kind", [NO, NEW, DUNNO])
def test_a_refuting_or_changing_verdict_never_raises_the_level(kind: VerdictKind) -> None:
    before = [verdict(2, YES)]
    assert level(*before, verdict(3, kind, follow_up=True), size_bands=2) <= level(*before, size_bands=2)


def test_judged_is_what_a_round_could_decide() -> None:
    found = [
        confidence(rows, size_bands=1, today=TODAY).judged
        for rows in ([], [verdict(2, DUNNO)], [verdict(2, NO)], [verdict(2, NEW)])
    ]
    assert found == [False, False, True, True]


def test_refuting_cycles_and_age_take_one() -> None:
    assert level(verdict(2, YES), verdict(3, YES), verdict(4, NO)) == 1
    assert level(verdict(2, YES, on=date(2023, 11, 30))) == 1
    assert level(verdict(2, YES, on=date(2023, 10, 1))) == 0


def test_what_could_not_be_judged_counts_for_nothing() -> None:
    assert level(verdict(2, DUNNO), verdict(3, NEW)) == 0


VERDICTS = st.lists(
    st.builds(
        RoundVerdict,
        st.integers(1, 9),
        st.sampled_from(VerdictKind),
        st.dates(date(2018, 1, 1), TODAY),
        st.booleans(),
    ),
    max_size=9,
)


@given(VERDICTS, st.integers(0, 6))
def test_level_lies_between_zero_and_four_in_any_order(verdicts: list[RoundVerdict], bands: int) -> None:
    found = confidence(verdicts, size_bands=bands, today=TODAY)
    assert 0 <= found.level <= 4
    assert found == confidence(verdicts[::-1], size_bands=bands, today=TODAY)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], LessonState.PROVISIONAL),
        ([DUNNO], LessonState.PROVISIONAL),
        ([YES], LessonState.CONFIRMED),
        ([NO], LessonState.REFUTED),
        ([NEW], LessonState.ADAPTED),
        ([YES, NO], LessonState.CONTESTED),
        ([NO, YES], LessonState.CONTESTED),
        ([NO, YES, YES], LessonState.CONFIRMED),
        ([YES, DUNNO, NO], LessonState.CONTESTED),
        ([YES, NO, NO], LessonState.REFUTED),
    ],
)
def test_state_follows_the_last_two_cycles_that_judged(
    kinds: list[VerdictKind], expected: LessonState
) -> None:
    verdicts = [verdict(cycle, kind) for cycle, kind in enumerate(kinds, start=2)]
    assert state(verdicts) is expected


def test_secured_needs_three_cycles_or_two_and_a_follow_up_with_effect() -> None:
    thrice = [verdict(cycle, YES) for cycle in (2, 3, 4)]
    assert state(thrice) is LessonState.SECURED
    assert state(thrice, FAILED) is LessonState.SECURED
    assert state(thrice[1:]) is LessonState.CONFIRMED
    assert state(thrice[1:], WORKED) is LessonState.SECURED
    assert state(thrice[1:], WORKED, FAILED) is LessonState.CONFIRMED
    assert state(thrice[2:], WORKED) is LessonState.CONFIRMED
    assert state([*thrice, verdict(5, NO)], WORKED) is LessonState.CONTESTED


def test_anchored_only_while_confirmed_and_superseded_before_all() -> None:
    assert state([verdict(2, YES)], anchored=True) is LessonState.ANCHORED
    assert state([verdict(2, NO)], anchored=True) is LessonState.REFUTED
    assert state([verdict(2, YES)], anchored=True, superseded=True) is LessonState.SUPERSEDED
