"""The few rules that live in the contract itself."""

from __future__ import annotations

from search.contract import Clause, EngineQuery, WeightedTerm, area_term

CONDITION = (Clause((WeightedTerm("body_stem", "bad"),)),)


def test_a_facet_value_is_one_term() -> None:
    assert area_term("ausgang", "noch offen") == "ausgang=noch_offen"


def test_conditions_decide_only_under_a_filter_and_none_comes_last() -> None:
    free = EngineQuery(frozenset({"public"}), fallback_conditions=(CONDITION,))
    assert free.deciding == ((),)
    filtered = EngineQuery(frozenset({"public"}), fallback_conditions=(CONDITION,), is_filtered=True)
    assert filtered.deciding == (CONDITION, ())
