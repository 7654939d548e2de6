"""What a request must not wait for and nobody misses when the process ends.

One thread per process does one piece of work after the other. What must not be lost stands in the database
and is looked after by ``manage.py send_mails``.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import connections

__all__ = ["later"]

logger = logging.getLogger(__name__)

#: More than this is not kept for later: somebody floods.
MOST_WAITING = 200

_lock = threading.Lock()
_waiting: list[str] = []
_executor: ThreadPoolExecutor | None = None
_process = 0


def later(work: Callable[[], object], *, name: str = "") -> bool:
    """Do it in the thread of this process. ``False`` when too much waits already.

    Work with a name that waits already is not put behind it a second time. The setting ``BACKGROUND_THREADS``
    says whether a process may start threads for what no request waits for. Where it may not, the work is done
    before this returns; its errors are logged either way.
    """
    if not settings.BACKGROUND_THREADS:
        _run(work)
        return True
    with _lock:
        if name and name in _waiting:
            return True
        if len(_waiting) >= MOST_WAITING:
            logger.warning("more than %s pieces of work wait, this one is dropped", MOST_WAITING)
            return False
        _waiting.append(name)
        executor = _thread()
    try:
        executor.submit(_in_thread, work, name)
    except RuntimeError:  # the process ends
        _in_thread(work, name)
    return True


def _thread() -> ThreadPoolExecutor:
    global _executor, _process
    if _executor is None or _process != os.getpid():  # a fork keeps the memory but not the thread
        _executor, _process = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background"), os.getpid()
    return _executor


def _in_thread(work: Callable[[], object], name: str) -> None:
    with _lock:
        _waiting.remove(name)
    try:
        _run(work)
    finally:
        connections.close_all()


def _run(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception as error:  # without its text, which may be an address
        logger.error("work in the background failed: %s", type(error).__name__)
