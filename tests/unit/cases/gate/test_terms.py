"""Until when a doubtful finding of a live case must be decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.gate.terms import EXPIRED, Outlook, Waiting, outlook, term_end, waiting_cases
from cases.models import CasePage, FindingTerm

pytestmark = pytest.mark.django_db

DOUBTFUL = "Im Haus arbeiten seither 4711 Menschen."


def note(case: CasePage, mark: str, days: int) -> FindingTerm:
    due = timezone.localdate() + timedelta(days=days)
    return FindingTerm.objects.create(case=case, mark=mark, field="kernel", kind="number", due=due)


def test_a_term_is_as_long_as_the_setting_says(settings: Any) -> None:
    settings.ANONYMITY_DECISION_DAYS = 3
    assert term_end() == timezone.localdate() + timedelta(days=3)


def test_live_cases_wait_in_the_order_of_their_days(draft: CasePage) -> None:
    note(draft, "a", 9)
    note(draft, "b", 2)
    assert waiting_cases() == []
    CasePage.objects.filter(pk=draft.pk).update(live=True)
    (waiting,) = waiting_cases([draft.pk])
    assert (waiting.count, waiting.is_urgent) == (2, True)
    assert waiting_cases([draft.pk + 1]) == []
    assert not Waiting(draft, 1, timezone.localdate() + timedelta(days=7)).is_urgent


def test_without_findings_there_is_no_term(draft: CasePage) -> None:
    result = outlook(draft)
    assert isinstance(result, Outlook)
    assert (result.terms, result.is_expired, result.due) == ((), False, None)
    assert result.codes == ["consent", "review", "intruder"]


def test_a_term_that_has_passed_is_said_in_the_trail(draft: CasePage) -> None:
    draft.takeaway = DOUBTFUL
    draft.save()
    terms = outlook(draft).terms
    assert terms, "the detector doubts the number"
    for finding, _due in terms:
        note(draft, finding.mark, -1)
    result = outlook(CasePage.objects.get(pk=draft.pk))
    assert result.is_expired and result.codes[0] == EXPIRED
