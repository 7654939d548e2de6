"""Rows that wait for a yes, and mailboxes that are one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from search.models import SavedSearch, mailbox_of
from search.models.subscriptions import CLAIM, KEEP_UNCONFIRMED, RESEND_AFTER

pytestmark = pytest.mark.django_db


def row(**fields: object) -> SavedSearch:
    return SavedSearch.objects.create(**{"email": "Jemand+1@Rathaus.example", "address": "?q=x"} | fields)


@pytest.mark.parametrize(
    ("address", "box"),
    [("Jemand+1@Rathaus.example", "jemand@rathaus.example"), (" +@x.example ", "+@x.example")],
)
def test_one_spelling_for_one_mailbox(address: str, box: str) -> None:
    assert mailbox_of(address) == box


def test_a_row_is_found_by_any_address_of_its_mailbox_and_names_it_nowhere() -> None:
    made = row()
    assert list(SavedSearch.objects.of("jemand@rathaus.example")) == [made]
    assert "rathaus" not in str(made)


def test_who_has_a_row_keeps_it_for_a_while() -> None:
    made = row()
    assert SavedSearch.objects.claim(made.pk)
    assert not SavedSearch.objects.claim(made.pk)
    SavedSearch.objects.update(claimed_at=timezone.now() - CLAIM - timedelta(seconds=1))
    assert SavedSearch.objects.claim(made.pk)


def test_what_nobody_confirmed_goes() -> None:
    now = timezone.now()
    old = row(created=now - KEEP_UNCONFIRMED - timedelta(hours=1))
    row(created=now - KEEP_UNCONFIRMED + timedelta(hours=1))
    row(created=old.created, confirmed_at=now)
    assert list(SavedSearch.objects.expired()) == [old]


def test_who_asks_again_is_asked_again_but_not_at_once() -> None:
    made = row(asked_at=timezone.now())
    assert not made.ask_again(language="en")
    made.asked_at = timezone.now() - RESEND_AFTER - timedelta(seconds=1)
    assert made.ask_again(language="en")
    assert (made.asked_at, made.language) == (None, "en")
    made.confirmed_at = timezone.now()
    assert not made.ask_again(language="de")
