"""German analysis of many documents in processes of its own, because it takes most of the time of a rebuild.

Order and result are those of :func:`search.ingest.preparation.prepare` one by one. The processes
(:mod:`search.ingest.process`) start from nothing: no database connection, lock or module of this one goes
along. Whatever goes wrong with them costs time alone: what they owe is analysed here.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import orjson
from django.conf import settings

from search.contract import Document, IndexedDocument
from search.ingest.preparation import Terms, analysed, assembled, prepare
from search.language import fingerprint

logger = logging.getLogger(__name__)

#: Below so many documents the start of the processes costs more than they bring.
WORTHWHILE = 5_000
#: More would wait for the one process that reads the database and talks to the engine.
MOST = 4
#: With fewer cores the ones there are have enough to do (docs/anleitung/elasticsearch.md).
CORES = 4
PORTION = 100
#: Portions under way per process, so that none waits for the next.
AHEAD = 3
_COMMAND = (sys.executable, "-m", "search.ingest.process")
_ROOT = Path(__file__).resolve().parents[2]


def prepared(documents: Iterable[Document], version: int, expected: int) -> Iterator[IndexedDocument]:
    """The documents in their order, analysed; ``expected`` is about how many will come."""
    count = processes(expected)
    if not count:
        yield from (prepare(document, version) for document in documents)
        return
    helpers, source = _Helpers(count), iter(documents)
    owed: deque[tuple[list[Document], Future[list[Terms]]]] = deque()
    try:
        while portion := list(islice(source, PORTION)):
            owed.append((portion, helpers.submit(portion)))
            if len(owed) > count * AHEAD:
                yield from _received(*owed.popleft(), version)
        while owed:
            yield from _received(*owed.popleft(), version)
    finally:
        helpers.close()


def processes(expected: int) -> int:
    """How many processes analyse so many documents; 0 for none beside this one."""
    if expected < WORTHWHILE:
        return 0
    wanted = int(settings.SEARCH_PROCESSES)
    if wanted >= 0:
        return wanted
    return min(MOST, _cores() // 2) if _cores() >= CORES else 0


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _received(
    portion: list[Document], future: Future[list[Terms]], version: int
) -> Iterator[IndexedDocument]:
    for document, terms in zip(portion, future.result(), strict=True):
        yield assembled(document, terms, version)


class _Helpers:
    """A thread per process, which hands portions over; a thread whose process failed does without."""

    def __init__(self, count: int) -> None:
        self._threads = ThreadPoolExecutor(count, "search-analysis")
        self._own = threading.local()
        self._lock = threading.Lock()
        self._started: list[subprocess.Popen[bytes]] = []
        self._closed = False

    def submit(self, portion: list[Document]) -> Future[list[Terms]]:
        """Hand a portion over; its terms come some time later."""
        return self._threads.submit(self._terms, portion)

    def close(self) -> None:
        """Let the processes go; nobody waits for what they still do."""
        with self._lock:
            self._closed = True
        for process in self._started:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._started:
            with process:  # waits for it and closes its pipes
                pass

    def _terms(self, portion: list[Document]) -> list[Terms]:
        process = self._process()
        if process is not None:
            try:
                return _ask(process, portion)
            except Exception as error:
                if self._closed:
                    return []
                self._own.process = None
                logger.warning(
                    "%d documents and what follows are analysed in one process: %s: %s",
                    len(portion),
                    type(error).__name__,
                    error,
                )
        return [analysed(document) for document in portion]

    def _process(self) -> subprocess.Popen[bytes] | None:
        """The process of this thread, started for its first portion; ``None`` once it has failed."""
        if not hasattr(self._own, "process"):
            self._own.process = None
            try:
                with self._lock:
                    if not self._closed:
                        self._own.process = subprocess.Popen(  # noqa: S603
                            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT
                        )
                        self._started.append(self._own.process)
            except OSError as error:
                logger.warning("documents are analysed in one process: %s", error)
        process: subprocess.Popen[bytes] | None = self._own.process
        return process


def _ask(process: subprocess.Popen[bytes], portion: list[Document]) -> list[Terms]:
    to, back = process.stdin, process.stdout
    if to is None or back is None:
        raise EOFError("no way to the other process")
    to.write(orjson.dumps(portion, option=orjson.OPT_APPEND_NEWLINE))
    to.flush()
    line = back.readline()
    if not line:
        raise EOFError("the other process ended")
    rules, terms = orjson.loads(line)
    if rules != fingerprint():  # the code was replaced under this process
        raise ValueError("another version of the analysis lies on the disk")
    if len(terms) != len(portion):
        raise ValueError("not every document came back")
    return [{name: tuple(found) for name, found in of_one.items()} for of_one in terms]
