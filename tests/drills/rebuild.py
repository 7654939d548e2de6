"""Rebuild under load: 100,000 documents while 10 searches and 2 publishes per second run. ``--documents N``
for fewer.

Prints documents per second, failed searches, and what index and database differ in afterwards (digest
comparison). Needs Java and Maven.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.contract.elastic_server import Cluster
from tests.drills import library, report
from tests.drills.load import Load


def cpu_of(process: int) -> float:
    """CPU seconds of a process."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rebuild_here(folder: Path, url: str) -> None:
    """The other process: what ``manage.py search_rebuild`` does. Prints documents, seconds, CPU seconds."""
    library.configure(folder, ELASTICSEARCH_URL=url, SEARCH_FALLBACK_INDEX="0")
    from search import engines

    started, spent = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    engine = engines.current()
    from search.index import apply
    from search.readers import Index

    made = engine.rebuild(apply.all_documents(Index.PUBLIC))
    now, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (
        now.ru_utime + now.ru_stime - spent.ru_utime - spent.ru_stime + children.ru_utime + children.ru_stime
    )
    print(made.documents, round(time.perf_counter() - started, 2), round(cpu, 2))  # noqa: T201


def drill(folder: Path, cluster: Cluster, documents: int) -> dict[str, list[dict[str, Any]]]:
    """Fill, build once, then build again under load."""
    url = ",".join(cluster.urls)
    library.configure(folder, ELASTICSEARCH_URL=url)
    library.create_tables()
    from search import engines, service
    from search.contract import SearchRequest, Viewer
    from search.index import verification, worker

    report.say(f"{documents} records are written ...")
    library.fill(documents)
    report.say("first build ...")
    command = [
        sys.executable,
        "-m",
        "tests.drills.rebuild",
        "--role",
        "rebuild",
        "--folder",
        str(folder),
        "--url",
        url,
    ]
    rows = [_build(command, cluster, "alone")]
    report.say(f"fallback index ... ({rows[0]['documents_per_s']} documents/s)")
    started = time.perf_counter()
    worker.run_once()
    fallback_seconds = time.perf_counter() - started
    service.run(SearchRequest(text="Haushalt"), Viewer())
    load = Load(searches=10, publishes=2)
    load.start()
    report.say("build under load ...")
    load.swap()
    rows.append(_build(command, cluster, "10 searches/s, 2 publishes/s"))
    counts = load.swap()
    load.stop()
    report.say("outbox is drained, index and database are compared ...")
    waiting_since = time.perf_counter()
    while not worker.run_once() and time.perf_counter() - waiting_since < 60:
        time.sleep(0.5)
    report.say(str(counts.row("rebuild") | {"problems": dict(load.problems)}))
    indexed = set(engines.current().digests())
    found = [{"index": f"{d.index} {'fallback' if d.target else 'elastic'}", "compared": d.compared,
    "missing": len(d.missing), "extra": len(d.extra), "stale": len(d.stale)}
             for d, _after in verification.verify(repair=False)]  # fmt: skip
    return {
        "Rebuild": rows,
        "Load during the rebuild": [counts.row("rebuild") | {"problems": dict(load.problems)}],
        "Afterwards": [
            row
            | {
                "published_meanwhile": len(load.published),
                "of_them_missing": len(set(load.published) - indexed),
            }
            for row in found
        ],
        "Fallback index": [
            {
                "documents": engines.fallback_index().status().documents,
                "seconds": round(fallback_seconds, 1),
                "documents_per_s": round(documents / fallback_seconds),
            }
        ],
    }


def _build(command: list[str], cluster: Cluster, name: str) -> dict[str, Any]:
    server = cpu_of(cluster.pid(0))
    output = subprocess.run(command, check=True, capture_output=True, text=True, timeout=900).stdout.split()
    documents, seconds, cpu = int(output[-3]), float(output[-2]), float(output[-1])
    server = cpu_of(cluster.pid(0)) - server
    made = {
        "rebuild": name, "documents": documents, "seconds": seconds,
        "documents_per_s": round(documents / seconds),
        "client_cpu_s": cpu, "server_cpu_s": round(server, 1),
        "documents_per_cpu_s_x2": round(2 * documents / (cpu + server)),
    }  # fmt: skip
    report.say(str(made))
    return made


def main() -> int:
    """Run the drill; 1 when something failed or is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--role", default="drill", choices=["drill", "rebuild"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role == "rebuild":
        rebuild_here(options.folder, options.url)
        return 0
    os.environ.setdefault("ES_HEAP", "1g")
    cluster = Cluster(1)
    try:
        with tempfile.TemporaryDirectory(prefix="weiterdenken-drill-") as folder:
            results = drill(Path(folder), cluster, options.documents)
    finally:
        cluster.stop()
    report.publish("rebuild", results)
    after, load = results["Afterwards"], results["Load during the rebuild"][0]
    return int(
        any(row["missing"] or row["extra"] or row["stale"] or row["of_them_missing"] for row in after)
        or load["failed"]
        or load["not_published"]
    )


if __name__ == "__main__":
    sys.exit(main())
