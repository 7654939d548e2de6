"""What the keeper of a worker looks after."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, get_date_max

from knowledge.jobs import Job, JobWorker, Running, build_worker, enqueue, prune, run_job, tend
from knowledge.jobs import worker as worker_module
from knowledge.jobs.actions import LEASE
from knowledge.jobs.worker import KEEP_DONE, KEEP_FAILED, Keeper

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def task_of(pk: int, **values: Any) -> DBTaskResult:
    """A task of the backend for a job."""
    given = {"status": "READY", "run_after": get_date_max()} | values
    return DBTaskResult.objects.create(
        id=uuid.uuid4(),
        args_kwargs={"args": [pk], "kwargs": {}},
        backend_name="jobs",
        task_path="knowledge.jobs.actions.run_job",
        **given,
    )


def test_a_worker_signs_and_keeps_what_it_holds(declare: Callable[..., str], waits: list[int]) -> None:
    def work(job: Running) -> None:
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        tend("hier-1")
        assert Job.objects.get().lease_until > timezone.now() + LEASE / 2
        assert Job.objects.get().state == Job.State.RUNNING

    job = enqueue(declare(work))
    run_job.call(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert JobWorker.objects.get().name == "hier-1"


def test_a_job_of_a_dead_worker_is_told_of_again(waits: list[int]) -> None:
    past = timezone.now() - timedelta(seconds=1)
    job = Job.objects.create(kind="x", state="running", tries=1, tries_allowed=3, lease_until=past)
    tend()
    job.refresh_from_db()
    assert (job.state, waits) == (Job.State.WAITING, [job.pk])
    assert not JobWorker.objects.exists()


def test_a_job_that_nobody_was_told_of_is_told_of_once(waits: list[int]) -> None:
    """Its task was taken by a worker that died before it took the job."""
    early = timezone.now() - timedelta(minutes=5)
    forgotten = Job.objects.create(kind="x", created=early)
    told = Job.objects.create(kind="x", created=early)
    Job.objects.create(kind="x")  # just now
    Job.objects.create(kind="x", created=early, retry_at=timezone.now() + timedelta(minutes=5))
    task_of(told.pk)
    task_of(forgotten.pk, status="RUNNING")
    tend()
    assert waits == [forgotten.pk]


def test_what_is_old_goes() -> None:
    now, day = timezone.now(), timedelta(days=1)
    Job.objects.create(kind="x", state="done", finished=now - KEEP_DONE - day)
    Job.objects.create(kind="x", state="failed", finished=now - KEEP_FAILED - day)
    kept = {
        Job.objects.create(kind="x", state="done", finished=now - day).pk,
        Job.objects.create(kind="x", state="failed", finished=now - KEEP_DONE - day).pk,
        Job.objects.create(kind="x", created=now - KEEP_FAILED - day).pk,
    }
    JobWorker.objects.create(name="alt", seen=now - 2 * day)
    waiting, new = task_of(1), task_of(2, status="SUCCESSFUL")
    old = [task_of(3, status="SUCCESSFUL"), task_of(4, status="RUNNING")]
    DBTaskResult.objects.exclude(pk=new.pk).update(enqueued_at=now - 2 * day)
    prune()
    assert set(Job.objects.values_list("pk", flat=True)) == kept
    assert not JobWorker.objects.exists()
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {waiting.pk, new.pk}
    assert len(old) == 2


def test_a_keeper_goes_on_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    keeper, calls = Keeper("hier-1"), []

    def failing(name: str) -> None:
        calls.append(name)
        if len(calls) == 1:
            raise OperationalError("database is locked")
        if len(calls) == 2:
            raise RuntimeError("something else")
        keeper.stopped.set()

    monkeypatch.setattr(worker_module, "tend", failing)
    monkeypatch.setattr(worker_module, "prune", lambda: calls.append("prune"))
    monkeypatch.setattr(worker_module, "SIGN", 0.0)
    monkeypatch.setattr(worker_module.connections, "close_all", lambda: None)
    keeper.run()
    assert calls == ["hier-1"] * 3 + ["prune"]


def test_a_busy_database_does_not_end_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []

    def run(self: Worker) -> None:
        runs.append(1)
        if len(runs) == 1:
            raise OperationalError("database is locked")

    monkeypatch.setattr(Worker, "run", run)
    monkeypatch.setattr(Keeper, "start", lambda self: None)
    monkeypatch.setattr(worker_module.connections, "close_all", lambda: None)
    monkeypatch.setattr(worker_module.time, "sleep", lambda seconds: None)
    build_worker().run()
    assert len(runs) == 2


def test_workers_of_one_machine_have_names_of_their_own() -> None:
    names = {build_worker().worker_id for _number in range(5)}
    assert len(names) == 5
    assert all(len(name) <= 64 for name in names)
