"""A thread per process that works the outbox off, so that no reader and no editor waits for a search server.

It tries again by itself until the outbox is empty, with growing pauses while the engine is away, and keeps
the fallback index of this machine fresh. A process that starts looks once, so that what a crash left behind
is done without anybody publishing. With ``SEARCH_OUTBOX=worker`` no web process has it, but the one that says
:func:`serve`, which looks more often.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connections

from search.contract import EngineUnavailable
from search.index import apply, verification

logger = logging.getLogger(__name__)

#: Seconds between two rounds when nobody called: other processes publish too.
IDLE = 5.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
#: Seconds between two rounds of the one process that does it for all others, and that nobody can call.
SERVING = 0.3
#: Seconds between two rounds that also try records again that failed several times, and look at the index.
THOROUGH = 300.0

#: Seconds between two thorough rounds that failing searches, or a round without an answer, ask for.
REPAIR_INTERVAL = 30.0

_lock = threading.Lock()
_called = threading.Event()
_failing = threading.Event()
_process = 0
_serves = False


def serve() -> None:
    """This process does it for all others, where that is wanted."""
    global _serves
    if settings.SEARCH_OUTBOX == "worker":
        _serves = True
        notify()


def notify() -> None:
    """There is something to do. Starts the thread of this process; nothing where threads are not wanted
    (tests, or another process does it).
    """
    global _process
    if not _is_wanted():
        return
    with _lock:
        if _process != os.getpid():  # a fork keeps the memory but not the thread
            _process = os.getpid()
            threading.Thread(target=_work, name="search-outbox-worker", daemon=True).start()
    _called.set()


def request_repair() -> None:
    """A search found no index to ask: it is looked at thoroughly, and built where it is missing or
    damaged.
    """
    _failing.set()
    notify()


def _is_wanted() -> bool:
    return settings.BACKGROUND_THREADS and (_serves or settings.SEARCH_OUTBOX != "worker")


def _work() -> None:
    pause, thorough_at = FIRST_PAUSE, -THOROUGH
    while _is_wanted():
        _called.clear()
        since = time.monotonic() - thorough_at
        thorough = since >= THOROUGH or (_failing.is_set() and since >= REPAIR_INTERVAL)
        if thorough:
            _failing.clear()
            thorough_at = time.monotonic()
        answered = run_once(thorough=thorough)
        pause = FIRST_PAUSE if answered else min(pause * 2, LONGEST_PAUSE)
        connections.close_all()
        _called.wait((SERVING if _serves else IDLE) if answered else pause)


def run_once(*, thorough: bool = True) -> bool:
    """Drain everything once; returns whether the engine and the fallback index answered. Never raises. Where
    they did not, a thorough round follows soon (:data:`REPAIR_INTERVAL`): anything may have been left out.

    ``thorough``: an index that is missing, damaged or of another database is built as well.
    """
    answered = True
    whole: list[Callable[[], object]] = [apply.build_missing, verification.settle] if thorough else []
    works: list[Callable[[], object]] = [
        lambda: apply.refresh_fallback_index(immediate=not thorough),
        *whole,
        lambda: apply.drain(immediate=not thorough),
        apply.follow_vectors,
        apply.follow_words,
    ]
    for work in works:
        try:
            work()
        except (EngineUnavailable, DatabaseError) as error:
            answered = False
            _failing.set()
            logger.info("search outbox: tried again later: %s", error)
        except Exception:
            answered = False
            logger.exception("search outbox")
    return answered
