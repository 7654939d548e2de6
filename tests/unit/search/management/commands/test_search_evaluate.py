"""A judged collection measured, alone and against a second configuration."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search.operations import evaluation

CORPUS = [
    {"id": "bad", "title": "Hallenbad", "text": "Das Hallenbad ist zu teuer."},
    {"id": "kita", "title": "Kita", "text": "Eltern suchen Plätze in der Kita."},
]
QUERIES = [
    {"id": "q1", "query": "Hallenbad", "relevant": {"bad": 1}},
    {"id": "q2", "query": "Kita", "relevant": {"kita": 1}},
]


@pytest.fixture
def collection(tmp_path: Path) -> dict[str, Any]:
    """Two documents with a query for each, over an index in memory."""
    for name, lines in (("corpus", CORPUS), ("queries", QUERIES)):
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(text, "utf-8")
    files = {name: tmp_path / f"{name}.jsonl" for name in ("corpus", "queries")}
    return files | {"engine": "memory", "bundled_words": True}


def measured(collection: dict[str, Any], **options: Any) -> str:
    out = io.StringIO()
    call_command("search_evaluate", stdout=out, **collection, **options)
    return out.getvalue()


def test_figures_for_machines(collection: dict[str, Any]) -> None:
    figures = json.loads(measured(collection, json=True))
    assert (figures["ndcg@10"], figures["documents"], figures["queries"]) == (1.0, 2, 2)


def test_hits_are_kept_and_compared_with(collection: dict[str, Any], tmp_path: Path) -> None:
    runs = tmp_path / "runs.jsonl"
    assert "Unterschied" not in measured(collection, runs=runs)
    assert {name: hits[0] for name, hits in evaluation.read_runs(runs).items()} == {
        "q1": "bad",
        "q2": "kita",
    }
    assert "+0.0000 [+0.0000; +0.0000], nicht gesichert (2 Anfragen)" in measured(collection, compare=runs)


def test_a_second_configuration_is_measured_in_one_go(collection: dict[str, Any]) -> None:
    assert "Unterschied nDCG@10" in measured(collection, against="similar=0")


@pytest.mark.parametrize("options", [{"weights": "unbekannt=1"}, {"queries": Path("/nirgends.jsonl")}])
def test_what_cannot_be_measured_is_a_sentence(collection: dict[str, Any], options: dict[str, Any]) -> None:
    with pytest.raises(CommandError, match="kann nicht ausgewertet werden"):
        measured(collection | options)


def test_meaning_needs_the_model(collection: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.management.commands.search_evaluate.semantic_available", lambda: False)
    with pytest.raises(CommandError, match="--mode hybrid"):
        measured(collection, mode="hybrid")
