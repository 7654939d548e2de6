"""Lessons whose verdict is worth most come first."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.cycle.ballot import candidates
from knowledge.cycle.ballot.selection import value_of
from knowledge.models import TargetGroup
from tests.factories import LessonPageFactory
from tests.factories import contributions as told
from tests.factories import cycles as make


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        ({"level": 0, "contested": False, "uses": 6, "fit": 1.0}, 1.0),
        ({"level": 4, "contested": False, "uses": 6, "fit": 1.0}, 0.0),
        ({"level": 4, "contested": True, "uses": 99, "fit": 1.0}, 1.0),
        ({"level": 2, "contested": False, "uses": 0, "fit": 1.0}, 0.5 / 7),
        ({"level": 0, "contested": False, "uses": 6, "fit": 0.0}, 0.1),
    ],
)
def test_value_is_doubt_times_reuse_times_fit(parts: dict[str, Any], value: float) -> None:
    doubt, reuse, fit = value_of(**parts)
    assert doubt * reuse * fit == pytest.approx(value)


@pytest.mark.django_db
def test_what_the_cycle_has_judged_is_no_candidate_and_who_is_addressed_comes_first() -> None:
    meeting = make.held()
    judged, other, fitting = (LessonPageFactory() for _number in range(3))
    fitting.addressees.set([TargetGroup.objects.get()])
    fitting.save()
    verdict = told.verdict(judged, meeting.cycle.number)
    verdict.save()
    found = candidates(meeting)
    assert [item.lesson.pk for item in found] == [fitting.pk, other.pk]
    assert [item.fit for item in found] == [1.0, 0.1]
    assert found[0].value == found[0].doubt * found[0].reuse * found[0].fit
