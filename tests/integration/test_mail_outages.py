"""Mail servers that refuse, fall silent or come back: no request fails or waits, nothing is lost, nothing is
sent twice.
"""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cases.models import CasePage
from knowledge.jobs import Job, run_job
from knowledge.mail import OutgoingMail
from knowledge.mail.sending import NO_SERVER, QUEUE_BACKEND
from knowledge.models import QuestionSubscription
from knowledge.operations import health
from search.models import SavedSearch
from search.public_forms import background, fields
from search.public_forms.fields import stamp
from search.saved import alerts

TEXT = "Wie bekommen wir ein Rechenzentrum ans Wärmenetz, wenn niemand Zeit dafür hat?"
PHISHING = "Ihr Konto ist gesperrt, bitte melden Sie sich an unter boese-seite"
SENDERS = itertools.cycle(range(1, 255))
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MIN_SECONDS", -1)


@pytest.fixture
def queue(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The mail settings of every environment but the tests, and a worker that is called by the test."""
    settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT = QUEUE_BACKEND, LOCMEM
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    monkeypatch.setattr("knowledge.jobs.actions.call", lambda job: None)
    return settings


@pytest.fixture
def silent_server() -> Iterator[int]:
    """Accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def somebody() -> Client:
    """Each from somewhere else, so that no limit of a sender is met."""
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=f"192.0.2.{next(SENDERS)}")


def ask_for_search(email: str = "ich@rathaus.example", search: str = "?q=Rat") -> Any:
    values = {
        "suche": search,
        "mail": email,
        "rhythmus": "sofort",
        "stempel": stamp("merken"),
        "webseite": "",
    }
    return somebody().post("/suche/merken/", values)


def ask_question(email: str = "ich@rathaus.example", text: str = TEXT) -> Any:
    return somebody().post(
        "/frage/", {"frage": text, "stempel": stamp("frage"), "webseite": "", "mail": email}
    )


def wait_no_longer() -> None:
    Job.objects.update(retry_at=None)


def work_off() -> None:
    """What the worker does, once round."""
    for pk in list(Job.objects.waiting(timezone.now()).values_list("pk", flat=True)):
        run_job.call(pk)


@pytest.mark.parametrize("ask", [ask_for_search, ask_question])
def test_a_server_that_is_away_costs_neither_page_nor_mail(
    library: Any, queue: Any, django_capture_on_commit_callbacks: Any, ask: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert ask().status_code == 302
        assert ask().status_code == 302  # a retry of the reader: still one row, one mail
    model = SavedSearch if ask is ask_for_search else QuestionSubscription
    row = model.objects.get()
    assert row.asked_at is not None
    queue.MAIL_TRANSPORT = SMTP  # nobody listens there
    work_off()
    job = Job.objects.get()
    assert (job.state, job.message, job.tries) == (Job.State.WAITING, NO_SERVER, 1)
    queue.MAIL_TRANSPORT = LOCMEM
    work_off()
    assert mail.outbox == []  # put off
    wait_no_longer()
    work_off()
    work_off()
    (message,) = mail.outbox
    assert str(row.key) in message.extra_headers["Message-ID"]
    assert not OutgoingMail.objects.exists()


def test_a_silent_server_holds_no_request(
    library: Any, queue: Any, silent_server: int, django_capture_on_commit_callbacks: Any
) -> None:
    queue.MAIL_TRANSPORT, queue.EMAIL_PORT = SMTP, silent_server
    asked: list[Any] = []
    with django_capture_on_commit_callbacks(execute=True):
        for ask in (ask_for_search, ask_question):
            started = time.monotonic()
            assert ask().status_code == 302
            asked.append(time.monotonic() - started)
    assert max(asked) < queue.EMAIL_TIMEOUT
    run_job.call(Job.objects.filter(state=Job.State.WAITING).first().pk)  # type: ignore[union-attr]
    assert Job.objects.filter(message=NO_SERVER, tries=1).count() == 1


def test_the_timeout_is_set_where_nobody_sets_one() -> None:
    from knowledge.settings import base

    assert 1 <= base.EMAIL_TIMEOUT <= 30
    assert base.EMAIL_BACKEND == QUEUE_BACKEND
    assert base.TASKS["jobs"]["BACKEND"] == "django_tasks_db.DatabaseBackend"


def test_notes_of_workflows_wait_for_the_worker_like_all_mails(
    library: Any, queue: Any, signed_in: Any, caplog: Any, django_capture_on_commit_callbacks: Any
) -> None:
    case = CasePage.objects.live().first()
    case.save_revision()
    author = signed_in("moderation")
    with django_capture_on_commit_callbacks(execute=True):
        case.get_workflow().start(case, None)
        assert author.get("/admin/").status_code == 200
    waiting = OutgoingMail.objects.count()
    assert waiting
    assert case.title not in str(list(OutgoingMail.objects.values()) + list(Job.objects.values()))
    queue.MAIL_TRANSPORT = SMTP
    work_off()
    assert OutgoingMail.objects.count() == waiting
    queue.MAIL_TRANSPORT = LOCMEM
    wait_no_longer()
    work_off()
    assert any(case.title in message.subject + message.body for message in mail.outbox)
    assert "@" not in caplog.text
    assert case.title not in caplog.text


def test_a_link_for_a_new_password_outlives_the_process(library: Any, queue: Any) -> None:
    answer = somebody_at_admin().post("/admin/password_reset/", {"email": "redaktion@example.org"})
    assert answer.status_code == 302
    assert mail.outbox == []
    assert Job.objects.count() == 1
    work_off()
    assert OutgoingMail.objects.count() == 1
    work_off()
    (message,) = mail.outbox
    assert message.to == ["redaktion@example.org"]
    assert "/admin/password_reset/confirm/" in message.body


def somebody_at_admin() -> Client:
    return Client(REMOTE_ADDR=f"192.0.2.{next(SENDERS)}")


def test_work_with_a_name_waits_once(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BACKGROUND_THREADS = True
    monkeypatch.setattr(background, "_executor", None)
    busy, done = threading.Event(), []
    assert background.later(busy.wait)
    assert all(background.later(lambda: done.append("x"), name="searches") for _time in range(5))
    busy.set()
    assert background._executor is not None
    background._executor.shutdown(wait=True)
    assert done == ["x"]


def test_two_processes_send_one_mail(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        SavedSearch.objects.create(email=f"n{number}@rathaus.example", address="?q=Rat")
    claim = type(SavedSearch.objects.all()).claim

    def overtaken(rows: Any, pk: int) -> bool:
        """Another process runs the whole queue between our look and our claim."""
        with monkeypatch.context() as patch:
            patch.setattr(type(rows), "claim", claim)
            alerts.ask_owners()
        return bool(claim(rows, pk))

    with monkeypatch.context() as patch:
        patch.setattr(type(SavedSearch.objects.all()), "claim", overtaken)
        assert alerts.ask_owners() == 0
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"n{number}@rathaus.example" for number in range(3)
    ]


def test_the_doctor_sees_mails_that_nobody_sends(library: Any) -> None:
    def found() -> str:
        return " ".join(finding.text for finding in health.examine() if finding.state == health.PROBLEM)

    old = timezone.now() - timedelta(minutes=20)
    row = SavedSearch.objects.create(email="ich@rathaus.example", address="?q=Rat")
    assert "Bitten um Bestätigung" not in found()
    SavedSearch.objects.update(created=old)
    assert "die seit über einer Viertelstunde warten: 1" in found()
    # Put off because the mailbox got enough today.
    SavedSearch.objects.update(retry_at=timezone.now() + timedelta(minutes=8))
    assert "Bitten um Bestätigung" not in found()
    SavedSearch.objects.update(retry_at=None)
    call_command("send_mails")
    assert SavedSearch.objects.get(pk=row.pk).asked_at is not None
    assert "Bitten um Bestätigung" not in found()


@pytest.mark.parametrize("ask", [ask_for_search, ask_question])
def test_the_mail_carries_no_word_of_a_stranger(
    library: Any, django_capture_on_commit_callbacks: Any, ask: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        if ask is ask_for_search:
            ask("opfer@rathaus.example", f"?q={PHISHING}")
        else:
            ask("opfer@rathaus.example", PHISHING)
    (message,) = mail.outbox
    shown = message.subject + message.body + str(message.extra_headers)
    for word in ("gesperrt", "boese-seite", "Konto"):
        assert word not in shown


@pytest.mark.parametrize("ask", [ask_for_search, ask_question])
def test_plus_addresses_are_one_address(
    library: Any, django_capture_on_commit_callbacks: Any, ask: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(8):
            ask(f"Jemand+{number}@Rathaus.example")
    assert len(mail.outbox) == 1  # the same search, the same question: one row
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(8):
            if ask is ask_for_search:
                ask(f"jemand+{number}@rathaus.example", f"?q=Rat{number}")
            else:
                ask(f"jemand+{number}@rathaus.example", f"{TEXT} {number}")
    assert len(mail.outbox) == 5
