"""Small vectors of the words of this installation's index that the bundled list lacks, so that they have
related words too.

One file beside the index, ``words.sqlite3``: a row per root with the spelling that stands for it, and its
vector once it is computed (:mod:`search.vectors.corpus_worker`). What is wanted is written down before it is
computed, and every batch is committed: a run that was killed goes on where it stopped, and no reader ever
sees half a file. Readers need no model. Words that no record has any more are overwritten, not only
forgotten.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from search.contract import Document
from search.language import analyse
from search.language.meanings import (
    NO_WORDS,
    Projection,
    Table,
    Vectors,
    content_root,
    is_content_root,
    projection,
    table,
)

logger = logging.getLogger(__name__)

#: So many words at most have a vector, the most frequent ones first: 6 MB on disk and in memory, 23 MB per
#: circle of readers.
MOST_WORDS = 60_000
#: Words per call of the model, about half a second of one core.
BATCH = 64
_SCHEMA = """
CREATE TABLE IF NOT EXISTS word (
    root TEXT PRIMARY KEY, surface TEXT NOT NULL, records INTEGER NOT NULL, data BLOB) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS waiting ON word (records DESC, root) WHERE data IS NULL AND surface <> '';
CREATE TABLE IF NOT EXISTS revision (
    id INTEGER PRIMARY KEY CHECK (id = 0), value INTEGER NOT NULL, projection TEXT NOT NULL);
INSERT OR IGNORE INTO revision VALUES (0, 0, '');
"""

Embed = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Spelling:
    """The most frequent spelling of a root, and the number of records that have it."""

    surface: str
    records: int


def spellings(documents: Iterable[Document], wanted: Collection[str] | None = None) -> dict[str, Spelling]:
    """Roots of content words that the bundled list lacks (of those, the ``wanted`` ones), with their
    spelling.
    """
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    bundled = table().rows
    for document in documents:
        texts = (
            document.title,
            *document.keywords,
            document.summary,
            *(text for p in document.passages for text in (p.heading, p.text)),
        )
        for surface in {word.surface for text in texts for word in analyse(text)}:
            name = content_root(surface)
            if name and name not in bundled and (wanted is None or name in wanted):
                found[name][surface] += 1
    return {
        name: Spelling(min(counts, key=lambda surface: (-counts[surface], surface)), counts.total())
        for name, counts in found.items()
    }


class CorpusWords:
    """The words of an installation, or in memory without a path. Methods that read never raise for a broken
    file, those that write do.
    """

    def __init__(self, path: Path | None = None, target: Callable[[], Projection] = projection) -> None:
        self._path, self._projection = path, target
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._file = 0
        self._complained = False
        self._loaded: tuple[str, Table] = ("", NO_WORDS)

    def _db(self) -> sqlite3.Connection:
        """The open file; opened again after somebody deleted it."""
        if self._connection is not None and (self._path is None or self._file == _file_number(self._path)):
            return self._connection
        self.close()
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        opened = sqlite3.connect(
            str(self._path) if self._path else ":memory:", check_same_thread=False, timeout=10
        )
        try:
            opened.execute("PRAGMA journal_mode=WAL")
            opened.execute("PRAGMA secure_delete=ON")
            opened.executescript(_SCHEMA)
        except sqlite3.Error:
            opened.close()
            raise
        self._connection, self._file = opened, _file_number(self._path) if self._path else 0
        self._complained = False
        return opened

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def discard(self) -> None:
        """Throw a broken file away; the words are found and computed again."""
        self.close()
        if self._path is not None:
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    # ----------------------------------------------------------------------- reading

    def version_token(self) -> str:
        """Changes with every write of any process; cheap."""
        try:
            with self._lock:
                return ".".join(
                    map(
                        str,
                        (
                            self._file,
                            *self._db().execute("SELECT value, projection FROM revision").fetchone(),
                        ),
                    )
                )
        except sqlite3.Error as error:
            self._complain(error)
            return ""

    def vectors(self) -> Table:
        """All computed vectors, none where they belong to another projection than today's."""
        token = self.version_token()
        if token and token == self._loaded[0]:
            return self._loaded[1]
        try:
            with self._lock:
                rows = (
                    self._db()
                    .execute(
                        "SELECT root, data FROM word, revision WHERE data IS NOT NULL AND projection = ?",
                        (self._projection().fingerprint,),
                    )
                    .fetchall()
                )
        except sqlite3.Error as error:
            self._complain(error)
            return NO_WORDS
        loaded = (
            Table({row[0]: place for place, row in enumerate(rows)}, _matrix([row[1] for row in rows]))
            if rows
            else NO_WORDS
        )
        self._loaded = (token, loaded)
        return loaded

    def counts(self) -> tuple[int, int]:
        """Number of words with a vector, and of those that wait for one."""
        try:
            with self._lock:
                have, waiting = (
                    self._db()
                    .execute(
                        "SELECT COUNT(data), COUNT(*) FILTER (WHERE data IS NULL AND surface <> '') FROM word"
                    )
                    .fetchone()
                )
        except sqlite3.Error as error:
            self._complain(error)
            return 0, 0
        return int(have), int(waiting)

    def is_waiting(self) -> bool:
        """Whether a word waits for its vector and there is room for it."""
        try:
            with self._lock:
                if (
                    not self._db()
                    .execute("SELECT EXISTS (SELECT 1 FROM word WHERE data IS NULL AND surface <> '')")
                    .fetchone()[0]
                ):
                    return False
        except sqlite3.Error as error:
            self._complain(error)
            return False
        return self.counts()[0] < MOST_WORDS

    def _complain(self, error: sqlite3.Error) -> None:
        logger.log(
            logging.DEBUG if self._complained else logging.WARNING,
            "corpus words cannot be read, related words come from the bundled list alone: %s",
            error,
        )
        self._complained = True
        self.close()

    # ----------------------------------------------------------------------- writing

    def note(self, found: Mapping[str, Spelling]) -> None:
        """Write down words that want a vector; those that have one stay as they are."""
        rows = [(name, spelling.surface, spelling.records) for name, spelling in sorted(found.items())]
        with self._lock, self._db() as db:
            db.executemany(
                "INSERT INTO word VALUES (?, ?, ?, NULL) ON CONFLICT (root) DO UPDATE SET records = records +"
                " excluded.records, surface = CASE surface WHEN '' THEN excluded.surface ELSE surface END",
                rows,
            )
            db.execute("UPDATE revision SET value = value + 1")

    def unknown(self, roots: Iterable[str], *, parts: bool = False) -> set[str]:
        """Those of ``roots`` that were never noted and are not in the bundled list; with ``parts`` also those
        noted as mere parts.
        """
        with self._lock:
            noted = {
                row[0]
                for row in self._db().execute("SELECT root FROM word WHERE surface <> '' OR ?", (not parts,))
            }
        return {
            name for name in roots if name not in noted and name not in table().rows and is_content_root(name)
        }

    def note_parts(self, roots: Iterable[str]) -> None:
        """Roots that occur as parts of compounds alone have no spelling, hence no vector; nobody need look
        for them again.
        """
        with self._lock, self._db() as db:
            db.executemany(
                "INSERT OR IGNORE INTO word VALUES (?, '', 0, NULL)", [(name,) for name in sorted(roots)]
            )

    def keep_only(self, roots: Collection[str]) -> int:
        """Forget every other word; returns how many."""
        with self._lock, self._db() as db:
            gone = [(row[0],) for row in db.execute("SELECT root FROM word") if row[0] not in roots]
            if gone:
                db.executemany("DELETE FROM word WHERE root = ?", gone)
                db.execute("UPDATE revision SET value = value + 1")
        if gone:
            with self._lock:
                self._db().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(gone)

    def compute(self, embed: Embed, progress: Callable[[int, int], None] | None = None) -> int:
        """Vectors of the waiting words, the most frequent first, as long as there is room; returns how many
        were computed.

        ``progress`` gets the number of words done and of all that wait.
        """
        target = self._projection()
        self._enter(target)
        have, waiting = self.counts()
        total, done = min(waiting, MOST_WORDS - have), 0
        while done < total:
            statement = (
                "SELECT root, surface FROM word WHERE data IS NULL AND surface <> '' ORDER BY records DESC,"
                " root LIMIT ?"
            )
            with self._lock:
                batch = self._db().execute(statement, (min(BATCH, total - done),)).fetchall()
            if not batch:
                break
            made = target.reduced(embed([surface for _root, surface in batch]))
            with self._lock, self._db() as db:
                db.executemany(
                    "UPDATE word SET data = ? WHERE root = ?",
                    [(row.tobytes(), name) for (name, _surface), row in zip(batch, made, strict=True)],
                )
                db.execute("UPDATE revision SET value = value + 1")
            done += len(batch)
            if progress is not None:
                progress(done, total)
        return done

    def _enter(self, target: Projection) -> None:
        """Vectors of another model or another bundled list are worthless."""
        with self._lock, self._db() as db:
            if db.execute("SELECT projection FROM revision").fetchone()[0] != target.fingerprint:
                db.execute("UPDATE word SET data = NULL")
                db.execute("UPDATE revision SET value = value + 1, projection = ?", (target.fingerprint,))


def _file_number(path: Path) -> int:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0


def _matrix(rows: Sequence[bytes]) -> Any:
    return np.frombuffer(b"".join(rows), np.int8).reshape(len(rows), -1)
