"""A thread per process that works the outbox off, so that no reader and no editor waits for a search server.

It tries again by itself until the outbox is empty, with growing pauses while the engine is away, and keeps the replica of this
machine fresh. A process that starts looks once, so that what a crash left behind is done without anybody publishing.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connections

from search.contract import EngineUnavailable

logger = logging.getLogger(__name__)

#: Seconds between two looks when nobody called: other processes publish too.
IDLE = 5.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
#: Records that failed several times are tried again at every so many looks.
THOROUGH_EVERY = 60

_lock = threading.Lock()
_called = threading.Event()
_process = 0


def wake() -> None:
    """There is something to do. Starts the thread of this process; nothing where threads are not wanted (tests, worker mode)."""
    global _process
    if not _is_wanted():
        return
    with _lock:
        if _process != os.getpid():  # a fork keeps the memory but not the thread
            _process = os.getpid()
            threading.Thread(target=_work, name="search-drainer", daemon=True).start()
    _called.set()


def _is_wanted() -> bool:
    return getattr(settings, "SEARCH_THREAD", True) and getattr(settings, "SEARCH_DRAIN", "immediate") != "worker"


def _work() -> None:
    pause, looks = FIRST_PAUSE, 0
    while _is_wanted():
        _called.clear()
        answered = look(thorough=looks % THOROUGH_EVERY == 0)
        pause = FIRST_PAUSE if answered else min(pause * 2, LONGEST_PAUSE)
        looks += 1
        connections.close_all()
        _called.wait(IDLE if answered else pause)


def look(*, thorough: bool = True) -> bool:
    """Drain everything once; returns whether the engine and the replica answered. Never raises."""
    from search import indexing

    answered = True
    works: list[Callable[[], object]] = [
        lambda: indexing.refresh_replica(immediate=not thorough),
        *([indexing.build_missing] if thorough else []),
        lambda: indexing.drain(immediate=not thorough),
        indexing.follow_words,
    ]
    for work in works:
        try:
            work()
        except (EngineUnavailable, DatabaseError) as error:
            answered = False
            logger.info("search outbox: tried again later: %s", error)
        except Exception:
            answered = False
            logger.exception("search outbox")
    return answered
