"""A whole search request beside SQLite's own full text index and beside tantivy asked bare, and how long an
index takes to build: from documents, and from the database.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.benchmarks.clock import ROUNDS, percentile
from tests.benchmarks.goals import Reached
from tests.benchmarks.library import synthetic
from tests.benchmarks.plain import Plain

__all__ = ["SIZES", "measure", "measure_from_database"]

SIZES = (1_000, 10_000)
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


def _body(document: Any) -> str:
    return " ".join((document.summary, *(p.text for p in document.passages)))


class Fts5:
    """The peer of the search: SQLite's own full text index over the same texts, asked in one pass; no German,
    no facets, no reasons.
    """

    def __init__(self, documents: Iterable[Any]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE record USING fts5(title, body)")
        with self._db:
            self._db.executemany("INSERT INTO record VALUES (?, ?)", ((d.title, _body(d)) for d in documents))

    def ask(self, text: str) -> list[tuple[str, str]]:
        """Title and snippet of the best seven for any of the words, and how many there are."""
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        self._db.execute("SELECT count(*) FROM record WHERE record MATCH ?", (words,)).fetchone()
        snippet = "snippet(record, 1, '<mark>', '</mark>', '…', 24)"
        return self._db.execute(
            f"SELECT title, {snippet} FROM record WHERE record MATCH ? ORDER BY rank LIMIT 7", (words,)
        ).fetchall()


class BareTantivy:
    """The limit of the search: the library below our engine over the same texts, split at spaces."""

    def __init__(self, folder: Path, documents: Iterable[Any]) -> None:
        import tantivy

        folder.mkdir()
        builder = tantivy.SchemaBuilder()
        for name in ("title", "body"):
            builder.add_text_field(name, stored=True)
        self._index = tantivy.Index(builder.build(), path=str(folder))
        writer = self._index.writer(100_000_000, 1)
        for document in documents:
            writer.add_document(tantivy.Document(title=document.title, body=_body(document)))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def ask(self, text: str) -> list[Any]:
        """The best seven for any of the words, and how many there are."""
        searcher = self._index.searcher()
        query = self._index.parse_query(" ".join(re.findall(r"\w+", text)), ["title", "body"])
        found = searcher.search(query, 7, count=True)
        return [searcher.doc(address) for _score, address in found.hits]


def measure(folder: Path, sizes: Iterable[int] = SIZES) -> list[Reached]:
    """Rebuild rate, CPU of a whole search request and index size, per size of the library."""
    rows = []
    for size in sizes:
        rows += _measure_size(folder, size)
    return rows


def _measure_size(folder: Path, size: int) -> list[Reached]:
    from search import engines
    from search.contract import SearchRequest, Viewer
    from search.ingest import prepared
    from search.language.thesaurus import Thesaurus
    from search.service import SearchService

    text = sum(len(p.text.encode()) for d in synthetic(size) for p in d.passages)
    begun = time.perf_counter()
    bare = BareTantivy(folder / f"tantivy-{size}", synthetic(size))
    bare_rebuild = time.perf_counter() - begun
    engine = engines.create("embedded", folder / f"index-{size}")
    begun = time.perf_counter()
    engine.rebuild(prepared(synthetic(size), 0, size))
    rebuild = time.perf_counter() - begun
    disk = sum(path.stat().st_size for path in (folder / f"index-{size}").rglob("*") if path.is_file())
    thesaurus = Thesaurus()
    service = SearchService(lambda: engine, lambda: thesaurus, visible=lambda keys, _viewer: set(keys))
    asked = {
        "ours": lambda query: service.run(SearchRequest(text=query), Viewer()),
        "peer": Fts5(synthetic(size)).ask,
        "bare": bare.ask,
    }
    times: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(ROUNDS + 1):
        for query in QUERIES:
            for name, ask in asked.items():
                cpu = time.process_time()
                ask(query)
                if turn:  # the first one opens files
                    times[name].append((time.process_time() - cpu) * 1000)
    p95 = {name: percentile(values, 0.95) for name, values in times.items()}
    per_core = 1000 * len(times["ours"]) / sum(times["ours"])
    return [
        Reached(
            "P3",
            f"search, {size} records",
            "p95 <= 25 ms CPU, >= 100/s per core",
            f"p95 {p95['ours']:.1f} ms CPU, {per_core:.0f}/s"
            f" (FTS5 {p95['peer']:.1f}, tantivy {p95['bare']:.1f} ms)",
            p95["ours"] <= 25 and per_core >= 100,
            to_peer=p95["ours"] / p95["peer"],
            to_limit=p95["ours"] / p95["bare"],
        ),
        Reached(
            "P7",
            f"rebuild with analysis, {size} records",
            ">= 2000/s",
            f"{size / rebuild:.0f}/s",
            size / rebuild >= 2000,
            to_limit=rebuild / bare_rebuild,
        ),
        Reached(
            "P8",
            f"index, {size} records",
            "<= 1.5 of the text",
            f"{disk / text:.2f} of the text",
            disk <= 1.5 * text,
        ),
    ]


def measure_from_database(plain: Plain) -> list[Reached]:
    """The index of the demo library out of its page models, beside what Wagtail's own command does with the
    same texts.
    """
    from search import engines
    from search.index import apply
    from search.readers import Index

    theirs = plain.ask("reindex")["cpu_ms_per_record"]
    engine = engines.create("embedded", None)
    engine.rebuild(apply.all_documents(Index.PUBLIC))  # what the first one reads is kept
    cpu, begun = time.process_time(), time.perf_counter()
    made = engine.rebuild(apply.all_documents(Index.PUBLIC)).documents
    ours, wall = (time.process_time() - cpu) * 1000 / made, (time.perf_counter() - begun) / made
    return [
        Reached(
            "P7",
            "rebuild from the database",
            "<= the peer's",
            f"{ours:.1f} ms CPU a record, {1 / wall:.0f}/s (peer {theirs:.1f} ms)",
            ours <= theirs,
            to_peer=ours / theirs,
        )
    ]
