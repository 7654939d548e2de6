"""The editor's forms: what is computed of a plan is of the saved plan, not of what is being typed."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import RequestFactory

from methods.models import MethodCardPage, SessionBlock, SessionPlan
from methods.models.panels import SessionSheetPanel, card_tabs
from tests.factories import SessionPlanFactory

pytestmark = pytest.mark.django_db


def context(plan: SessionPlan) -> dict[str, Any]:
    panel = SessionSheetPanel().bind_to_model(SessionPlan)
    return panel.get_bound_panel(instance=plan, request=RequestFactory().get("/")).get_context_data()


def test_before_the_first_save_there_is_nothing_to_compute() -> None:
    shown = context(SessionPlan(title="Ablauf"))
    assert (shown["plan"], shown["sheet"]) == (None, None)


def test_what_is_typed_but_not_saved_does_not_count() -> None:
    plan = SessionPlanFactory(start=datetime.time(9))
    SessionBlock.objects.create(plan=plan, title="Ankommen", minutes=30)
    typed = SessionPlan.objects.get(pk=plan.pk)
    typed.start = datetime.time(14)
    shown = context(typed)
    assert shown["plan"].start == datetime.time(9)
    assert [phase.start for phase in shown["sheet"].phases] == ["09:00"]


def test_every_field_of_the_card_stands_in_one_tab() -> None:
    names = card_tabs().bind_to_model(MethodCardPage).get_form_options()["fields"]
    assert len(names) == len(set(names))
    assert {"purpose", "group_min", "when_not"} <= set(names)
