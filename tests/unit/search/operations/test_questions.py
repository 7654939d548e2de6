"""Figures over graded questions, on numbers that can be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from search.operations.questions import (
    GradedAnswer,
    GradedQuestion,
    QuestionSet,
    difference,
    figures,
    grouped,
    interval,
    reader,
    write,
)

BATH = GradedQuestion("freibad", "problem", {"F03": 2.0, "L17": 1.0})
NOTHING = GradedQuestion("hundekot", "problem", {}, is_null=True)
RELATED = GradedQuestion("hausarzt", "meta", {"F09": 1.0}, is_null=True)
ANSWERS = [
    GradedAnswer(BATH, ("F03", "L17"), False),
    GradedAnswer(BATH, ("M01", "F03"), True),
    GradedAnswer(NOTHING, ("M01",), True),
    GradedAnswer(RELATED, ("M01", "F09"), False),
]


def test_figures_are_those_of_the_goal_table() -> None:
    found = figures(ANSWERS)
    assert found["success@1"] == 0.5
    assert found["success@3"] == 1.0
    assert found["ndcg@7"] == pytest.approx((1 + (3 / 1.58496) / (3 + 1 / 1.58496)) / 2, abs=1e-4)
    # Under a question without any record nothing counts; six hits do, of which four are of use.
    assert found["precision"] == pytest.approx(4 / 6)
    assert found["null recognised"] == 0.5
    assert found["null false"] == 0.5
    assert figures([])["success@1"] is None


def test_an_honest_null_is_not_blamed_for_its_hits() -> None:
    honest = GradedAnswer(RELATED, ("M01",), True)
    assert figures([honest])["precision"] is None


def test_a_set_is_read_with_its_names(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text('{"/faelle/a/": "F01", "/veroeffentlichungen/guide/": "P01"}')
    row = {"query": "a", "group": "g", "relevant": ["F01"], "related": ["P01"], "null": False}
    (tmp_path / "set-1.jsonl").write_text(json.dumps(row) + "\n\n")
    found = QuestionSet.read(tmp_path / "set-1.jsonl")
    assert found.name == "set-1"
    assert found.questions == (GradedQuestion("a", "g", {"F01": 2.0, "P01": 1.0}),)
    assert found.questions[0].is_answerable
    assert found.name_of("/faelle/a/#lage") == "F01"
    assert found.name_of("/veroeffentlichungen/guide/kapitel-2/?x=1") == "P01"
    assert found.name_of("/kontakt/") == ""


def test_runs_are_compared_in_pairs(tmp_path: Path) -> None:
    write({"set-1": ANSWERS}, tmp_path / "runs.jsonl")
    before = reader(tmp_path / "runs.jsonl")
    assert before("set-1", GradedAnswer(NOTHING, (), False)).no_answer
    with pytest.raises(KeyError):
        before("set-2", ANSWERS[0])
    better = [GradedAnswer(a.question, ("F03",), False) for a in ANSWERS]
    assert difference(ANSWERS, better, "success@1")[0] == 0.5
    assert interval(ANSWERS, "success@3") == (1.0, 1.0)
    assert set(grouped(ANSWERS)) == {"problem", "meta"}
