"""Vectors on disk, beside the index: one row per piece of a record, and one per text that was ever embedded.

Nothing is computed twice: a vector is named by text, prefix and model. Every batch is committed, so that a
run that was killed goes on where it stopped. A record whose text changed has no vectors until the new ones
are there, rather than old ones.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from search.contract import Audience, Document
from search.readers import Index
from search.sentences import Floats, vectors
from search.vectors.passages import Piece, pieces
from search.vectors.similarity import HUB_SAMPLE, Rows, centred, hubness

Embed = Callable[[Sequence[str]], Floats]

#: Records that are embedded together, and texts per call of the model.
_RECORDS = 16
_BATCH = 32
#: From this share of the records on with their vectors, meaning takes part.
_NEARLY_ALL = 0.95
_SCHEMA = """
CREATE TABLE IF NOT EXISTS vector (hash BLOB PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passage (
    key TEXT, number INTEGER, hash BLOB, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS passage_hash ON passage (hash);
CREATE TABLE IF NOT EXISTS inner_record (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS revision (id INTEGER PRIMARY KEY CHECK (id = 0), value INTEGER);
INSERT OR IGNORE INTO revision VALUES (0, 0);
CREATE TABLE IF NOT EXISTS whole (id INTEGER PRIMARY KEY CHECK (id = 0));
"""


class Loaded(Rows):
    """All vectors in memory.

    All vectors of E5 point roughly one way. What they have in common is taken off: ``centroid`` off the
    pieces, and off the query what the caller knows queries to have in common. Measured in
    docs/explanation/search.md.
    """

    def __init__(self, revision: int, rows: Sequence[tuple[str, int, bytes]]) -> None:
        self.revision = revision
        matrix = np.zeros((len(rows), len(rows[0][2]) // 2 if rows else 1), np.float32)
        for i, (_key, _number, data) in enumerate(rows):
            matrix[i] = np.frombuffer(data, dtype=np.float16)
        self.centroid = matrix.mean(axis=0) if rows else np.zeros(1, np.float32)
        centred(matrix, self.centroid)
        self.sample = matrix[:: max(1, len(matrix) // HUB_SAMPLE)]
        super().__init__(
            [key for key, _number, _data in rows],
            [number for _key, number, _data in rows],
            matrix,
            hubness(matrix, self.sample),
        )


class VectorStore:
    """The vectors of an installation, or in memory without a path."""

    def __init__(self, path: Path | None = None, embed: Embed = vectors) -> None:
        self._embed = embed
        self._lock = threading.RLock()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(str(path) if path else ":memory:", check_same_thread=False, timeout=10)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(_SCHEMA)
        self._loaded: dict[Index, Loaded] = {}
        self._wanted: set[str] | None = None
        self._share = (-1, 0.0)

    def write(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> int:
        """Bring the vectors of records up to date; returns the number of texts that had to be computed.

        ``progress`` gets the number of records done so far.
        """
        computed = done = 0
        iterator: Iterator[Document] = iter(documents)
        while portion := list(islice(iterator, _RECORDS)):
            self._note_inner(portion)
            computed += self._write({document.key: pieces(document) for document in portion})
            done += len(portion)
            if progress is not None:
                progress(done)
        return computed

    def _note_inner(self, documents: Sequence[Document]) -> None:
        """Which of these are no part of the public index."""
        inner = {document.key for document in documents if document.audience != Audience.PUBLIC}
        keys = [(document.key,) for document in documents]
        with self._lock, self._db:
            known = {
                row[0]
                for key in keys
                for row in self._db.execute("SELECT key FROM inner_record WHERE key = ?", key)
            }
            if known != inner:
                self._db.executemany("DELETE FROM inner_record WHERE key = ?", keys)
                self._db.executemany("INSERT INTO inner_record VALUES (?)", [(key,) for key in sorted(inner)])
                self._db.execute("UPDATE revision SET value = value + 1")

    def _write(self, records: dict[str, list[Piece]]) -> int:
        """Say first what is wanted, then compute it: whoever is killed between finds his work undone, not
        lost.
        """
        changed = {
            key: of_key
            for key, of_key in records.items()
            if self._known(key) != [(piece.hash, True) for piece in of_key]
        }
        if not changed:
            return 0
        self._replace(changed)
        computed = self._compute(
            {piece.hash: piece.embedded for of_key in changed.values() for piece in of_key}
        )
        with self._lock, self._db:
            self._db.execute("UPDATE revision SET value = value + 1")
        return computed

    def _known(self, key: str) -> list[tuple[bytes, bool]]:
        """Pieces of a record, and whether their vectors are there."""
        statement = (
            "SELECT p.hash, v.hash IS NOT NULL FROM passage p LEFT JOIN vector v USING (hash) WHERE key = ?"
            " ORDER BY number"
        )
        with self._lock:
            return [(row[0], bool(row[1])) for row in self._db.execute(statement, (key,))]

    def _replace(self, records: dict[str, list[Piece]]) -> None:
        rows = [
            (key, number, piece.hash)
            for key, of_key in records.items()
            for number, piece in enumerate(of_key)
        ]
        with self._lock, self._db:
            self._db.executemany("DELETE FROM passage WHERE key = ?", [(key,) for key in records])
            self._db.executemany("INSERT INTO passage VALUES (?, ?, ?)", rows)
            self._db.execute("UPDATE revision SET value = value + 1")

    def _compute(self, wanted: dict[bytes, str]) -> int:
        with self._lock:
            missing = [
                (h, text)
                for h, text in wanted.items()
                if not self._db.execute("SELECT 1 FROM vector WHERE hash = ?", (h,)).fetchone()
            ]
        for start in range(0, len(missing), _BATCH):
            portion = missing[start : start + _BATCH]
            made = self._embed([text for _h, text in portion]).astype(np.float16)
            with self._lock, self._db:
                rows = [(h, vector.tobytes()) for (h, _text), vector in zip(portion, made, strict=True)]
                self._db.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows)
        return len(missing)

    def want(self, documents: Iterable[Document]) -> None:
        """Note which texts records have now; until :meth:`write` has computed what is new of them they have
        no vectors.
        """
        for document in documents:
            self._note_inner([document])
            wanted = {document.key: pieces(document)}
            if self._known(document.key) != [(piece.hash, True) for piece in wanted[document.key]]:
                self._replace(wanted)

    def mark_whole(self) -> None:
        """Every record of the installation has been here once."""
        with self._lock, self._db:
            self._db.execute("INSERT OR IGNORE INTO whole VALUES (0)")

    def is_whole(self) -> bool:
        """Whether every record of the installation has been here once, and nearly all have their vectors:
        meaning compares no record with others that it does not know.
        """
        with self._lock:
            if not self._db.execute("SELECT 1 FROM whole").fetchone():
                return False
            revision = self.revision()
            if self._share[0] != revision:
                noted = self._db.execute("SELECT COUNT(DISTINCT key) FROM passage").fetchone()[0]
                self._share = revision, len(self.keys()) / max(1, noted)
            return self._share[1] >= _NEARLY_ALL

    def revision(self) -> int:
        """Changes with every write of any process; cheap."""
        with self._lock:
            return int(self._db.execute("SELECT value FROM revision").fetchone()[0])

    def remove(self, keys: Iterable[str]) -> None:
        """Forget records, and texts that no record has any more."""
        wanted = [(key,) for key in keys]
        if not wanted:
            return
        with self._lock, self._db:
            self._db.executemany("DELETE FROM passage WHERE key = ?", wanted)
            self._db.executemany("DELETE FROM inner_record WHERE key = ?", wanted)
            self._db.execute("DELETE FROM vector WHERE hash NOT IN (SELECT hash FROM passage)")
            self._db.execute("UPDATE revision SET value = value + 1")

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget every other record, after a rebuild."""
        with self._lock:
            known = {row[0] for row in self._db.execute("SELECT DISTINCT key FROM passage")}
        self.remove(known - set(keys))

    def keys(self) -> set[str]:
        """Records with all their vectors."""
        statement = (
            "SELECT p.key FROM passage p LEFT JOIN vector v USING (hash) GROUP BY p.key HAVING COUNT(*) ="
            " COUNT(v.hash)"
        )
        with self._lock:
            return {row[0] for row in self._db.execute(statement)}

    def raw(self, key: str) -> list[tuple[int, bytes]]:
        """Numbers and vectors (float16) of a record's pieces as the model made them; nothing while one is
        missing.
        """
        statement = (
            "SELECT p.number, v.data FROM passage p LEFT JOIN vector v USING (hash) WHERE key = ? ORDER BY"
            " number"
        )
        with self._lock:
            rows = self._db.execute(statement, (key,)).fetchall()
        return (
            []
            if any(data is None for _number, data in rows)
            else [(int(number), bytes(data)) for number, data in rows]
        )

    def only(self, keys: Iterable[str]) -> VectorStore:
        """This store for the records of one evaluation; texts of others stay cached."""
        self._wanted = set(keys)
        self._loaded.clear()
        return self

    def loaded(self, index: Index = Index.PUBLIC) -> Loaded:
        """All vectors of the records of an index, read again after a change by any process."""
        with self._lock:
            revision = self.revision()
            known = self._loaded.get(index)
            if known is None or known.revision != revision:
                rows = self._db.execute(
                    "SELECT p.key, p.number, v.data FROM passage p JOIN vector v USING (hash)"
                    " WHERE ? OR p.key NOT IN (SELECT key FROM inner_record) ORDER BY p.key, p.number",
                    (index is Index.INNER,),
                ).fetchall()
                known = self._loaded[index] = Loaded(
                    revision, [row for row in rows if self._wanted is None or row[0] in self._wanted]
                )
            return known
