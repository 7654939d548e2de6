"""German analysis of many documents in processes of its own, because it takes most of the time of a rebuild.

Order and result are those of :func:`search.ingest.preparation.prepare` one by one. The processes start from
nothing: no database connection, lock or module of this one goes along. Whatever goes wrong with them costs
time alone: what they owe is analysed here.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

from django.conf import settings

from search.contract import Document, IndexedDocument
from search.ingest.analysis_version import fingerprint
from search.ingest.preparation import Terms, analysed, assembled, prepare

logger = logging.getLogger(__name__)

#: Below so many documents the start of the processes costs more than they bring.
WORTHWHILE = 5_000
#: More would wait for the one process that reads the database and talks to the engine.
MOST = 4
#: With fewer cores the ones there are have enough to do (docs/anleitung/elasticsearch.md).
CORES = 4
PORTION = 100
#: Portions under way per process, so that none waits for the next and memory stays flat.
AHEAD = 3


def prepared(documents: Iterable[Document], version: int, expected: int) -> Iterator[IndexedDocument]:
    """The documents in their order, analysed; ``expected`` is about how many will come."""
    count = processes(expected)
    if not count:
        yield from (prepare(document, version) for document in documents)
        return
    pool, source = _AnalysisPool(count), iter(documents)
    owed: deque[tuple[list[Document], Future[list[Terms]] | None]] = deque()
    try:
        while portion := list(islice(source, PORTION)):
            owed.append((portion, pool.submit(portion)))
            if len(owed) > count * AHEAD:
                yield from _received(pool, *owed.popleft(), version)
        while owed:
            yield from _received(pool, *owed.popleft(), version)
    finally:
        pool.close()


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


class _AnalysisPool:
    """Processes as long as they can be had; after their first failure this process does without."""

    def __init__(self, count: int) -> None:
        self._executor = _started(count)
        self._works = self._executor is not None

    def submit(self, portion: list[Document]) -> Future[list[Terms]] | None:
        """Hand a portion over; ``None`` where nobody takes it."""
        if self._executor is None or not self._works:
            return None
        try:
            return self._executor.submit(_terms, portion, fingerprint())
        except (OSError, RuntimeError) as error:  # no process can be started, or one of them has ended
            self._do_without(error)
            return None

    def terms(self, portion: list[Document], future: Future[list[Terms]] | None) -> list[Terms]:
        """What became of a portion, if need be analysed now."""
        if future is not None:
            try:
                return future.result()
            except Exception as error:
                self._do_without(error)
        return [analysed(document) for document in portion]

    def close(self) -> None:
        """Let the processes go after the portion that each is at; what waits is given up."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def _do_without(self, error: Exception) -> None:
        if self._works:
            self._works = False
            logger.warning("documents are analysed in one process: %s: %s", type(error).__name__, error)


def _started(count: int) -> ProcessPoolExecutor | None:
    """An executor whose processes start when they are needed; not forked, or threads and connections of this
    process would go along.
    """
    try:
        return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), initializer=_begin)
    except (OSError, NotImplementedError) as error:
        logger.warning("documents are analysed in one process: %s: %s", type(error).__name__, error)
        return None


def _received(
    pool: _AnalysisPool, portion: list[Document], future: Future[list[Terms]] | None, version: int
) -> Iterator[IndexedDocument]:
    for document, terms in zip(portion, pool.terms(portion, future), strict=True):
        yield assembled(document, terms, version)


# --------------------------------------------------------------------------- in the other process


def _begin() -> None:
    """Whoever started the process decides about Ctrl-C; when that one is gone, so is this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _terms(portion: list[Document], rules: str) -> list[Terms]:
    """The terms of each document; refused where the code was replaced under the process that asks."""
    if rules != fingerprint():
        raise ValueError("another version of the analysis lies on the disk")
    return [analysed(document) for document in portion]
