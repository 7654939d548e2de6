"""Whoever sends a mail writes a row and a job; nothing that is undone sends one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection, send_mail
from django.db import DatabaseError, transaction

from knowledge.jobs import Job
from knowledge.mail import SEND_MAIL, OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_BACKEND = "knowledge.mail.backend.QueueBackend"
    monkeypatch.setattr("knowledge.jobs.actions.call", lambda job: None)


def test_a_mail_is_a_row_and_a_job_with_its_number() -> None:
    assert send_mail("Betreff", "Text", None, ["ich@rathaus.example"]) == 1
    mail, job = OutgoingMail.objects.get(), Job.objects.get()
    assert (job.kind, job.arguments, job.user) == (SEND_MAIL, [mail.pk], None)
    assert mail.state == OutgoingMail.State.WAITING
    assert "rathaus" not in mail.sealed + str(mail)


def test_a_mail_to_nobody_is_none() -> None:
    assert get_connection().send_messages([EmailMessage("Betreff", "Text", None, [])]) == 0
    assert not OutgoingMail.objects.exists()


def test_what_is_undone_sends_nothing() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        send_mail("Betreff", "Text", None, ["ich@rathaus.example"])
        raise RuntimeError
    assert not OutgoingMail.objects.exists()
    assert not Job.objects.exists()


def test_no_row_is_without_its_job(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr("knowledge.mail.backend.enqueue", fail)
    with pytest.raises(DatabaseError):
        send_mail("Betreff", "Text", None, ["ich@rathaus.example"])
    assert not OutgoingMail.objects.exists()
