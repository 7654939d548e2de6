"""What the doctor says of the queue: no worker, jobs that failed or hang, mails that did not go out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from knowledge.jobs import SILENT, Job, JobWorker
from knowledge.mail import SEND_MAIL, OutgoingMail
from knowledge.operations import HINT, OK, PROBLEM, queue

pytestmark = pytest.mark.django_db


def said(check: Any) -> list[tuple[str, str]]:
    return [(one.state, one.text) for one in check()]


@pytest.mark.parametrize(("debug", "state"), [(True, HINT), (False, PROBLEM)])
def test_a_worker_that_is_not_running(debug: bool, state: str, settings: Any) -> None:
    settings.DEBUG = debug
    ((found, text),) = said(queue.jobs)
    assert (found, "kein Arbeiter läuft" in text) == (state, True)
    JobWorker.objects.create(name="hier", seen=timezone.now() - SILENT - timedelta(seconds=1))
    assert said(queue.jobs)[0][0] == state
    JobWorker.objects.update(seen=timezone.now())
    assert said(queue.jobs) == [(OK, "1 Arbeiter, 0 Aufträge warten")]


@pytest.mark.parametrize(
    "job",
    [
        {"created": timezone.now() - 11 * SILENT},
        {"state": "running", "tries": 1, "lease_until": timezone.now() - 2 * SILENT},
    ],
    ids=["waits", "hangs"],
)
def test_jobs_that_nobody_does_although_a_worker_runs(job: dict[str, Any]) -> None:
    JobWorker.objects.create(name="hier", seen=timezone.now())
    Job.objects.create(kind="x", **job)
    assert (PROBLEM, "Aufträge warten") in [(state, text[:15]) for state, text in said(queue.jobs)]


def test_failed_jobs_are_named_and_failed_mails_apart() -> None:
    JobWorker.objects.create(name="hier", seen=timezone.now())
    Job.objects.create(kind="x", state="failed")
    assert said(queue.jobs) == [(HINT, "1 Aufträge sind gescheitert")]
    assert said(queue.mails) == [(OK, "0 warten auf den Versand")]
    Job.objects.create(kind=SEND_MAIL, state="failed")
    assert said(queue.mails) == [(PROBLEM, "1 Mails ließen sich nicht verschicken")]
    OutgoingMail.objects.create(state="in-doubt", sealed="x")
    assert said(queue.mails) == [(PROBLEM, "1 Mails: ungewiss, ob sie angekommen sind")]
    Job.objects.create(kind=SEND_MAIL, tries=2, retry_at=timezone.now() + timedelta(hours=1))
    assert [state for state, _text in said(queue.mails)] == [PROBLEM, HINT]
