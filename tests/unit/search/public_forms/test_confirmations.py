"""The queue of mails that ask whether an address belongs to who gave it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from search.models import SavedSearch
from search.public_forms.confirmations import send_confirmations

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


def test_a_row_whose_mail_was_not_handed_over_is_asked_later() -> None:
    rows("a")

    def fail(row: SavedSearch, message_id: str) -> None:
        SavedSearch.objects.filter(pk=row.pk).update(language="en")
        raise DatabaseError

    with pytest.raises(DatabaseError):
        send_confirmations(SavedSearch.objects.all(), fail)
    row = SavedSearch.objects.get()
    assert (row.asked_at, row.claimed_at, row.language) == (None, None, "de")
    assert send_confirmations(SavedSearch.objects.all(), lambda row, message_id: None) == 1


def test_one_mailbox_gets_few() -> None:
    rows(*["a"] * 7)
    assert send_confirmations(SavedSearch.objects.all(), lambda row, message_id: None) == 5
