"""Table and gate of the benchmark: a ratio that grew past its norm closes it, and is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks import goals
from tests.benchmarks.goals import Reached
from tests.drills import report

HOME = Reached("P2", "home, cold", "<= 6 queries", "5 queries", True, to_peer=0.5, to_limit=200.0)
NORMS = {"P2 home, cold": {"to_peer": 0.4, "to_limit": 190.0}}


def test_a_ratio_may_be_a_little_worse() -> None:
    assert goals.too_slow([HOME], NORMS) == []


def test_a_ratio_that_is_much_worse_is_named() -> None:
    slow = Reached("P2", "home, cold", "", "", to_peer=0.53, to_limit=200.0)
    assert goals.too_slow([slow], NORMS) == ["P2 home, cold: to_peer 0.53, norm 0.4, at most 0.52"]


def test_a_row_without_a_norm_closes_nothing() -> None:
    assert goals.too_slow([Reached("P9", "one worker", "", "", to_peer=9.0)], NORMS) == []


def test_norms_keep_what_was_not_measured(tmp_path: Path) -> None:
    path = tmp_path / "norms.json"
    path.write_text(json.dumps(NORMS | {"P9 one worker": {"to_peer": 1.5}}))
    goals.store_norms([HOME, Reached("P1", "kept", ">= 3 times", "not measured: no network")], path)
    assert goals.read_norms(path) == {
        "P2 home, cold": {"to_peer": 0.5, "to_limit": 200.0},
        "P9 one worker": {"to_peer": 1.5},
    }


def test_a_missing_file_has_no_norms(tmp_path: Path) -> None:
    assert goals.read_norms(tmp_path / "norms.json") == {}


def test_a_row_says_what_was_reached_and_what_was_not_compared() -> None:
    assert HOME.row() == {
        "goal": "P2",
        "what": "home, cold",
        "wanted": "<= 6 queries",
        "reached": "5 queries",
        "met": "yes",
        "to_peer": "0.5",
        "to_limit": "200",
        "to_loop": "–",
    }


def test_a_table_has_a_dash_where_a_row_has_nothing() -> None:
    lines = report.table("Goals", [{"a": 1}, {"a": 2, "b": 3}]).splitlines()
    assert lines == ["### Goals", "| a | b |", "|---|---|", "| 1 | – |", "| 2 | 3 |"]


@pytest.mark.parametrize("name", sorted(goals.read_norms()))
def test_stored_norms_are_ratios_of_known_goals(name: str) -> None:
    assert name.split()[0] in {"P1", "P2", "P3", "P6", "P7", "P8", "P9", "P10", "P12", "5"}
    assert set(goals.read_norms()[name]) <= {"to_peer", "to_limit", "to_loop"}
