"""The queue of mails that ask whether an address belongs to who gave it."""

from __future__ import annotations

import smtplib

import pytest

from search.models import SavedSearch
from search.public_forms.confirmations import is_about_one_mail, send_confirmations

pytestmark = pytest.mark.django_db


def rows(*boxes: str) -> None:
    for box in boxes:
        SavedSearch.objects.create(email=f"{box}@rathaus.example", address="?q=x")


def test_each_row_is_asked_once() -> None:
    rows("a", "b")
    sent: list[str] = []

    def ask(row: SavedSearch, message_id: str) -> None:
        sent.append(row.email)

    assert send_confirmations(SavedSearch.objects.all(), ask) == 2
    assert send_confirmations(SavedSearch.objects.all(), ask) == 0
    assert sent == ["a@rathaus.example", "b@rathaus.example"]
    assert not SavedSearch.objects.filter(claimed_at__isnull=False).exists()


def test_a_mail_that_is_refused_waits_and_the_next_is_tried() -> None:
    rows("a", "b")

    def refuse_the_first(row: SavedSearch, message_id: str) -> None:
        if row.email.startswith("a"):
            raise smtplib.SMTPRecipientsRefused({})

    assert send_confirmations(SavedSearch.objects.all(), refuse_the_first) == 1
    waiting = SavedSearch.objects.get(asked_at__isnull=True)
    assert (waiting.email, waiting.attempts) == ("a@rathaus.example", 1)
    assert waiting.retry_at is not None


def test_a_server_that_is_away_is_not_asked_for_every_row() -> None:
    rows("a", "b")
    tried: list[str] = []

    def away(row: SavedSearch, message_id: str) -> None:
        tried.append(row.email)
        raise ConnectionRefusedError

    assert send_confirmations(SavedSearch.objects.all(), away) == 0
    assert len(tried) == 1
    assert not is_about_one_mail(ConnectionRefusedError())


def test_one_mailbox_gets_few() -> None:
    rows(*["a"] * 7)
    assert send_confirmations(SavedSearch.objects.all(), lambda row, message_id: None) == 5
