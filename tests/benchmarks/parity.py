"""The embedded engine and Elasticsearch beside each other on judged collections: ``python -m
tests.benchmarks.parity FOLDER [--mode hybrid]``.

FOLDER holds a folder per collection with ``corpus.jsonl`` and ``queries.jsonl``. Prints nDCG@10 of both,
their difference (bound .005) and how many of the first ten hits both share (bound .98). Starts a server
unless ELASTICSEARCH_TEST_URL names one.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OVERLAP, NDCG_DIFFERENCE = 0.98, 0.005


@dataclass(frozen=True, slots=True)
class Parity:
    """How far two runs over one collection agree."""

    ndcg: tuple[float, float]
    overlap: float
    same_order: float

    @property
    def is_kept(self) -> bool:
        """Whether the bounds hold."""
        return self.overlap >= OVERLAP and abs(self.ndcg[0] - self.ndcg[1]) <= NDCG_DIFFERENCE


def overlap(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Share of the hits that both lists have; 1 for two empty ones."""
    longest = max(len(left), len(right))
    return len(set(left) & set(right)) / longest if longest else 1.0


def compare(first: Any, second: Any) -> Parity:
    """Two evaluations (:class:`search.operations.evaluation.Evaluation`) of the same queries."""
    pairs = [(a.hits, b.hits) for a, b in zip(first.outcomes, second.outcomes, strict=True)]
    return Parity(
        (first.figures()["ndcg@10"], second.figures()["ndcg@10"]),
        sum(overlap(a, b) for a, b in pairs) / len(pairs),
        sum(a == b for a, b in pairs) / len(pairs),
    )


def measure(folder: Path, mode: str) -> dict[str, Any]:
    """One row of the table."""
    from search.operations import evaluation

    corpus, queries = (
        evaluation.read_corpus(folder / "corpus.jsonl"),
        evaluation.read_queries(folder / "queries.jsonl"),
    )
    embedded, elastic = (
        evaluation.evaluate(corpus, queries, engine, mode) for engine in ("embedded", "elastic")
    )
    found = compare(embedded, elastic)
    times = [run.figures()["p95_ms"] for run in (embedded, elastic)]
    return {
        "collection": folder.name, "mode": mode, "documents": len(corpus), "queries": len(queries),
        "ndcg_embedded": round(found.ndcg[0], 4),
        "ndcg_elastic": round(found.ndcg[1], 4), "difference": round(found.ndcg[1] - found.ndcg[0], 4),
        "overlap@10": round(found.overlap, 4),
        "same_order": round(found.same_order, 4), "p95_ms_embedded": times[0], "p95_ms_elastic": times[1],
        "kept": found.is_kept,
    }  # fmt: skip


def main() -> int:
    """Measure; 1 when a bound is broken."""
    from tests.contract.elastic_server import Cluster
    from tests.drills import report

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mode", choices=["lexical", "hybrid"], action="append")
    options = parser.parse_args()
    given = os.environ.get("ELASTICSEARCH_TEST_URL")
    server = None if given else Cluster()
    try:
        # Patient: rankings are compared, on a machine that may be busy.
        os.environ.update(
            DJANGO_SETTINGS_MODULE="knowledge.settings.test",
            ELASTICSEARCH_URL=given or server.urls[0],
            ELASTICSEARCH_TIMEOUT_MS="20000",
        )
        import django

        django.setup()
        folders = sorted(path.parent for path in options.folder.glob("*/queries.jsonl"))
        rows = [measure(folder, mode) for mode in options.mode or ["lexical"] for folder in folders]
    finally:
        if server:
            server.stop()
    report.publish("parity", {"Parity of both engines": rows})
    return int(not all(row["kept"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
