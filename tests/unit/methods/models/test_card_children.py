"""Rows of a method card: minutes in order, groups with a size."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from methods.models import MethodMaterial, MethodPhase


@pytest.mark.parametrize("minutes", [(5, 10, 15), (10, 10, 10), (None, 10, 15), (None, None, None)])
def test_minutes_in_order_or_not_yet_filled(minutes: tuple[int | None, ...]) -> None:
    MethodPhase(minutes_min=minutes[0], minutes_typ=minutes[1], minutes_max=minutes[2]).validate_constraints()


@pytest.mark.parametrize("minutes", [(10, 5, 15), (5, 20, 15)])
def test_minutes_out_of_order_are_refused(minutes: tuple[int, int, int]) -> None:
    with pytest.raises(ValidationError):
        MethodPhase(
            minutes_min=minutes[0], minutes_typ=minutes[1], minutes_max=minutes[2]
        ).validate_constraints()


@pytest.mark.parametrize(
    ("rule", "size", "fine"), [("je-gruppe", None, False), ("je-gruppe", 4, True), ("fest", None, True)]
)
def test_material_per_group_needs_the_size_of_one(rule: str, size: int | None, fine: bool) -> None:
    material = MethodMaterial(item="Stifte", quantity=1, rule=rule, group_size=size)
    if fine:
        material.validate_constraints()
    else:
        with pytest.raises(ValidationError):
            material.validate_constraints()
