"""Unticking a fact takes a second person and holds for its sentences; adding one holds at once."""

from __future__ import annotations

from typing import Any

import pytest

from cases import gate
from cases.gate.profile_rules import facts_of
from cases.gate.tick_list import add_fact, forget_fact, untick_fact
from cases.models import CaseFact, CasePage
from cases.sections import CaseText
from knowledge.models import AnonymityTrail

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(draft: CasePage) -> CasePage:
    draft.kernel = "Eine Studie der Universität half uns. Die Universität liegt weit weg."
    draft.size_band, draft.federal_state = "stadt-ab-20000", "BY"
    draft.save(clean=False)
    return CasePage.objects.get(pk=draft.pk)


def keys(case: CasePage) -> list[str]:
    return [mention.key for mention in facts_of(case, CaseText.of(case))]


def test_a_second_person_unticks_and_the_case_has_more_to_hide_among(told: CasePage, second: Any) -> None:
    codes = {problem.code for problem in gate.problems(told)}
    assert "k_facts" in codes and keys(told) == ["university"]
    assert untick_fact(case=told, user=second, key="university", reason="anderer-ort") == []
    assert keys(told) == [] and "k_facts" not in {problem.code for problem in gate.problems(told)}
    line = AnonymityTrail.objects.get(action="angabe")
    assert (line.kind, line.decision, line.user_id) == ("university", "zaehlt-nicht", second.pk)


def test_whoever_wrote_the_text_cannot_widen_its_circle(told: CasePage, writer: Any, second: Any) -> None:
    """Guard: the objection in ``untick_fact`` and ``forget_fact``."""
    with pytest.raises(ValueError, match="Prüfen"):
        untick_fact(case=told, user=writer, key="university", reason="anderer-ort")
    add_fact(case=told, user=writer, key="bishop", reason="umschrieben")
    with pytest.raises(ValueError, match="Prüfen"):
        forget_fact(case=told, user=writer, key="bishop")
    assert keys(told) == ["university", "bishop"]
    forget_fact(case=told, user=second, key="bishop")
    assert keys(told) == ["university"]


@pytest.mark.parametrize(
    ("key", "reason"), [("tram", "anderer-ort"), ("university", "umschrieben"), ("university", "")]
)
def test_only_what_the_text_tells_is_unticked_and_with_a_reason(
    told: CasePage, second: Any, key: str, reason: str
) -> None:
    with pytest.raises(ValueError, match="Grund"):
        untick_fact(case=told, user=second, key=key, reason=reason)
    with pytest.raises(ValueError, match="Grund"):
        add_fact(case=told, user=second, key="nothing", reason="umschrieben")
    assert not CaseFact.objects.exists()


def test_taking_an_untick_back_needs_nobody_else(told: CasePage, writer: Any, second: Any) -> None:
    untick_fact(case=told, user=second, key="university", reason="allgemein")
    forget_fact(case=told, user=writer, key="university")
    assert keys(told) == ["university"]
    assert forget_fact(case=told, user=writer, key="university") == []
