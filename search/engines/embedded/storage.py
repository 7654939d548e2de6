"""Generations on disk: ``current`` names the live one, each lies in a folder of its own.

A rebuild fills a new folder and switches by replacing ``current``, so that readers never see half an index.
One writer at a time holds ``write.lock``; the operating system frees it when a process dies.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy
from filelock import FileLock, Timeout

from search.contract import EngineUnavailable
from search.engines.embedded import schema
from search.engines.embedded.guard import readable
from search.ingest import fingerprint

_POLL = 0.02
_FINGERPRINT_FILE = "fingerprint"
_NAME = re.compile(r"g\d+")
_OPSTAMP = re.compile(rb'"opstamp":\s*(\d+)')
_FINGERPRINT = re.compile(r"\w+\.\w+")


class MemoryStorage:
    """Generations that live in this process only."""

    persistent = False

    def __init__(self) -> None:
        self._number = 0
        self._index = tantivy.Index(schema.build())
        self._write_lock = threading.Lock()

    def generation(self) -> str:
        """Name of the live generation."""
        return f"m{self._number}"

    def open(self) -> tantivy.Index:
        """The live index."""
        return self._index

    def create(self) -> tuple[str, tantivy.Index]:
        """A new, empty generation beside the live one."""
        return f"m{self._number + 1}", tantivy.Index(schema.build())

    def switch(self, name: str, index: tantivy.Index) -> None:
        """Make a generation the live one."""
        self._number, self._index = int(name[1:]), index

    def discard(self, name: str) -> None:
        """Forget a generation that was not completed."""

    def fingerprint(self) -> str:
        """Schema and analysis of this process."""
        return f"{schema.SCHEMA_VERSION}.{fingerprint()}"

    def commit_token(self) -> str:
        """What changes with every commit of another process: nothing."""
        return ""

    @contextmanager
    def writing(self, timeout: float) -> Iterator[None]:
        """Keep threads apart."""
        if not self._write_lock.acquire(timeout=timeout):
            raise EngineUnavailable("another thread is writing the index")
        try:
            yield
        finally:
            self._write_lock.release()


class DiskStorage:
    """Generations in a directory that several processes share."""

    persistent = True

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def generation(self) -> str:
        """Name of the live generation, empty when nothing was built yet or its name is lost."""
        try:
            name = (self._directory / "current").read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            return ""
        return name if _NAME.fullmatch(name) else ""

    def open(self) -> tantivy.Index:
        """The live index; ``EngineUnavailable`` when there is none, its schema is another one, or
        (``DamagedIndex``) it cannot be read.
        """
        name = self.generation()
        if not name:
            raise EngineUnavailable("no index yet, run search_rebuild")
        if self.fingerprint().partition(".")[0] != schema.SCHEMA_VERSION:
            raise EngineUnavailable("the index has another schema, run search_rebuild")
        with readable(name):
            return tantivy.Index.open(str(self._directory / name))

    def create(self) -> tuple[str, tantivy.Index]:
        """A new, empty generation beside the live one. Call it while :meth:`writing`."""
        known = [int(p.name[1:]) for p in self._directory.glob("g*") if p.name[1:].isdigit()]
        name = f"g{max(known, default=0) + 1}"
        folder = self._directory / name
        folder.mkdir(parents=True)
        index = tantivy.Index(schema.build(), path=str(folder))
        (folder / _FINGERPRINT_FILE).write_text(f"{schema.SCHEMA_VERSION}.{fingerprint()}", encoding="ascii")
        return name, index

    def fingerprint(self) -> str:
        """Schema and analysis that the live generation was built with."""
        name = self.generation()
        with readable(f"the fingerprint of {name}"):
            found = (self._directory / name / _FINGERPRINT_FILE).read_text(encoding="ascii")
            if not _FINGERPRINT.fullmatch(found):
                raise ValueError("no fingerprint")
            return found

    def switch(self, name: str, index: tantivy.Index) -> None:
        """Make a generation the live one and delete all but the one before, which readers may still hold."""
        before = self.generation()
        scratch = self._directory / f"current.{os.getpid()}"
        scratch.write_text(name, encoding="ascii")
        scratch.replace(self._directory / "current")
        for folder in self._directory.glob("g*"):
            if folder.name not in {name, before}:
                shutil.rmtree(folder, ignore_errors=True)

    def discard(self, name: str) -> None:
        """Delete a generation that was not completed."""
        if name != self.generation():
            shutil.rmtree(self._directory / name, ignore_errors=True)

    def commit_token(self) -> str:
        """Changes with every commit of any process.

        The time of the file alone does not: a file system counts it in steps of some milliseconds, and two
        commits fit into one. tantivy numbers the operations (``opstamp``); the time tells apart a folder that
        was deleted and built anew.
        """
        generation = self.generation()
        try:
            with (self._directory / generation / "meta.json").open("rb") as meta:
                operations = _OPSTAMP.findall(meta.read())
                last = int(operations[-1]) if operations else 0
                return f"{generation}:{os.fstat(meta.fileno()).st_mtime_ns}.{last}"
        except OSError:
            return ""

    @contextmanager
    def writing(self, timeout: float) -> Iterator[None]:
        """Hold the write lock; ``EngineUnavailable`` when another process keeps it longer than ``timeout``
        seconds.
        """
        self._directory.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._directory / "write.lock")
        try:
            lock.acquire(timeout=timeout, poll_interval=_POLL)
        except Timeout:
            raise EngineUnavailable("another process is writing the index") from None
        try:
            yield
        finally:
            lock.release()
