"""What moves a job: handed over, taken, reported on, finished, failed, tried again.

Each step is one statement that names the try it belongs to, so a worker that lost its job cannot change it:
``tries`` grows whenever somebody takes the job and thereby tells one holder from the next.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks import task

from knowledge.jobs import kinds
from knowledge.jobs.models import Job

__all__ = [
    "BACKEND",
    "LEASE",
    "JobRefused",
    "LeaseLost",
    "Running",
    "TryLater",
    "call",
    "enqueue",
    "give_up_or_call",
    "held",
    "run_job",
    "try_again",
]

logger = logging.getLogger("knowledge.jobs")

BACKEND: Final = "jobs"
"""Name in ``TASKS``. Wagtail's own tasks stay with the default, which does them at once."""

LEASE: Final = timedelta(seconds=90)
"""How long a job belongs to a worker that is not heard of. The keeper of a living one renews it."""

LONGEST_PAUSE: Final = 60
"""Minutes between two tries at most."""

INTERRUPTED: Final = gettext_noop("Abgebrochen: Der Arbeiter ist mehrmals mitten in der Arbeit ausgefallen.")
UNKNOWN_KIND: Final = gettext_noop("Diese Art von Auftrag kennt die Bibliothek nicht mehr.")
BROKEN: Final = gettext_noop("Unerwarteter Fehler; der Grund steht im Protokoll des Arbeiters.")
UNREACHABLE: Final = gettext_noop(
    "Datenbank, Datenträger oder Netz antworten nicht; der Auftrag wird wiederholt."
)


class JobRefused(Exception):
    """The work cannot be done, and trying again would not help. ``message`` is a sentence of the code
    (``gettext_noop``), never a word of a record; its numbers stand apart.
    """

    def __init__(self, message: str, **numbers: int) -> None:
        super().__init__(message)
        self.message, self.numbers = message, numbers


class TryLater(JobRefused):
    """The work could not be done now; the job waits, longer each time, as often as its kind allows."""


class LeaseLost(Exception):
    """Another worker has the job now, or it is over: whatever this one did in its transaction is undone."""


_held: dict[int, int] = {}
_lock = threading.Lock()


def held() -> dict[int, int]:
    """Jobs this process works on, with the try each belongs to."""
    with _lock:
        return dict(_held)


class Running:
    """A job in the hands of the one worker that may do it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.is_done = False
        self._file = ("", "")

    @property
    def arguments(self) -> list[int]:
        """Ids of the records it is about."""
        return list(self.job.arguments)

    @property
    def user(self) -> Any:
        """Who asked for it; ``None`` for the library itself or an account that is gone."""
        return self.job.user

    def report(self, percent: int, message: str, **numbers: int) -> None:
        """Say how far it is. ``message`` is marked with ``gettext_noop`` and takes the numbers.

        Outside :meth:`once`, or nobody sees it. Raises :class:`LeaseLost`.
        """
        self._change(
            percent=max(0, min(percent, 99)),
            message=message,
            numbers=numbers,
            lease_until=timezone.now() + LEASE,
        )

    @contextmanager
    def once(self, message: str = "", **numbers: int) -> Iterator[None]:
        """What is written inside is written exactly once: in one transaction with the note that the job is
        done. For the database only; a file cannot be undone. Raises :class:`LeaseLost`.
        """
        with transaction.atomic():
            yield
            self.finish(message, **numbers)

    def attach(self, path: Path, name: str) -> None:
        """The file in the folder of the results is what :meth:`finish` hands over, under this name."""
        self._file = (path.name, name)

    def finish(self, message: str = "", **numbers: int) -> None:
        """Note that the work is done. Raises :class:`LeaseLost`."""
        self._change(
            state=Job.State.DONE,
            percent=100,
            message=message,
            numbers=numbers,
            lease_until=None,
            finished=timezone.now(),
            result=self._file[0],
            result_name=self._file[1],
        )
        self.is_done = True

    def _change(self, **values: Any) -> None:
        job = self.job
        mine = Job.objects.filter(pk=job.pk, tries=job.tries, state=Job.State.RUNNING)
        if not mine.update(**values):
            raise LeaseLost


@transaction.atomic
def enqueue(kind: str, *arguments: int, user: Any = None) -> Job:
    """Hand work over; it is done after the commit. ``arguments`` are ids of records.

    Raises ``LookupError`` for an unknown kind, ``TypeError`` for anything but ids: what stands in the queue
    would otherwise outlive the record it was taken from.
    """
    known = kinds.find(kind)
    if known is None:
        raise LookupError(f"no kind of work is called {kind!r}")
    if not all(isinstance(one, int) for one in arguments):
        raise TypeError(f"the arguments of {kind} are ids")
    job = Job.objects.create(kind=kind, arguments=list(arguments), user=user, tries_allowed=known.tries)
    call(job)
    return job


@transaction.atomic
def try_again(*, job: Job) -> bool:
    """A person wants a failed job to be tried once more; ``False`` when it has not failed."""
    known = kinds.find(job.kind)
    again = Job.objects.failed().filter(pk=job.pk)
    values: dict[str, Any] = {"state": Job.State.WAITING, "percent": 0, "message": "", "numbers": {}}
    values |= {"retry_at": None, "finished": None}
    if known is None or not again.update(tries_allowed=job.tries + known.tries, **values):
        return False
    job.refresh_from_db()
    call(job)
    return True


def call(job: Job) -> None:
    """Tell the workers that the job waits: at once, or from ``retry_at`` on. A backend that knows no later is
    not told of that.
    """
    if job.retry_at is None:
        run_job.enqueue(job.pk)
    elif run_job.get_backend().supports_defer:
        run_job.using(run_after=job.retry_at).enqueue(job.pk)


@task(backend=BACKEND)
def run_job(pk: int) -> None:
    """The one task of the backend: do a job, unless somebody else has it. Never raises what the work raises:
    the backend would keep its words.
    """
    job = _take(pk)
    if job is None:
        return
    known, running = kinds.find(job.kind), Running(job)
    if known is None:
        _end(running, Job.State.FAILED, UNKNOWN_KIND, {})
        return
    with _lock:
        _held[job.pk] = job.tries
    try:
        known.work(running)
        if not running.is_done:
            running.finish()
    except LeaseLost:
        logger.warning("job %s (%s): another worker has it, try %s is undone", pk, job.kind, job.tries)
    except TryLater as error:
        _again(running, error.message, error.numbers)
    except JobRefused as error:
        _end(running, Job.State.FAILED, error.message, error.numbers)
    except (OSError, DatabaseError) as error:
        _log(job, error)
        _again(running, UNREACHABLE, {})
    except Exception as error:
        _log(job, error)
        _end(running, Job.State.FAILED, BROKEN, {})
    finally:
        with _lock:
            _held.pop(job.pk, None)


def _take(pk: int) -> Job | None:
    """The job, if it waits and nobody else was faster."""
    now = timezone.now()
    job = Job.objects.waiting(now).filter(pk=pk).first()
    if job is None:
        return None
    taken = Job.objects.waiting(now).filter(pk=pk, tries=job.tries)
    values = {"tries": job.tries + 1, "state": Job.State.RUNNING, "lease_until": now + LEASE}
    return Job.objects.select_related("user").get(pk=pk) if taken.update(**values) else None


def _log(job: Job, error: Exception) -> None:
    """Where it broke, without the message of the error: that may hold words of a record."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("job %s (%s) failed: %s\n%s", job.pk, job.kind, type(error).__name__, where)


def _again(running: Running, message: str, numbers: dict[str, int]) -> None:
    job = running.job
    if job.tries >= job.tries_allowed:
        _end(running, Job.State.FAILED, message, numbers)
        return
    pause = timedelta(minutes=min(2 ** (job.tries - 1), LONGEST_PAUSE))
    with transaction.atomic():
        job.retry_at = timezone.now() + pause
        values = {"message": message, "numbers": numbers, "retry_at": job.retry_at, "lease_until": None}
        _change(running, state=Job.State.WAITING, **values)
        call(job)


def _end(running: Running, state: str, message: str, numbers: dict[str, int]) -> None:
    _change(running, state=state, message=message, numbers=numbers, lease_until=None, finished=timezone.now())


def _change(running: Running, **values: Any) -> None:
    try:
        running._change(**values)
    except LeaseLost:
        logger.warning("job %s: another worker has it", running.job.pk)


@transaction.atomic
def give_up_or_call(job: Job) -> None:
    """A job whose lease ran out waits again; one that has often ended so has failed."""
    mine = Job.objects.lost(timezone.now()).filter(pk=job.pk, tries=job.tries)
    if job.tries >= job.tries_allowed:
        mine.update(
            state=Job.State.FAILED, message=INTERRUPTED, numbers={}, lease_until=None, finished=timezone.now()
        )
    elif mine.update(state=Job.State.WAITING, lease_until=None, retry_at=None):
        job.retry_at = None
        call(job)
