"""What the form of a method card says to an editor."""

from __future__ import annotations

from typing import Any

import pytest

from methods.models import MethodCardPage
from tests.factories import MethodCardPageFactory
from tests.unit.forms import form_class, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def submit() -> Any:
    """``submit(duration_typ="99")``: the bound form of a card with that change."""
    card = MethodCardPageFactory()

    def send(**changes: Any) -> Any:
        form = form_class(MethodCardPage)
        filled = form(instance=card, parent_page=card.get_parent())
        bound = form(
            posted(filled, {name.replace("__", "-"): value for name, value in changes.items()}),
            instance=card,
            parent_page=card.get_parent(),
        )
        bound.is_valid()
        return bound

    return send


def test_duration_that_contradicts_the_phases_is_explained(submit: Any) -> None:
    assert submit(duration_typ="99").errors["duration_typ"] == [
        "Die Phasen ergeben zusammen 20 Minuten, eingetragen sind 99. Bitte leer lassen, angleichen oder"
        " unten begründen."
    ]


def test_a_reason_is_enough(submit: Any) -> None:
    assert "duration_typ" not in submit(duration_typ="99", duration_reason="Mit langer Pause").errors


def test_blank_reason_is_none(submit: Any) -> None:
    assert "duration_typ" in submit(duration_typ="99", duration_reason="   ").errors


def test_empty_duration_is_taken_from_the_phases(submit: Any) -> None:
    form = submit(duration_min=None, duration_typ=None, duration_max=None)
    assert not {"duration_min", "duration_typ", "duration_max"} & set(form.errors)
    assert form.cleaned_data["duration_typ"] == 20
    assert form.instance.duration_typ == 20


def test_deleted_phases_do_not_count(submit: Any) -> None:
    form = submit(duration_min=None, duration_typ="10", duration_max=None, phases__1__DELETE="on")
    assert "duration_typ" not in form.errors
    assert form.cleaned_data["duration_typ"] == 10


def test_an_empty_address_is_derived(submit: Any) -> None:
    assert "slug" not in submit(slug=None).errors


def test_a_rule_of_the_database_is_said_at_its_field(submit: Any) -> None:
    form = submit(group_opt="99", phases__0__minutes_typ="0")
    assert form.errors["group_opt"] == [
        "Die ideale Gruppengröße liegt zwischen der kleinsten und der größten."
    ]
    assert form.formsets["phases"].forms[0].errors["minutes_typ"] == [
        "Bitte eine Zahl ab 1 eintragen.",
        "Die üblichen Minuten liegen zwischen den wenigsten und den meisten.",
    ]
