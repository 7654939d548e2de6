"""The logs of queries: what people look for in vain, and by which words they come to a record, without
anything about them.

Kept are the text in lower case, the day and a count, and the key of the record that was opened. A text that
may name a person or a place is not kept at all, and after :data:`KEEP_DAYS` rows go. No reader waits for
any of it: :func:`note` leaves the text to a thread of this process, which judges and writes it. What still
waits when the process ends is lost; nobody is owed a count.
"""

from __future__ import annotations

import datetime
import logging
import os
import re
import threading
import time
from queue import Full, Queue
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.models import F
from django.utils import timezone

from search.models import FollowedQuery, UnansweredQuery
from search.query import clean
from search.registry import is_safe_to_log

__all__ = ["KEEP_DAYS", "MAX_PER_DAY", "forget_old", "note", "record", "wait_until_written"]

logger = logging.getLogger(__name__)

KEEP_DAYS = 180
#: A flood of queries cannot fill the table.
MAX_PER_DAY = 500
#: So many texts wait at most; a burst beyond that is not counted.
MOST_WAITING = 200
#: A busy database is asked so often, with a growing pause in seconds between.
TRIES = 4
PAUSE = 2.0
_MAX_LENGTH = 120
_PERSONAL = re.compile(
    r"@|https?:|www\.|\d{4,}|\d[\d /-]{5,}\d|\b(?:herr|frau|familie|dr|prof)\b", re.IGNORECASE
)


_lock = threading.Lock()
_waiting: Queue[tuple[str, str]] = Queue(MOST_WAITING)
_process = 0


def note(text: str, key: str = "") -> None:
    """Count a query that had no answer, or that led to the record ``key``, soon; neither fails nor waits.

    The setting ``BACKGROUND_THREADS`` says whether a process may start threads for what no request waits for.
    Where it may not, the query is counted before this returns.
    """
    if not settings.BACKGROUND_THREADS:
        record(text, key)
        return
    try:
        _queue().put_nowait((text, key))
    except Full:
        logger.warning("more queries at once than can be counted")


def _queue() -> Queue[tuple[str, str]]:
    """The queue of this process, with a thread behind it: a fork keeps the memory but not the thread."""
    global _process, _waiting
    with _lock:
        if _process != os.getpid():
            _process, _waiting = os.getpid(), Queue(MOST_WAITING)
            threading.Thread(target=_work, args=(_waiting,), name="search-unanswered", daemon=True).start()
        return _waiting


def _work(waiting: Queue[tuple[str, str]]) -> None:
    while True:
        text, key = waiting.get()
        try:
            _write(text, key)
        except Exception:
            logger.exception("query not counted")
        finally:
            if waiting.empty():
                connections.close_all()
            waiting.task_done()


def _write(text: str, key: str) -> None:
    """Count a query, if need be after the writer who holds the database."""
    for tried in range(1, TRIES + 1):
        try:
            _count(text, key)
            return
        except DatabaseError as error:
            if tried == TRIES:
                logger.warning("query not counted: %s", error)
            else:
                time.sleep(PAUSE * tried)


def wait_until_written(seconds: float) -> bool:
    """Whether everything noted so far was worked off within this time."""
    deadline = time.monotonic() + seconds
    while _waiting.unfinished_tasks and time.monotonic() < deadline:
        time.sleep(0.01)
    return not _waiting.unfinished_tasks


def record(text: str, key: str = "") -> bool:
    """Count a query now; ``False`` when it was not kept."""
    try:
        return _count(text, key)
    except DatabaseError as error:
        logger.warning("query not counted: %s", error)
        return False


def _count(text: str, key: str) -> bool:
    kept = clean(text).lower()[:_MAX_LENGTH].strip()
    if len(kept) < 3 or _PERSONAL.search(text) or not is_safe_to_log(clean(text)):
        return False
    row = {"text": kept, "day": timezone.localdate()} | ({"key": key} if key else {})
    rows: Any = (FollowedQuery if key else UnansweredQuery).objects
    with transaction.atomic():
        if rows.filter(**row).update(count=F("count") + 1):
            return True
        if rows.filter(day=row["day"]).count() >= MAX_PER_DAY:
            return False
        rows.create(**row)
    return True


def forget_old() -> int:
    """Delete rows past their time; ``search_sync`` calls it."""
    limit = timezone.localdate() - datetime.timedelta(days=KEEP_DAYS)
    models: tuple[Any, ...] = (UnansweredQuery, FollowedQuery)
    return sum(model.objects.filter(day__lt=limit).delete()[0] for model in models)
