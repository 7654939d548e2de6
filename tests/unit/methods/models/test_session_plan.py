"""A session plan: its end lies after its beginning, its sheet knows the cards."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from methods.models import SessionBlock, SessionPlan
from methods.models.session_plan import _facts
from tests.factories import MethodCardPageFactory, SessionPlanFactory

NINE, TEN = datetime.time(9), datetime.time(10)


@pytest.mark.parametrize(("start", "end"), [(NINE, TEN), (NINE, None), (None, TEN)])
def test_end_after_the_beginning_or_open(start: datetime.time | None, end: datetime.time | None) -> None:
    SessionPlan(title="Ablauf", start=start, planned_end=end).validate_constraints()


@pytest.mark.parametrize("end", [NINE, datetime.time(8, 59)])
def test_end_before_the_beginning_is_told_at_its_field(end: datetime.time) -> None:
    with pytest.raises(ValidationError) as error:
        SessionPlan(title="Ablauf", start=NINE, planned_end=end).validate_constraints()
    assert list(error.value.message_dict) == ["planned_end"]


@pytest.mark.django_db
def test_blocks_have_times_and_their_card() -> None:
    plan = SessionPlanFactory(start=NINE)
    plan.blocks.all().delete()
    card = MethodCardPageFactory()
    for order, (title, minutes, method) in enumerate([("Ankommen", 30, None), ("Ideen", 45, card)]):
        SessionBlock.objects.create(plan=plan, title=title, minutes=minutes, method=method, sort_order=order)
    plan = SessionPlan.objects.get(pk=plan.pk)
    assert [(block.title, method and method.pk) for block, method in plan.timed_blocks()] == [
        ("Ankommen", None),
        ("Ideen", card.pk),
    ]
    assert len(plan.sheet().phases) == 2


@pytest.mark.django_db
def test_facts_of_a_card_and_of_a_free_block() -> None:
    card = MethodCardPageFactory()
    facts = _facts(card)
    assert facts is not None
    assert (facts.title, facts.group, facts.has_access_note, facts.materials) == (
        card.title,
        (4, 12),
        False,
        (),
    )
    assert _facts(None) is None
