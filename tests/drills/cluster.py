"""Three nodes under a steady load of searches and publishes: one killed, one frozen, the master killed, each
rejoined; at last all frozen.

Prints per phase how many searches failed (none may), how many the fallback index answered, and p99; then what
index and database differ in.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

from tests.contract.elastic_server import Cluster
from tests.drills import library, report
from tests.drills.load import Load

_PATIENCE = 240.0


class Nodes:
    """What the cluster itself says, asked at a node that is left alone."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def ask(self, number: int) -> Elasticsearch:
        """A client of one node."""
        return Elasticsearch(self.cluster.urls[number], request_timeout=10)

    def master(self) -> int:
        """Number of the elected node."""
        with self.ask(0) as client:
            return int(str(client.cat.master(format="json").body[0]["node"]).rpartition("-")[2])

    def await_complete(self, asked: int = 0) -> float:
        """Wait until all nodes and copies are there again; seconds it took, -1 when they did not come."""
        started = time.perf_counter()
        with self.ask(asked) as client:
            while time.perf_counter() - started < _PATIENCE:
                try:
                    health = client.cluster.health()
                    if health["number_of_nodes"] == 3 and health["status"] == "green":
                        return round(time.perf_counter() - started, 1)
                except Exception as error:
                    report.say(f"  {type(error).__name__}")
                time.sleep(1)
        return -1.0


def drill(folder: Path, cluster: Cluster, documents: int, seconds: float) -> dict[str, list[dict[str, Any]]]:
    """The whole exercise; every fault lasts ``seconds``."""
    library.configure(folder, ELASTICSEARCH_URL=",".join(cluster.urls), ELASTICSEARCH_REPLICAS="1")
    library.create_tables()
    library.fill(documents)
    from search import engines, service
    from search.contract import SearchRequest, Viewer
    from search.index import apply, verification, worker

    apply.rebuild()
    worker.run_once()
    nodes = Nodes(cluster)
    nodes.await_complete()
    service.run(SearchRequest(text="Haushalt"), Viewer())
    load, rows = Load(searches=10, publishes=2), []
    load.start()

    def phase(name: str, seconds: float = seconds) -> None:
        report.say(name)
        breaker = engines.current().metrics()["breaker"]  # type: ignore[attr-defined]
        rows.append(load.phase(seconds).row(name) | {"breaker": breaker})

    def rejoined(name: str, asked: int) -> None:
        load.swap()
        report.say(f"{name} ...")
        waited = nodes.await_complete(asked)
        rows.append(
            load.swap().row(f"{name} ({waited} s)") | {"breaker": engines.current().metrics()["breaker"]}
        )  # type: ignore[attr-defined]

    phase("all well")
    master = nodes.master()
    killed, frozen = [number for number in range(3) if number != master]
    cluster.signal(killed, signal.SIGKILL)
    phase("one node killed")
    cluster.restart(killed)
    rejoined("it rejoins", master)
    cluster.signal(frozen, signal.SIGSTOP)
    phase("one node frozen")
    cluster.signal(frozen, signal.SIGCONT)
    rejoined("it thaws", master)
    cluster.signal(master, signal.SIGKILL)
    phase("master killed")
    cluster.restart(master)
    rejoined("it rejoins", frozen)
    for number in range(3):
        cluster.signal(number, signal.SIGSTOP)
    phase("all frozen")
    for number in range(3):
        cluster.signal(number, signal.SIGCONT)
    rejoined("all thaw", frozen)
    phase("all well again")
    load.stop()
    return {
        "Cluster of three": rows,
        "Afterwards": _afterwards(load, verification, worker, engines),
        "Problems": [{"exceptions": dict(load.problems)}],
    }


def _afterwards(load: Load, verification: Any, worker: Any, engines: Any) -> list[dict[str, Any]]:
    """The outbox drains by itself; then every acknowledged publish is in both indexes."""
    from search.models import IndexJob

    started = time.perf_counter()
    while IndexJob.objects.exists() and time.perf_counter() - started < _PATIENCE:
        time.sleep(0.5)
    drained = round(time.perf_counter() - started, 1)
    rows = []
    for found, _left in verification.verify(repair=False):
        pair = engines.fallback_pair() if found.target else engines.pair()
        indexed = set(pair.of(found.index).digests())  # type: ignore[union-attr]
        rows.append(
            {
                "index": f"{found.index} {'fallback' if found.target else 'elastic'}",
                "compared": found.compared,
                "missing": len(found.missing), "extra": len(found.extra),
                "stale": len(found.stale), "published": len(load.published),
                "lost": len(set(load.published) - indexed), "drained_after_s": drained,
            }
        )  # fmt: skip
    return rows


def main() -> int:
    """Run the drill; 1 when a search failed or a publish was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each fault lasts")
    options = parser.parse_args()
    os.environ.setdefault("ES_HEAP", "384m")
    cluster = Cluster(3)
    try:
        with tempfile.TemporaryDirectory(prefix="weiterdenken-drill-") as folder:
            results = drill(Path(folder), cluster, options.documents, options.seconds)
    finally:
        for number in range(3):
            try:
                cluster.signal(number, signal.SIGCONT)
            except ProcessLookupError:
                continue
        cluster.stop()
    report.publish("cluster", results)
    failed = any(row["failed"] or row["not_published"] for row in results["Cluster of three"])
    return int(
        failed
        or any(row["missing"] or row["extra"] or row["stale"] or row["lost"] for row in results["Afterwards"])
    )


if __name__ == "__main__":
    sys.exit(main())
