"""The worker beside its library (django-tasks-db): a sign of life, leases that hold, jobs that were lost,
rows that are old.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, OperationalError, connections
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from knowledge.jobs import results
from knowledge.jobs.actions import BACKEND, LEASE, call, give_up_or_call, held
from knowledge.jobs.models import Job, JobWorker

__all__ = [
    "KEEP_DONE",
    "KEEP_FAILED",
    "SIGN",
    "SILENT",
    "Keeper",
    "QueueWorker",
    "build_worker",
    "hourly",
    "prune",
    "start_in_thread",
    "tend",
]

logger = logging.getLogger("knowledge.jobs")

SIGN: Final = 15.0
"""Seconds between two signs of life; a lease outlives several that are missed."""

SILENT: Final = timedelta(minutes=3)
"""A worker that was not heard of for so long is not running. A long write on SQLite can hold a sign back."""

CALL_AGAIN: Final = timedelta(seconds=60)
"""A job that waits so long without anybody having been told is told of again."""

KEEP_DONE, KEEP_FAILED = timedelta(days=30), timedelta(days=90)
_PRUNE_EVERY: Final = 3600.0


def tend(name: str = "") -> None:
    """Once round: sign of life of the worker ``name``, leases of this process, jobs whose worker died, jobs
    nobody was told of.
    """
    now = timezone.now()
    if name:
        JobWorker.objects.update_or_create(name=name, defaults={"seen": now})
    for pk, tries in held().items():
        mine = Job.objects.filter(pk=pk, tries=tries, state=Job.State.RUNNING)
        mine.update(lease_until=timezone.now() + LEASE)
    for job in Job.objects.lost(now):
        give_up_or_call(job)
    late = [
        job
        for job in Job.objects.waiting(now).filter(created__lt=now - CALL_AGAIN)
        if job.retry_at is None or job.retry_at < now - CALL_AGAIN
    ]
    if late:
        called = _called()
        for job in late:
            if job.pk not in called:
                job.retry_at = None
                call(job)


def _called() -> set[int]:
    """Jobs a task of the backend waits for."""
    waiting = DBTaskResult.objects.filter(backend_name=BACKEND, status="READY")
    return {
        arguments["args"][0]
        for arguments in waiting.values_list("args_kwargs", flat=True)
        if arguments["args"]
    }


_hourly: list[Callable[[], None]] = []


def hourly(work: Callable[[], None]) -> Callable[[], None]:
    """Have a worker call this once an hour. It may be called by several at a time."""
    _hourly.append(work)
    return work


def prune() -> None:
    """Forget what nobody asks for any more: jobs and their files, tasks of the backend, workers that
    are gone.
    """
    now = timezone.now()
    Job.objects.filter(state=Job.State.DONE, finished__lt=now - KEEP_DONE).delete()
    Job.objects.failed().filter(finished__lt=now - KEEP_FAILED).delete()
    JobWorker.objects.filter(seen__lt=now - timedelta(days=1)).delete()
    tasks = DBTaskResult.objects.filter(backend_name=BACKEND).exclude(status="READY")
    # Also those that a killed worker left as running: the job says what became of them.
    tasks.filter(enqueued_at__lt=now - timedelta(days=1)).delete()
    results.delete_old()
    for work in _hourly:
        work()


class Keeper(threading.Thread):
    """Tends the queue as long as its worker lives; what fails is tried again at the next turn."""

    def __init__(self, name: str) -> None:
        super().__init__(name="jobs-keeper", daemon=True)
        self.worker_name = name
        self.stopped = threading.Event()

    def run(self) -> None:
        """Until :attr:`stopped` is set."""
        pruned = -_PRUNE_EVERY
        while True:
            try:
                tend(self.worker_name)
                if time.monotonic() - pruned >= _PRUNE_EVERY:
                    prune()
                    pruned = time.monotonic()
            except DatabaseError as error:
                logger.warning("jobs not tended, tried again: %s", type(error).__name__)
            except Exception:
                logger.exception("jobs not tended")
            finally:
                connections.close_all()
            if self.stopped.wait(SIGN):
                return


class QueueWorker(db_worker.Worker):  # type: ignore[misc]
    """django-tasks-db's worker with its keeper. It ends when the database is busy at the wrong moment; this
    one goes on.
    """

    def run(self) -> None:
        """Work until told to stop."""
        keeper = Keeper(self.worker_id)
        keeper.start()
        try:
            while True:
                try:
                    super().run()
                    return
                except OperationalError as error:
                    logger.warning("the worker could not reach the database: %s", type(error).__name__)
                    connections.close_all()
                    time.sleep(self.interval or 1.0)
        finally:
            keeper.stopped.set()


def build_worker(*, interval: float = 1.0, batch: bool = False) -> QueueWorker:
    """A worker for the jobs of the library. ``interval``: seconds between two looks at an empty queue;
    ``batch``: end when it is empty.
    """
    return QueueWorker(
        queue_names=["*"],
        interval=interval,
        batch=batch,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=None,
        # Tells the workers of all machines apart.
        worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}-{os.urandom(3).hex()}",
        excluded_queue_names=[],
    )


def start_in_thread() -> None:
    """A worker inside this process, for the demo."""
    threading.Thread(target=build_worker().run, name="jobs-worker", daemon=True).start()
