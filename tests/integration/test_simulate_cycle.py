"""A scripted year of a cycle through the pages; nothing of it is left."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from knowledge.models import Application, ForumCycle, LessonVerdict


@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(number, marks=pytest.mark.drill) for number in range(2, 21))]
)
def test_a_year_breaks_no_rule_and_leaves_no_trace(library: Any, seed: int) -> None:
    before = (Application.objects.count(), LessonVerdict.objects.count())
    out = StringIO()
    call_command("simulate_cycle", "--seed", str(seed), "--json", stdout=out)
    result = json.loads(out.getvalue())
    assert result["broken_invariants"] == []
    assert result["state"] == "archiviert"
    assert (result["applications"], result["places"], result["meetings"], result["cases"]) == (18, 12, 3, 3)
    assert (result["raw_cases"], result["drafts"]) == (3, 3)
    assert 9 <= result["verdicts"] <= 15
    assert result["protocols"] >= 3
    assert (result["newsletters"], result["questions"], result["followups"]) == (1, 1, 1)
    assert before == (Application.objects.count(), LessonVerdict.objects.count())
    assert ForumCycle.objects.get(number=5).state == "ausgeschrieben"


def test_without_an_announced_cycle_it_says_what_it_needs(library: Any) -> None:
    ForumCycle.objects.filter(number=5).update(state="geplant")
    with pytest.raises(CommandError, match="ausgeschriebene Staffel"):
        call_command("simulate_cycle")
