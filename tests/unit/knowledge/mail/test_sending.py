"""What is known after a mail server was asked: sent, refused for now, refused, or in doubt."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from knowledge.jobs import Job, run_job, try_again
from knowledge.mail import OutgoingMail, sending, transport
from knowledge.mail.sending import KEPT, forget_old

pytestmark = pytest.mark.django_db

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
WORDS = "Xaverius Zwirnlein"


class Server(BaseEmailBackend):
    """A mail server that does as it is told."""

    opening: Exception | None = None
    sending: Exception | None = None
    seen: list[str] = []

    def open(self) -> None:
        if Server.opening:
            raise Server.opening

    def close(self) -> None:
        raise OSError("never polite")

    def send_messages(self, messages: Any) -> int:
        assert OutgoingMail.objects.get().state == OutgoingMail.State.SENDING
        Server.seen += [message.subject for message in messages]
        if Server.sending:
            raise Server.sending
        return len(messages)


@pytest.fixture
def waiting(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A mail whose job nobody has taken yet."""
    settings.EMAIL_BACKEND = "knowledge.mail.backend.QueueBackend"
    settings.MAIL_TRANSPORT = f"{__name__}.Server"
    monkeypatch.setattr("knowledge.jobs.actions.call", lambda job: None)
    monkeypatch.setattr(Server, "opening", None)
    monkeypatch.setattr(Server, "sending", None)
    monkeypatch.setattr(Server, "seen", [])
    send_mail("Betreff", WORDS, None, ["ich@rathaus.example"])
    return Job.objects.get()


def run(job: Job) -> Job:
    Job.objects.filter(state=Job.State.WAITING).update(retry_at=None)
    run_job.call(job.pk)
    job.refresh_from_db()
    return job


def test_a_mail_that_was_sent_is_forgotten(waiting: Job) -> None:
    assert run(waiting).state == Job.State.DONE
    assert not OutgoingMail.objects.exists()
    run(waiting)
    assert Server.seen == ["Betreff"]


def test_a_server_that_is_away_is_asked_again(waiting: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Server, "opening", ConnectionRefusedError())
    run(waiting)
    assert (waiting.state, waiting.message) == (Job.State.WAITING, sending.NO_SERVER)
    assert waiting.retry_at is not None
    assert OutgoingMail.objects.get().state == OutgoingMail.State.WAITING
    monkeypatch.setattr(Server, "opening", None)
    assert run(waiting).state == Job.State.DONE
    assert Server.seen == ["Betreff"]


@pytest.mark.parametrize(
    ("error", "state", "message", "numbers"),
    [
        (smtplib.SMTPDataError(451, b"later"), Job.State.WAITING, sending.NOT_NOW, {"code": 451}),
        (smtplib.SMTPDataError(554, b"spam"), Job.State.FAILED, sending.REFUSED, {"code": 554}),
        (smtplib.SMTPSenderRefused(550, b"", "a@b"), Job.State.FAILED, sending.REFUSED, {"code": 550}),
        (
            smtplib.SMTPRecipientsRefused({"a@b": (550, b""), "c@d": (450, b"")}),
            Job.State.WAITING,
            sending.NOT_NOW,
            {"code": 450},
        ),
        (ValueError("Zwirnlein"), Job.State.FAILED, sending.UNSENDABLE, {}),
    ],
    ids=["busy", "spam", "sender", "recipients", "header"],
)
def test_a_server_that_says_no_is_believed(
    error: Exception, state: str, message: str, numbers: dict[str, int], waiting: Job, monkeypatch: Any
) -> None:
    monkeypatch.setattr(Server, "sending", error)
    run(waiting)
    assert (waiting.state, waiting.message, waiting.numbers) == (state, message, numbers)
    assert OutgoingMail.objects.get().state == OutgoingMail.State.WAITING
    assert "Zwirnlein" not in str(list(Job.objects.values()) + list(OutgoingMail.objects.values()))


def silent_server(job: Job, patch: Callable[..., None]) -> None:
    """The connection breaks after the mail was handed over."""
    patch(Server, "sending", TimeoutError())
    run(job)


def killed_worker(job: Job, patch: Callable[..., None]) -> None:
    """The worker dies between handing over and the note; its lease runs out."""
    OutgoingMail.objects.update(state=OutgoingMail.State.SENDING)
    Server.seen.append("Betreff")
    run(job)


@pytest.mark.parametrize("happens", [silent_server, killed_worker])
def test_a_mail_in_doubt_is_shown_and_not_sent_twice(
    happens: Callable[..., None], waiting: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    happens(waiting, monkeypatch.setattr)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.message) == (Job.State.FAILED, sending.IN_DOUBT)
    assert OutgoingMail.objects.get().state == OutgoingMail.State.IN_DOUBT
    assert Server.seen == ["Betreff"]
    monkeypatch.setattr(Server, "sending", None)
    assert try_again(job=waiting)  # a person wants it
    assert run(waiting).state == Job.State.DONE
    assert Server.seen == ["Betreff"] * 2


def test_who_lost_the_job_does_not_send(waiting: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another worker has begun to send while this one was opening its connection."""

    def overtaken(self: Server) -> None:
        OutgoingMail.objects.update(state=OutgoingMail.State.SENDING)

    monkeypatch.setattr(Server, "open", overtaken)
    run(waiting)
    assert waiting.state == Job.State.RUNNING  # until the lease of this one runs out
    assert Server.seen == []


def test_a_changed_key_and_a_mail_that_is_gone_are_said(waiting: Job, settings: Any) -> None:
    settings.SECRET_KEY = "ein anderer"
    assert run(waiting).message == sending.UNREADABLE
    OutgoingMail.objects.all().delete()
    try_again(job=waiting)
    assert run(waiting).message == sending.GONE


def test_what_nobody_could_send_is_forgotten(waiting: Job) -> None:
    forget_old()
    assert OutgoingMail.objects.exists()
    OutgoingMail.objects.update(created=timezone.now() - KEPT - timedelta(minutes=1))
    forget_old()
    assert not OutgoingMail.objects.exists()


def test_the_transport_is_never_the_queue_itself(settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT = sending.QUEUE_BACKEND, "x.Backend"
    assert transport() == "x.Backend"
    settings.EMAIL_BACKEND = LOCMEM
    assert transport() == LOCMEM
    assert mail.outbox == []


def test_after_an_older_database_was_put_back_no_mail_goes_out_by_itself(waiting: Job) -> None:
    assert sending.doubt_all() == 1
    run(waiting)
    assert (waiting.state, waiting.message) == (Job.State.FAILED, sending.IN_DOUBT)
    assert Server.seen == []
