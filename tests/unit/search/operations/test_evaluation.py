"""Measures of the search, on numbers that can be worked out by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from search.operations import evaluation
from search.query.weighting import WEIGHTS

RELEVANT = {"a": 2.0, "b": 1.0}


def test_gain_of_the_ideal_order_is_one() -> None:
    assert evaluation.ndcg(["a", "b", "x"], RELEVANT) == 1.0
    assert evaluation.ndcg(["b", "a"], RELEVANT) == pytest.approx(
        (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    )
    assert evaluation.ndcg(["x"], RELEVANT) == evaluation.ndcg(["x"], {}) == 0.0


def test_recall_rank_and_success() -> None:
    assert evaluation.recall(["x", "a"], RELEVANT) == 0.5
    assert evaluation.reciprocal_rank(["x", "a"], RELEVANT) == 0.5
    assert evaluation.success(["x", "y", "z", "a"], RELEVANT, 3) == 0.0
    assert evaluation.success(["x", "y", "a"], RELEVANT, 3) == 1.0


def test_confidence_tells_answered_queries_apart() -> None:
    assert evaluation.auc([0.9, 0.5], [0.1, 0.5]) == 0.875
    assert evaluation.auc([], [0.1]) is None


def test_a_paired_bootstrap_repeats_itself() -> None:
    first = evaluation.bootstrap([0.1, 0.2, 0.3], [0.2, 0.3, 0.4], rounds=50)
    assert first == evaluation.bootstrap([0.1, 0.2, 0.3], [0.2, 0.3, 0.4], rounds=50)
    assert first == pytest.approx((0.1, 0.1, 0.1))


def test_weights_are_read_by_name() -> None:
    assert evaluation.read_weights("") == WEIGHTS
    assert evaluation.read_weights("similar=0, fuzzy=0.3").fuzzy == 0.3
    with pytest.raises(ValueError, match="unknown weight 'schwer'"):
        evaluation.read_weights("schwer=1")


def test_a_collection_is_indexed_asked_and_compared(tmp_path: Path) -> None:
    corpus, queries, runs = (tmp_path / name for name in ("c.jsonl", "q.jsonl", "runs.jsonl"))
    rows = [("1", "Hallenbad", "Hallenbad Der Rat schließt das Bad."), ("2", "Kita", "Plätze fehlen.")]
    corpus.write_text("\n".join(json.dumps({"id": i, "title": t, "text": x}) for i, t, x in rows))
    queries.write_text(
        json.dumps({"id": "a", "query": "Hallenbad", "relevant": {"1": 1}})
        + "\n\n"
        + json.dumps({"id": "b", "query": "Quastenflosser"})
    )
    documents = evaluation.read_corpus(corpus)
    assert documents[0].passages[0].text == "Der Rat schließt das Bad."
    found = evaluation.evaluate(documents, evaluation.read_queries(queries), "memory")
    figures = found.figures()
    assert (figures["ndcg@10"], figures["success@3"], figures["no_answer_rate"]) == (1.0, 1.0, 0.5)
    assert (figures["documents"], figures["queries"], figures["engine"], figures["mode"]) == (
        2,
        2,
        "memory",
        "lexical",
    )
    evaluation.write_runs(found, runs)
    assert evaluation.read_runs(runs) == {"a": ["1"], "b": []}
    assert evaluation.compare({"a": []}, found) == (1.0, 1.0, 1.0, 1)
