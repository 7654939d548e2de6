"""Who sees and repeats which jobs; the pages: tests/integration/test_jobs.py."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from knowledge.admin.jobs import _may_retry, _nobody_works, may_see_jobs
from knowledge.content.export import EXPORT
from knowledge.jobs import SILENT, Job, JobWorker

pytestmark = pytest.mark.django_db


def test_the_menu_is_for_who_may_start_or_has_started_something(admin_user: Any) -> None:
    user = get_user_model().objects.create_user("anna")
    assert may_see_jobs(admin_user)
    assert not may_see_jobs(user)
    Job.objects.create(kind=EXPORT, user=user)
    assert may_see_jobs(user)


def test_who_may_no_longer_start_it_does_not_repeat_it(admin_user: Any) -> None:
    user = get_user_model().objects.create_user("anna")
    job = Job.objects.create(kind=EXPORT, user=user, state="failed")
    may: Any = lambda who, one: _may_retry(SimpleNamespace(user=who), one)  # type: ignore[arg-type]  # noqa: E731
    assert not may(user, job)
    assert may(admin_user, job)
    assert not may(admin_user, Job(kind=EXPORT, state="done"))
    assert may(admin_user, Job(kind="of.the.library", state="failed"))
    assert not may(user, Job(kind="of.the.library", state="failed"))
    assert not may(admin_user, Job(kind="test.gone", user=user, state="failed"))


def test_nobody_works_is_said_when_something_waits_and_no_worker_signs() -> None:
    assert not _nobody_works()
    Job.objects.create(kind="x")
    assert not _nobody_works()  # just now
    Job.objects.update(created=timezone.now() - SILENT)
    assert _nobody_works()
    JobWorker.objects.create(name="hier", seen=timezone.now() - 2 * SILENT)
    assert _nobody_works()
    JobWorker.objects.update(seen=timezone.now() - timedelta(seconds=5))
    assert not _nobody_works()
