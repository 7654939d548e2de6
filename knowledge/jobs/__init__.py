"""Work that takes time: queued by a request, done by a worker, shown with its progress to who waits for it.

A kind of work is a function with :func:`kind` above it; :func:`enqueue` hands it over with ids and nothing
else. ``manage.py db_worker`` does it (docs/adr/0015-jobs-beside-tasks.md).
"""

from knowledge.jobs import results
from knowledge.jobs.actions import (
    JobRefused,
    LeaseLost,
    Running,
    TryLater,
    enqueue,
    run_job,
    try_again,
)
from knowledge.jobs.kinds import JobKind, all_kinds, find, kind
from knowledge.jobs.models import Job, JobWorker
from knowledge.jobs.worker import SIGN, SILENT, build_worker, hourly, prune, start_in_thread, tend

__all__ = [
    "SIGN",
    "SILENT",
    "Job",
    "JobKind",
    "JobRefused",
    "JobWorker",
    "LeaseLost",
    "Running",
    "TryLater",
    "all_kinds",
    "build_worker",
    "enqueue",
    "find",
    "hourly",
    "kind",
    "prune",
    "results",
    "run_job",
    "start_in_thread",
    "tend",
    "try_again",
]
