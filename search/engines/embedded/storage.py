"""Generations on disk, each in a folder of its own; a file ``current-VERSION`` names the live one of a
version of schema and analysis.

A rebuild fills a new folder and switches by replacing that file, so that readers never see half an index. Two
versions of the library that run side by side for a moment each have their own: the new one builds while the
old one serves, and neither builds over the other.
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
_POINTER = "current-"
_FINGERPRINT_FILE = "fingerprint"
_NAME = re.compile(r"g\d+")
_OPSTAMP = re.compile(rb'"opstamp":\s*(\d+)')
_FINGERPRINT = re.compile(r"\w+\.\w+")


def version() -> str:
    """Schema and analysis of this process."""
    return f"{schema.SCHEMA_VERSION}.{fingerprint()}"


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

    def is_own(self) -> bool:
        """Whether it was built by this version."""
        return True

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
        return version()

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
        """Name of the live generation: that of this version, and until it is built the newest of another
        analysis. Empty when nothing was built yet or its name is lost.
        """
        own = self._pointer()
        if own.exists():
            return _named_in(own)
        return next(filter(None, map(_named_in, self._others(f"{schema.SCHEMA_VERSION}."))), "")

    def is_own(self) -> bool:
        """Whether the live generation was built by this version."""
        return bool(_named_in(self._pointer()))

    def _pointer(self) -> Path:
        return self._directory / f"{_POINTER}{version()}"

    def _others(self, start: str = "") -> list[Path]:
        """Pointers of other versions, the newest first."""
        found = [path for path in self._directory.glob(f"{_POINTER}{start}*") if path != self._pointer()]
        return sorted((path for path in found if path.exists()), key=_changed, reverse=True)

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
        (folder / _FINGERPRINT_FILE).write_text(version(), encoding="ascii")
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
        """Make a generation the live one of this version and delete all but the one before, which readers may
        still hold, and that of the version before, which may still run.
        """
        kept = {name, self.generation()}
        scratch = self._directory / f"new.{os.getpid()}"
        scratch.write_text(name, encoding="ascii")
        scratch.replace(self._pointer())
        for number, pointer in enumerate(self._others()):
            if number:
                pointer.unlink(missing_ok=True)
            else:
                kept.add(_named_in(pointer))
        for folder in self._directory.glob("g*"):
            if folder.name not in kept:
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


def _named_in(pointer: Path) -> str:
    """The generation that a pointer names; empty where it is lost."""
    try:
        name = pointer.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
    return name if _NAME.fullmatch(name) else ""


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns
