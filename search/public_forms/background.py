"""What a request must not wait for, above all mail: a mail server that refuses costs nobody a page, one that
is silent nobody's time.

One thread per process does one piece of work after the other. What must not be lost stands in the database
and is tried again by ``manage.py send_mails``; the rest (notes of workflows, links for a new password) is
gone with the process. A command that ends waits for its mails, each of which takes ``EMAIL_TIMEOUT`` for an
answer at most.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections

__all__ = ["BackgroundBackend", "later", "transport"]

logger = logging.getLogger(__name__)

#: More than this is not kept for later: somebody floods, or the mail server is away for long.
MOST_WAITING = 200

_lock = threading.Lock()
_waiting: list[str] = []
_executor: ThreadPoolExecutor | None = None
_process = 0


def transport() -> str:
    """The backend that really talks to the mail server, in a request's background as well as in
    ``send_mails``.
    """
    own = f"{__name__}.{BackgroundBackend.__name__}"
    return str(settings.MAIL_TRANSPORT if own == settings.EMAIL_BACKEND else settings.EMAIL_BACKEND)


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
    except OSError as error:  # smtplib's exceptions are among them; their text may be an address
        logger.warning("mail not sent: %s", type(error).__name__)
    except Exception:
        logger.exception("work in the background")


class BackgroundBackend(BaseEmailBackend):
    """The ``EMAIL_BACKEND``: takes messages from anybody in the process and passes them to :func:`transport`
    in the background.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Number of messages that will be tried."""
        return sum(later(partial(_send, message)) for message in email_messages)


def _send(message: Any) -> None:
    get_connection(transport()).send_messages([message])
