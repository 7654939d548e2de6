"""Mail servers that refuse, fall silent or come back: no request fails or waits, nothing is lost, nothing is
sent twice.
"""

from __future__ import annotations

import itertools
import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import send_mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cases.models import CasePage
from knowledge.models import OpenQuestion, QuestionSubscription
from knowledge.operations import health
from knowledge.questions import actions
from search.models import SavedSearch
from search.public_forms import background, fields
from search.public_forms.fields import stamp
from search.saved import alerts

TEXT = "Wie bekommen wir ein Rechenzentrum ans Wärmenetz, wenn niemand Zeit dafür hat?"
PHISHING = "Ihr Konto ist gesperrt, bitte melden Sie sich an unter boese-seite"
SENDERS = itertools.cycle(range(1, 255))
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MIN_SECONDS", -1)


@pytest.fixture
def production_mail(settings: Any) -> Any:
    """The mail settings of every environment but the tests, with threads; the server's port is for the test
    to set.
    """
    settings.EMAIL_BACKEND = "search.public_forms.background.BackgroundBackend"
    settings.MAIL_TRANSPORT = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
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


def refuse(*args: Any, **kwargs: Any) -> None:
    raise smtplib.SMTPServerDisconnected


@pytest.mark.parametrize("ask", [ask_for_search, ask_question])
def test_a_server_that_refuses_costs_neither_page_nor_mail(
    library: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, ask: Any
) -> None:
    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        assert ask().status_code == 302
        assert ask().status_code == 302  # a retry of the reader: still one row, and nothing claims to be sent
    model = SavedSearch if ask is ask_for_search else QuestionSubscription
    row = model.objects.get()
    assert (row.asked_at, row.attempts, row.claimed_at) == (None, 1, None)
    assert row.retry_at > timezone.now()
    call_command("send_mails")
    assert mail.outbox == []  # put off
    model.objects.update(retry_at=timezone.now())
    call_command("send_mails")
    call_command("send_mails")
    (message,) = mail.outbox
    assert str(row.key) in message.extra_headers["Message-ID"]
    assert model.objects.get().asked_at is not None


def test_a_silent_server_holds_no_request(
    library: Any, production_mail: Any, silent_server: int, django_capture_on_commit_callbacks: Any
) -> None:
    production_mail.EMAIL_PORT = silent_server
    started = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        assert ask_for_search().status_code == 302
        assert ask_question().status_code == 302
    assert time.monotonic() - started < 6  # one second and a bit each; without a limit it never ended
    assert SavedSearch.objects.get().attempts == 1


def test_the_timeout_is_set_where_nobody_sets_one() -> None:
    from knowledge.settings import base

    assert 1 <= base.EMAIL_TIMEOUT <= 30
    assert base.EMAIL_BACKEND == "search.public_forms.background.BackgroundBackend"


def test_notes_of_workflows_and_other_mails_fail_without_an_error(
    library: Any, production_mail: Any, signed_in: Any, caplog: Any
) -> None:
    assert send_mail("Betreff", "Text", None, ["ich@rathaus.example"]) == 1
    case = CasePage.objects.live().first()
    case.save_revision()
    author = signed_in("moderation")
    case.get_workflow().start(case, None)
    assert author.get("/admin/").status_code == 200
    assert "mail not sent: ConnectionRefusedError" in caplog.text
    assert "@" not in caplog.text
    assert case.title not in caplog.text


def test_a_thread_takes_the_mail(
    production_mail: Any, silent_server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    production_mail.BACKGROUND_THREADS, production_mail.EMAIL_PORT = True, silent_server
    monkeypatch.setattr(background, "MOST_WAITING", 2)
    monkeypatch.setattr(background, "_executor", None)
    started = time.monotonic()
    sent = sum(send_mail("Betreff", "Text", None, ["ich@rathaus.example"]) for _mail in range(9))
    assert time.monotonic() - started < 0.5
    assert 2 <= sent <= 4  # one or two are being sent, two wait, the others are dropped
    assert background._executor is not None
    background._executor.shutdown(wait=True)
    assert background._waiting == []


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


def test_a_refused_address_holds_up_nobody(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    question = OpenQuestion.objects.create(text=TEXT, state="abgelehnt", reply="Nein.")
    for name in ("weg", "da"):
        SavedSearch.objects.create(email=f"{name}@rathaus.example", address="?q=Rat")
        QuestionSubscription.objects.create(
            question=question, email=f"{name}@rathaus.example", confirmed_at=timezone.now()
        )
    send = mail.EmailMessage.send

    def choosy(message: Any, *args: Any, **kwargs: Any) -> int:
        if message.to[0].startswith("weg"):
            raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"unknown")})
        return send(message, *args, **kwargs)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", choosy)
    assert alerts.ask_owners() == 1
    assert actions.tell_askers() == 1


def test_a_server_that_is_away_is_asked_once_a_run(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    question = OpenQuestion.objects.create(text=TEXT, state="abgelehnt", reply="Nein.")
    for number in range(4):
        SavedSearch.objects.create(email=f"n{number}@rathaus.example", address="?q=Rat")
        QuestionSubscription.objects.create(
            question=question, email=f"n{number}@rathaus.example", confirmed_at=timezone.now()
        )
    tried: list[str] = []

    def away(message: Any, *args: Any, **kwargs: Any) -> None:
        tried.append(message.to[0])
        raise TimeoutError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    call_command("send_mails")
    assert len(tried) == 2  # one confirmation, one answer


def test_the_doctor_sees_mails_that_nobody_sends(library: Any) -> None:
    def found() -> str:
        return " ".join(finding.text for finding in health.examine() if finding.state == health.PROBLEM)

    old = timezone.now() - timedelta(minutes=20)
    row = SavedSearch.objects.create(email="ich@rathaus.example", address="?q=Rat")
    assert "Bitten um Bestätigung" not in found()
    SavedSearch.objects.update(created=old)
    assert "die seit über einer Viertelstunde warten: 1" in found()
    SavedSearch.objects.update(attempts=3, retry_at=timezone.now() + timedelta(minutes=8))
    assert "Bitten um Bestätigung" in found()
    SavedSearch.objects.update(attempts=0)  # put off because the mailbox got enough today
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
