"""``make bench``: pages and search on a throw-away library; prints Markdown, writes JSON and Markdown to
bench-results/.

A figure called *norm* is CPU seconds divided by the CPU seconds of :func:`fixed_loop` beside it.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

QUERIES = (
    "wir haben kein geld mehr für die vereine",
    "Gemeinderat blockiert alles",
    "fachkräftemangel bauamt",
    "Wer ist zuständig für Hitze",
    "Leerstand Innenstadt beleben",
    "kollegiale beratung ablauf",
    "Haushalt",
    "20 Personen 1 Stunde",
)
SIZES = (1_000, 10_000)
ROUNDS = 15


def fixed_loop() -> float:
    """CPU seconds of a loop that never changes: the unit of every norm."""
    start = time.process_time()
    total = 0
    for number in range(2_000_000):
        total += number % 7
    assert total > 0
    return time.process_time() - start


def percentile(values: list[float], share: float) -> float:
    """Value below which ``share`` (0 to 1) of the sorted values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def cpu_of(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Median CPU seconds of a call."""
    times = []
    for _round in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def prepare(folder: Path) -> None:
    """Set Django up over a database and an index of their own, with the demo content."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="knowledge.settings.dev",
        DEBUG="0",
        DATABASE_URL=f"sqlite:///{folder / 'bench.sqlite3'}",
        SEARCH_INDEX_DIR=str(folder / "index"),
        MEDIA_ROOT=str(folder / "media"),
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=io.StringIO())


def measure_pages() -> list[dict[str, Any]]:
    """Queries and CPU norm of one cold request per page type."""
    from django.core.cache import cache
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cases.models import CasePage

    client = Client(HTTP_HOST="localhost")
    addresses = {
        "home": "/",
        "list": "/faelle/",
        "detail": CasePage.objects.public().first().get_url(),
        "search": "/suche/?q=Gemeinderat+blockiert+alles",
    }
    rows = []
    for name, address in addresses.items():

        def request(address: str = address) -> None:
            cache.clear()
            assert client.get(address).status_code == 200

        request()
        unit = fixed_loop()
        cpu = cpu_of(request)
        reset_queries()
        with CaptureQueriesContext(connection) as captured:
            request()
        rows.append(
            {
                "page": name,
                "queries": len(captured),
                "cpu_ms": round(cpu * 1000, 1),
                "norm": round(cpu / unit, 3),
            }
        )
    return rows


def measure_handing_over() -> list[dict[str, Any]]:
    """What programs and dossiers ask of a library with four times the cases: a page of 50 by OAI-PMH and a
    list of 100 by the API (goal 50 ms each), a dossier of 20 records as files (goal 3 s). Cold, none is kept.
    """
    from django.core.management import call_command
    from django.test import Client

    from publications.dossier import Selection, collect, compose, write
    from search import registry
    from search.index import apply

    call_command("load_demo", size=4, stdout=io.StringIO())
    apply.drain()
    client = Client(HTTP_HOST="localhost")

    def ask(address: str, mark: bytes, most: int) -> None:
        assert client.get(address).content.count(mark) == most

    wanted = {"case": 9, "lesson": 6, "method": 4, "publication": 1}
    sources = {kind: registry.source_for(kind) for kind in wanted}
    keys = [
        sources[kind].key(page) for kind, most in wanted.items() for page in sources[kind].public()[:most]
    ]
    selection = Selection.of_keys(keys, audience="gemeinderat", pages=12, title="")
    rows = []
    for name, rounds, work in (
        ("OAI-PMH, 50", ROUNDS, lambda: ask("/oai?verb=ListRecords&metadataPrefix=oai_dc", b"<record>", 50)),
        ("API, 100", ROUNDS, lambda: ask("/api/v1/cases?limit=100", b'"key"', 100)),
        ("dossier, Word", 3, lambda: write(compose(selection, *collect(selection)), "docx")),
        ("dossier, PDF", 3, lambda: write(compose(selection, *collect(selection)), "pdf")),
    ):
        work()
        unit, begun, before = fixed_loop(), time.perf_counter(), os.times()
        for _round in range(rounds):
            work()
        wall, after = time.perf_counter() - begun, os.times()
        cpu = sum(after[:4]) - sum(before[:4])  # with the process that prints a PDF
        rows.append(
            {
                "what": name,
                "cpu_ms": round(cpu / rounds * 1000, 1),
                "norm": round(cpu / rounds / unit, 3),
                "wall_ms": round(wall / rounds * 1000, 1),
            }
        )
    return rows


def synthetic(count: int) -> Iterator[Any]:
    """``count`` documents whose sentences are drawn from the demo records: real words, real lengths."""
    from search.index import apply
    from search.ingest.preparation import prepare as analyse
    from search.readers import Index

    originals = [document.stored for document in apply.all_documents(Index.PUBLIC)]
    sentences = [s.strip() for d in originals for p in d.passages for s in p.text.split(".") if len(s) > 30]
    draw = random.Random(7)
    for number in range(count):
        base = originals[number % len(originals)]
        passages = tuple(replace(p, text=". ".join(draw.sample(sentences, 6))) for p in base.passages[:4])
        yield analyse(replace(base, key=f"{base.kind}:{number:032x}", passages=passages), number)


class Fts5:
    """The peer of the search: SQLite's own full text index over the same texts, asked in one pass; no German,
    no facets, no reasons.
    """

    def __init__(self, documents: list[Any]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE record USING fts5(title, body)")
        texts = (
            (d.stored.title, " ".join((d.stored.summary, *(p.text for p in d.stored.passages))))
            for d in documents
        )
        with self._db:
            self._db.executemany("INSERT INTO record VALUES (?, ?)", texts)

    def ask(self, text: str) -> list[tuple[str, str]]:
        """Title and snippet of the best seven for any of the words, and how many there are."""
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        self._db.execute("SELECT count(*) FROM record WHERE record MATCH ?", (words,)).fetchone()
        snippet = "snippet(record, 1, '<mark>', '</mark>', '…', 24)"
        return self._db.execute(
            f"SELECT title, {snippet} FROM record WHERE record MATCH ? ORDER BY rank LIMIT 7", (words,)
        ).fetchall()


def measure_search(folder: Path) -> list[dict[str, Any]]:
    """Rebuild rate, latency of a whole search request and index size, per size of the library."""
    from search import engines
    from search.contract import SearchRequest, Viewer
    from search.language.thesaurus import Thesaurus
    from search.service import SearchService

    rows = []
    for size in SIZES:
        engine = engines.create("embedded", folder / f"index-{size}")
        documents = list(synthetic(size))
        text = sum(len(p.text.encode()) for d in documents for p in d.stored.passages)
        start = time.perf_counter()
        engine.rebuild(documents)
        rebuild = time.perf_counter() - start
        thesaurus = Thesaurus()
        service = SearchService(
            lambda engine=engine: engine,
            lambda thesaurus=thesaurus: thesaurus,
            visible=lambda keys, _viewer: set(keys),
        )
        times, theirs, peer = [], [], Fts5(documents)
        for _round in range(ROUNDS):
            for query in QUERIES:
                begun = time.perf_counter()
                service.run(SearchRequest(text=query), Viewer())
                between = time.perf_counter()
                peer.ask(query)
                theirs.append((time.perf_counter() - between) * 1000)
                times.append((between - begun) * 1000)
        disk = sum(path.stat().st_size for path in (folder / f"index-{size}").rglob("*") if path.is_file())
        rows.append(
            {
                "documents": size,
                "rebuild_docs_per_s": round(size / rebuild),
                "p50_ms": round(percentile(times, 0.5), 1),
                "p95_ms": round(percentile(times, 0.95), 1),
                "fts5_p95_ms": round(percentile(theirs, 0.95), 1),
                "p50_to_fts5": round(percentile(times, 0.5) / percentile(theirs, 0.5), 2),
                "p95_to_fts5": round(percentile(times, 0.95) / percentile(theirs, 0.95), 2),
                "index_to_text": round(disk / text, 2),
            }
        )
    return rows


def measure_anonymity() -> list[dict[str, Any]]:
    """The detector on 2,000 words of the demo: CPU seconds and norm (goal 1 s), megabytes of a fresh process,
    megabytes of model and lists.
    """
    from knowledge.anonymity.detector import find
    from knowledge.anonymity.detector.lexicon import DATA
    from tools.anonymity.demo_texts import demo_texts
    from tools.anonymity.evaluation import speed_and_memory

    text = " ".join(" ".join(demo_texts()).split()[:2000])
    _seconds, megabytes = speed_and_memory(text)
    unit = fixed_loop()
    cpu = cpu_of(lambda: find(text), rounds=5)
    size = sum(path.stat().st_size for path in DATA.iterdir()) / 1e6
    return [
        {
            "words": 2000,
            "cpu_s": round(cpu, 3),
            "norm": round(cpu / unit, 3),
            "memory_mb": megabytes,
            "model_and_lists_mb": round(size, 2),
        }
    ]


def as_markdown(title: str, rows: list[dict[str, Any]]) -> str:
    """A table with one line per row."""
    names = list(rows[0])
    lines = [f"### {title}", "| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(str(row[name]) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def main() -> int:
    """Run every measurement."""
    with tempfile.TemporaryDirectory(prefix="weiterdenken-bench-") as scratch:
        folder = Path(scratch)
        prepare(folder)
        results = {
            "pages": measure_pages(),
            "search": measure_search(folder),
            "anonymity": measure_anonymity(),
            "handing over": measure_handing_over(),
        }
    report = "\n\n".join(as_markdown(title, rows) for title, rows in results.items())
    target = Path("bench-results")
    target.mkdir(exist_ok=True)
    (target / "bench.json").write_text(json.dumps(results, indent=2), encoding="utf-8")
    (target / "bench.md").write_text(report + "\n", encoding="utf-8")
    sys.stdout.write(report + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
