"""The life of a job: taken by one, reported on, finished, refused, tried again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError
from django.utils import timezone

from knowledge.jobs import Job, JobRefused, LeaseLost, Running, TryLater, enqueue, run_job, try_again
from knowledge.jobs.actions import BROKEN, INTERRUPTED, UNKNOWN_KIND, UNREACHABLE, give_up_or_call, held
from knowledge.jobs.models import JobQuerySet
from tests.unit.knowledge.jobs.conftest import DONE

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def raising(error: Exception) -> Callable[[Running], None]:
    def work(job: Running) -> None:
        raise error

    return work


def run(job: Job) -> Job:
    run_job.call(job.pk)
    job.refresh_from_db()
    return job


def test_work_is_done_and_says_so(declare: Callable[..., str]) -> None:
    seen: list[Any] = []

    def work(job: Running) -> None:
        job.report(40, DONE, count=2)
        seen.append((job.arguments, job.user, Job.objects.get(pk=job.job.pk).percent, held()))

    job = enqueue(declare(work), 7, 9)
    job.refresh_from_db()
    assert seen == [([7, 9], None, 40, {job.pk: 1})]
    assert (job.state, job.percent, job.tries, job.lease_until) == (Job.State.DONE, 100, 1, None)
    assert held() == {}


@pytest.mark.parametrize("argument", ["Worte", 1.5, None, {"a": 1}])
def test_nothing_but_ids_comes_into_the_queue(argument: Any, declare: Callable[..., str]) -> None:
    with pytest.raises(TypeError):
        enqueue(declare(lambda job: None), argument)
    with pytest.raises(LookupError):
        enqueue("test.unknown")
    assert not Job.objects.exists()


def test_two_workers_never_have_one_job(declare: Callable[..., str], waits: list[int]) -> None:
    done: list[int] = []

    def work(job: Running) -> None:
        done.append(job.job.pk)
        run_job.call(job.job.pk)  # the other one, at the same moment

    job = enqueue(declare(work))
    assert waits == [job.pk]
    run(job)
    run(job)
    assert done == [job.pk]


def test_who_lost_the_job_changes_nothing(declare: Callable[..., str], waits: list[int]) -> None:
    """Another worker took it over while this one was away: its transaction is undone."""

    def work(job: Running) -> None:
        with pytest.raises(LeaseLost):
            job.report(50, DONE, count=1)
        with job.once():
            Group.objects.create(name="zweimal")

    job = enqueue(declare(lambda job: (Job.objects.update(tries=2), work(job))[1]))
    run(job)
    assert (job.state, job.tries) == (Job.State.RUNNING, 2)
    assert not Group.objects.filter(name="zweimal").exists()


def test_what_is_done_once_is_done_with_the_note(declare: Callable[..., str]) -> None:
    def work(job: Running) -> None:
        with job.once(DONE, count=1):
            Group.objects.create(name="einmal")

    job = enqueue(declare(work))
    job.refresh_from_db()
    assert (job.state, job.sentence) == (Job.State.DONE, "1 Fälle sind veröffentlicht.")
    assert Group.objects.filter(name="einmal").exists()


def test_what_breaks_inside_once_leaves_nothing(declare: Callable[..., str]) -> None:
    def work(job: Running) -> None:
        with job.once():
            Group.objects.create(name="halb")
            raise JobRefused(DONE, count=0)

    job = enqueue(declare(work))
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert not Group.objects.filter(name="halb").exists()


def test_a_refusal_says_why_and_is_not_tried_again(declare: Callable[..., str]) -> None:
    job = enqueue(declare(raising(JobRefused(DONE, count=4))))
    job.refresh_from_db()
    assert (job.state, job.tries, job.sentence) == (Job.State.FAILED, 1, "4 Fälle sind veröffentlicht.")


def test_no_word_of_an_error_is_kept(declare: Callable[..., str], caplog: Any) -> None:
    with caplog.at_level(logging.ERROR, "knowledge.jobs"):
        job = enqueue(declare(raising(ValueError("Xaverius Zwirnlein"))))
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, BROKEN)
    assert "ValueError" in caplog.text
    assert "Zwirnlein" not in caplog.text + str(Job.objects.values())


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (TryLater(DONE, count=1), DONE),
        (OSError("disk full"), UNREACHABLE),
        (OperationalError("locked"), UNREACHABLE),
    ],
)
def test_what_may_pass_is_tried_again_later_and_later(
    error: Exception, message: str, declare: Callable[..., str], waits: list[int]
) -> None:
    job, pauses = enqueue(declare(raising(error), tries=3)), []
    for _try in range(3):
        before = timezone.now()
        run(job)
        if job.retry_at is not None and job.state == Job.State.WAITING:
            pauses.append(round((job.retry_at - before).total_seconds() / 60))
            run(job)  # too early
            Job.objects.filter(pk=job.pk).update(retry_at=timezone.now())
    assert pauses == [1, 2]
    assert (job.state, job.tries, job.message) == (Job.State.FAILED, 3, message)
    assert waits == [job.pk] * 3


def test_a_person_tries_a_failed_job_once_more(declare: Callable[..., str], waits: list[int]) -> None:
    done: list[int] = []

    def work(job: Running) -> None:
        if not done:
            done.append(1)
            raise JobRefused(DONE, count=1)

    job = run(enqueue(declare(work, tries=1)))
    assert try_again(job=job)
    assert (job.state, job.message, job.tries_allowed) == (Job.State.WAITING, "", 2)
    assert not try_again(job=job)
    assert run(job).state == Job.State.DONE


def test_a_kind_that_is_gone_fails_with_a_sentence(waits: list[int]) -> None:
    job = run(Job.objects.create(kind="test.gone"))
    assert (job.state, job.message) == (Job.State.FAILED, UNKNOWN_KIND)
    assert not try_again(job=job)


def test_a_job_whose_worker_died_waits_again_but_not_for_ever(waits: list[int]) -> None:
    past = timezone.now() - timedelta(seconds=1)
    job = Job.objects.create(kind="x", state="running", tries=1, tries_allowed=2, lease_until=past)
    give_up_or_call(job)
    job.refresh_from_db()
    assert (job.state, waits) == (Job.State.WAITING, [job.pk])
    Job.objects.update(state="running", tries=2, lease_until=past)
    job.refresh_from_db()
    give_up_or_call(job)
    job.refresh_from_db()
    assert (job.state, job.message, waits) == (Job.State.FAILED, INTERRUPTED, [job.pk])


def test_a_lease_that_was_renewed_meanwhile_is_left_alone(waits: list[int]) -> None:
    future = timezone.now() + timedelta(minutes=1)
    job = Job.objects.create(kind="x", state="running", tries=1, tries_allowed=2, lease_until=future)
    give_up_or_call(job)
    job.refresh_from_db()
    assert (job.state, waits) == (Job.State.RUNNING, [])


def test_who_is_overtaken_between_look_and_take_does_nothing(
    declare: Callable[..., str], waits: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []
    job = enqueue(declare(lambda running: done.append(running.job.pk)))
    look = JobQuerySet.first

    def overtaken(jobs: Any) -> Any:
        found = look(jobs)
        Job.objects.update(state=Job.State.RUNNING, tries=1)
        return found

    monkeypatch.setattr(JobQuerySet, "first", overtaken)
    run(job)
    assert (done, job.state, job.tries) == ([], Job.State.RUNNING, 1)
