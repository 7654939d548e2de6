"""Lines of the trail that must outlive the rollback they tell of.

A refusal undoes the transaction in which it happens, and with it every line written there. So the line is
remembered by the thread and written when no transaction is open any more: at once, or at the end of the
request. A script that refuses inside a transaction of its own and ends there leaves the log line alone; its
next refusal outside writes both.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.signals import request_finished
from django.db import DatabaseError, connection, transaction

from knowledge.anonymity.retention import trail

__all__ = ["Line", "connect", "flush", "forget", "remember"]

logger = logging.getLogger("knowledge.gate")

MOST = 200
"""A thread remembers no more lines than this; the log has the others."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line to come: whom it is about, what happened, a code that says why, and the id of a user."""

    subject: str
    action: str
    reason: str
    user_id: int | None = None


_waiting = threading.local()


def _lines() -> dict[Line, None]:
    """Lines of this thread in order, each once."""
    if not hasattr(_waiting, "lines"):
        _waiting.lines = {}
    lines: dict[Line, None] = _waiting.lines
    return lines


def remember(*, subject: str, action: str, reasons: Iterable[str], user: Any = None) -> None:
    """Note one line per reason as soon as it can last. Raises ``ValueError`` for a reason that is not a
    code.
    """
    lines = _lines()
    for reason in sorted(set(reasons)):
        if len(lines) < MOST:
            lines[Line(subject, action, trail.as_code("reason", reason), getattr(user, "pk", None))] = None
    if not connection.in_atomic_block:
        flush()


def flush(**kwargs: Any) -> int:
    """Write what is remembered and answer how many lines; keeps them where the database is away or the
    transaction lost.
    """
    lines = list(_lines())
    if not lines or connection.needs_rollback:
        return 0
    try:
        with transaction.atomic():
            for line in lines:
                trail.note(
                    subject=line.subject,
                    action=line.action,
                    details={"reason": line.reason},
                    user_id=line.user_id,
                )
    except DatabaseError:
        logger.exception("the trail could not be written, %s lines wait", len(lines))
        return 0
    _lines().clear()
    return len(lines)


def forget() -> None:
    """Drop what waits; for tests, whose database changes under the thread."""
    _lines().clear()


def connect() -> None:
    """Connect the end of a request once."""
    request_finished.connect(flush, dispatch_uid="knowledge.lasting_notes.finished")
