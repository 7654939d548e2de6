"""In whatever order people judge, accept, anchor and replace: one confirming cycle secures nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from knowledge import contributions
from knowledge.enums import ContributionState, LessonState, VerdictKind
from knowledge.lessons import LessonAnchor, new_version
from knowledge.models import LessonPage, LessonVerdict
from tests.factories import LessonPageFactory, MethodCardPageFactory
from tests.factories.contributions import verdict

pytestmark = pytest.mark.django_db

CYCLES = st.integers(1, 3)


class LessonLife(RuleBasedStateMachine):
    """The actions there are, on one lesson, each also where it must be refused."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.lesson = LessonPageFactory()
        self.card = MethodCardPageFactory()

    def teardown(self) -> None:
        """Nothing of this life is left for the next one."""
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def _some(self, state: str, number: int) -> Any:
        rows = list(LessonVerdict.objects.filter(lesson=self.lesson, state=state).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(cycle=CYCLES, kind=st.sampled_from(VerdictKind.values), seen=st.booleans())
    def judge(self, cycle: int, kind: str, seen: bool) -> None:
        """A round says something, with or without a follow-up that shows the effect."""
        verdict(self.lesson, cycle, kind, follow_up=seen).save()

    @rule(number=st.integers(0, 9))
    def accept(self, number: int) -> None:
        """A second verdict of the same cycle is refused."""
        if row := self._some(ContributionState.RECEIVED, number):
            try:
                contributions.accept(contribution=row)
            except ValidationError:
                assert LessonVerdict.objects.accepted().filter(lesson=self.lesson, cycle=row.cycle).exists()

    @rule(number=st.integers(0, 9))
    def reject(self, number: int) -> None:
        """It does not count."""
        if row := self._some(ContributionState.RECEIVED, number):
            contributions.reject(contribution=row, user=None, reason="Doppelt.")

    @rule(number=st.integers(0, 9))
    def put_back(self, number: int) -> None:
        """A decision is taken back."""
        if row := self._some(ContributionState.ACCEPTED, number):
            contributions.put_back(contribution=row, user=None)

    @rule()
    def anchor(self) -> None:
        """A card was changed because of it."""
        LessonAnchor.objects.create(lesson=self.lesson, page=self.card)

    @rule(number=st.integers(0, 9))
    def say_anew(self, number: int) -> None:
        """Only an adapted lesson gets a new version, and one."""
        if row := self._some(ContributionState.ACCEPTED, number):
            known = LessonPage.objects.filter(supersedes=self.lesson).exists()
            try:
                new_version(verdict=row, statement="Wenn es eilt, dann warten Sie.", user=None)
            except ValidationError:
                assert known or row.kind != VerdictKind.ADAPTED
            else:
                assert not known and row.kind == VerdictKind.ADAPTED

    @invariant()
    def one_cycle_secures_nothing(self) -> None:
        """Recounted from the rows."""
        rows = LessonVerdict.objects.accepted().filter(lesson=self.lesson, kind=VerdictKind.CONFIRMED)
        cycles = set(rows.values_list("cycle", flat=True))
        lesson = LessonPage.objects.get(pk=self.lesson.pk)
        lesson.read_inside = True
        assert lesson.confirming_cycles == len(cycles)
        if len(cycles) < 2:
            assert lesson.state is not LessonState.SECURED
        if len(cycles) < 3:
            assert lesson.confidence.level <= 2


def test_a_lesson_with_one_confirming_cycle_is_never_secured() -> None:
    run_state_machine_as_test(
        LessonLife,
        settings=settings(
            max_examples=8,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
