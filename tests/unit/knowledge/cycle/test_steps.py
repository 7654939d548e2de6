"""States move by named steps alone, and say what is missing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.cycle import StepJumped, StepRefused, bring_to, possible_steps, take_step
from knowledge.models import ForumCycle
from search.models import OutdatedRecord
from tests.factories import ForumCycleFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def test_a_state_set_by_hand_is_refused_on_every_way() -> None:
    cycle = ForumCycleFactory()
    cycle.state = "abgeschlossen"
    with pytest.raises(StepJumped):
        cycle.save()
    fresh = ForumCycle.objects.get()
    fresh.state = "archiviert"
    with pytest.raises(StepJumped):
        fresh.save()
    with pytest.raises(StepJumped):
        ForumCycleFactory(number=8, state="laufend")
    assert set(ForumCycle.objects.values_list("state", flat=True)) == {"geplant"}


def test_other_columns_are_saved_as_before() -> None:
    cycle = make.announced()
    cycle.title = "Neu"
    cycle.save()
    cycle.refresh_from_db()
    assert (cycle.title, cycle.state) == ("Neu", "ausgeschrieben")


def test_a_step_from_elsewhere_says_where_it_stands() -> None:
    cycle = ForumCycleFactory()
    with pytest.raises(StepRefused, match="„Abschließen“ geht nicht, solange der Stand „Geplant“ ist"):
        take_step(record=cycle, name="abschliessen")
    with pytest.raises(StepRefused, match="Diesen Schritt gibt es nicht"):
        take_step(record=cycle, name="erfunden")


def test_a_step_with_something_missing_says_all_of_it() -> None:
    cycle = ForumCycleFactory(format__min_meetings=3)
    [(step, missing)] = possible_steps(cycle)
    assert step.name == "ausschreiben"
    sentences = {str(item) for item in missing}
    assert "Der Text der Ausschreibung fehlt." in sentences
    assert "Es fehlen noch 3 Arbeitstreffen." in sentences
    assert all(item.url for item in missing)
    with pytest.raises(StepRefused) as refused:
        take_step(record=cycle, name="ausschreiben")
    assert {str(item) for item in refused.value.missing} == sentences


def test_the_database_refuses_an_announced_cycle_without_its_day() -> None:
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError, transaction

    cycle = ForumCycleFactory()
    with pytest.raises(ValidationError, match="bis wann"):
        bring_to(record=cycle, state="ausgeschrieben")
    with pytest.raises(IntegrityError), transaction.atomic():
        ForumCycle.objects.update(state="ausgeschrieben")


def test_the_second_of_two_steps_at_once_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    cycle = make.announced()
    stale = ForumCycle.objects.get()
    take_step(record=cycle, name="zurueckziehen")
    with pytest.raises(OutdatedRecord):
        bring_to(record=stale, state="laufend")


NAMES = sorted({step.name for step in ForumCycle.STEPS})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(NAMES), max_size=8))
def test_no_order_of_steps_closes_a_cycle_with_something_open(names: list[str]) -> None:
    cycle = ForumCycle.objects.filter(number=9).first() or make.announced()
    bring_to(record=cycle, state="ausgeschrieben")
    for name in names:
        try:
            take_step(record=cycle, name=name)
        except StepRefused:
            continue
    assert cycle.state not in {"abgeschlossen", "archiviert", "laufend", "auswertung"}
