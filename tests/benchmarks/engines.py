"""A search request on Elasticsearch beside the embedded engine, in one run: ``python -m
tests.benchmarks.engines [--documents N]``.

A request is everything between the form and the page: parsing, analysis, engine with facets and exact total,
the database's word on what is shown, snippets and reasons. Both engines answer each query in turn, so that a
busy machine slows both alike; read the ratio.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.contract.elastic_server import Cluster
from tests.drills import library, report
from tests.drills.load import QUERIES

ROUNDS = 40
#: Rounds before that count for nobody: a server that just started compiles its code for hundreds of searches,
#: one that serves has done so.
WARM_ROUNDS = 25


def percentile(values: list[float], share: float) -> float:
    """Milliseconds below which ``share`` of the seconds lie."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1_000, 1)


def measure(folder: Path, cluster: Cluster, documents: int) -> list[dict[str, Any]]:
    """One row per engine, and one with the ratio."""
    library.configure(
        folder,
        ELASTICSEARCH_URL=",".join(cluster.urls),
        ELASTICSEARCH_TIMEOUT_MS="20000",
        SEARCH_OUTBOX="worker",
    )
    library.create_tables()
    library.fill(documents)
    from search import engines
    from search.contract import SearchRequest, Viewer
    from search.index import apply
    from search.language import thesaurus
    from search.readers import Index
    from search.service import SearchService

    made = {"embedded": engines.fallback_index(), "elastic": engines.current()}
    services, rows = {}, []
    for name, engine in made.items():
        started, cpu = time.perf_counter(), time.process_time()
        engine.rebuild(apply.all_documents(Index.PUBLIC))  # type: ignore[union-attr]
        seconds = time.perf_counter() - started
        rows.append(
            {
                "engine": name,
                "documents": documents,
                "rebuild_s": round(seconds, 1),
                "documents_per_s": round(documents / seconds),
            }
        )
        rows[-1]["rebuild_own_cpu_s"] = round(time.process_time() - cpu, 1)
        report.say(str(rows[-1]))
        services[name] = SearchService(lambda e=engine: e, thesaurus.bundled)  # type: ignore[misc]
    wall: dict[str, list[float]] = {name: [] for name in services}
    own: dict[str, list[float]] = {name: [] for name in services}
    draw = random.Random(5)
    for turn in range(WARM_ROUNDS + ROUNDS):
        for query in draw.sample(QUERIES, len(QUERIES)):
            for name, service in services.items():
                begun, cpu = time.perf_counter(), time.process_time()
                response = service.run(SearchRequest(text=query), Viewer())
                if turn >= WARM_ROUNDS:
                    wall[name].append(time.perf_counter() - begun)
                    own[name].append(time.process_time() - cpu)
                assert response.hits and response.facets
    for row in rows:
        times = wall[row["engine"]]
        row |= {
            "p50_ms": percentile(times, 0.5),
            "p95_ms": percentile(times, 0.95),
            "p99_ms": percentile(times, 0.99),
        }
        row["own_cpu_ms"] = round(statistics.median(own[row["engine"]]) * 1_000, 1)
        row["own_cpu_p95_ms"] = percentile(own[row["engine"]], 0.95)
    return rows


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    options = parser.parse_args()
    os.environ.setdefault("ES_HEAP", "1g")
    cluster = Cluster(1)
    try:
        with tempfile.TemporaryDirectory(prefix="weiterdenken-bench-") as folder:
            rows = measure(Path(folder), cluster, options.documents)
    finally:
        cluster.stop()
    ratio = {
        f"{name}_ratio": round(rows[1][name] / rows[0][name], 2) for name in ("p50_ms", "p95_ms", "p99_ms")
    }
    report.publish("engines", {"Search request per engine": rows, "Elastic to embedded": [ratio]})
    return 0


if __name__ == "__main__":
    sys.exit(main())
