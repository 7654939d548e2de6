"""What the rules about a row say and what a migration holds of them; ``tests/unit/test_row_rules.py`` breaks
each rule of the project.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from search.models import IndexJob, UnansweredQuery
from search.models.constraints import FitsWith, InRange, Needed, OneOf, Rising, RowRule


@pytest.mark.parametrize(
    ("rule", "values", "holds"),
    [
        (InRange("n", 1, 5), {"n": None}, True),
        (InRange("n", 1, 5), {"n": 5}, True),
        (InRange("n", 1, 5), {"n": 5.1}, False),
        (InRange("n", 0), {"n": -0.1}, False),
        (Rising("a", "b", "c", at="b", sentence=""), {"a": 3, "b": None, "c": 1}, True),
        (Rising("a", "b", at="b", sentence=""), {"a": 1, "b": 1}, True),
        (Rising("a", "b", at="b", sentence="", strictly=True), {"a": 1, "b": 1}, False),
        (Needed("why", when="state", values=["no"], sentence=""), {"state": "yes", "why": ""}, True),
        (Needed("why", when="state", values=["no"], sentence=""), {"state": "no", "why": "  "}, False),
        (Needed("n", when="state", values=["no"], sentence="", empty=None), {"state": "no", "n": 0}, True),
        (FitsWith("n", when="kind", values=["a"], allowed=[1], sentence=""), {"kind": "a", "n": None}, True),
        (FitsWith("n", when="kind", values=["a"], allowed=[1], sentence=""), {"kind": "b", "n": 2}, True),
        (FitsWith("n", when="kind", values=["a"], allowed=[1], sentence=""), {"kind": "a", "n": 2}, False),
    ],
)
def test_a_comparison_with_nothing_is_no_violation(
    rule: RowRule, values: dict[str, Any], holds: bool
) -> None:
    assert rule.holds(SimpleNamespace(**values)) is holds


def test_a_vocabulary_is_that_of_the_field() -> None:
    rule = next(rule for rule in IndexJob._meta.constraints if isinstance(rule, OneOf))
    assert (rule.name, rule.values) == ("search_indexjob_action_known", ["upsert", "remove"])


def test_a_sentence_is_in_the_language_of_the_reader() -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        UnansweredQuery(count=0).validate_constraints(exclude={"text", "day"})
    assert refused.value.message_dict == {"count": ["Please enter a number from 1 upwards."]}


def test_a_migration_holds_a_plain_check() -> None:
    rule = next(rule for rule in UnansweredQuery._meta.constraints if isinstance(rule, InRange))
    path, args, kwargs = rule.deconstruct()
    assert (path, args, set(kwargs)) == ("django.db.models.CheckConstraint", (), {"condition", "name"})
