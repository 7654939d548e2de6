"""What the gate says of a follow-up, and which outcome lists print."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.gate import objections, public_outcome
from cases.models import CasePage
from tests.factories import CasePageFactory
from tests.factories.contributions import accepted, follow_up

pytestmark = pytest.mark.django_db


def test_words_that_leave_too_few_municipalities_are_in_the_way() -> None:
    case = CasePageFactory(federal_state="BW", size_band="landgemeinde-klein")
    (sentence,) = objections(follow_up(case, text="Der Stadtrat hat es beschlossen."))
    assert "„Stadtrat“" in sentence and "Nachverfolgungen" in sentence
    assert objections(follow_up(case, text="Der Rat hat es beschlossen.")) == []


def test_outcome_of_a_list_is_the_newest_that_everybody_may_see() -> None:
    case = CasePageFactory(outcome="offen")

    def outcome() -> str:
        return public_outcome(CasePage.objects.get(pk=case.pk))

    assert outcome() == "offen"
    accepted(follow_up(case, after=12, status="umgesetzt"))
    accepted(follow_up(case, after=6, status="begonnen"))
    assert outcome() == "umgesetzt"
    tomorrow = timezone.localdate() + timedelta(days=1)
    accepted(follow_up(case, after=24, status="aufgegeben"), public_from=tomorrow)
    follow_up(case, after=24, status="gescheitert").save()
    assert outcome() == "umgesetzt"
