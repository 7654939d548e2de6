"""Several values of one vocabulary in one column: their order, their labels, what does not belong."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from knowledge.base import ChoiceListField
from knowledge.enums import Constraint

FIELD = ChoiceListField(Constraint, verbose_name="Rahmenbedingungen")


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (["geld", "recht"], ["recht", "geld"]),
        (["unbekannt", "geld"], ["geld", "unbekannt"]),
        (["geld", 7], ["geld", 7]),
        ("geld", "geld"),
        (None, None),
    ],
)
def test_values_stand_in_the_order_of_the_vocabulary(given: Any, stored: Any) -> None:
    assert FIELD.in_order(given) == stored


@pytest.mark.parametrize("value", ["geld", {"geld": 1}, ["geld", "unbekannt"]])
def test_what_is_no_list_of_known_values_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        FIELD.validate(value, None)


def test_known_values_and_none_are_fine() -> None:
    FIELD.validate(["geld"], None)
    FIELD.validate([], None)


def test_vocabulary_stays_out_of_migrations() -> None:
    _name, _path, args, kwargs = FIELD.deconstruct()
    assert "choices_enum" not in kwargs
    assert args == []
    assert "knowledge.enums" not in repr(kwargs)


def test_form_shows_check_boxes_of_the_vocabulary() -> None:
    assert FIELD.formfield().choices == Constraint.choices
    assert not FIELD.formfield().required


def test_field_without_a_vocabulary_takes_any_list() -> None:
    anything = ChoiceListField()
    anything.validate(["was auch immer"], None)
    assert anything.in_order(["b", "a"]) == ["b", "a"]
