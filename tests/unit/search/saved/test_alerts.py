"""What is news to a saved search, when it is due, and that a step that fails is repeated and not lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import DatabaseError

from search.contract import Document, Passage
from search.models import MAX_PER_ADDRESS, SavedSearch
from search.saved import alerts
from search.saved.alerts import NewHit

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

SHOWN = Document(
    "gruppe:1",
    "gruppe",
    "Bürgerhaus",
    "/g/1/",
    summary="Zu teuer",
    passages=(Passage("Der Rat zögert."),),
    facets={"typ": ("gruppe",)},
    display={"outcome": "offen"},
)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Rathaus"},
        {"summary": "Zu klein"},
        {"passages": (Passage("Der Rat stimmt zu."),)},
        {"display": {"outcome": "umgesetzt"}},
        {"facets": {"typ": ("gruppe", "fall")}},
    ],
)
def test_whatever_a_reader_sees_makes_another_fingerprint(change: dict[str, Any]) -> None:
    assert NewHit(replace(SHOWN, **change)).fingerprint != NewHit(SHOWN).fingerprint


def test_what_nobody_sees_makes_none() -> None:
    hidden = replace(SHOWN, boost=2.0, keywords=("haus",), released="2026-01-01")
    assert NewHit(hidden).fingerprint == NewHit(SHOWN).fingerprint
    turned = replace(SHOWN, facets={"typ": ("b", "a")})
    assert NewHit(turned).fingerprint == NewHit(replace(SHOWN, facets={"typ": ("a", "b")})).fingerprint


def test_a_stored_address_starts_at_the_first_page() -> None:
    form = alerts.form_of("?q=vereine&seite=4")
    assert (form.text, form.page) == ("vereine", 1)


@pytest.mark.parametrize(
    ("rhythm", "last", "due"),
    [
        ("sofort", NOW, True),
        ("woechentlich", NOW - timedelta(days=6, hours=23), False),
        ("woechentlich", NOW - timedelta(days=7), True),
        ("monatlich", datetime(2026, 2, 10, 9, 1, tzinfo=UTC), False),
        ("monatlich", datetime(2026, 2, 10, 9, 0, tzinfo=UTC), True),
    ],
)
def test_a_rhythm_counts_from_the_last_mail(rhythm: str, last: datetime, due: bool) -> None:
    saved = SavedSearch(rhythm=rhythm, last_sent=last, confirmed_at=NOW - timedelta(days=90))
    assert alerts._is_due(saved, NOW) is due


@pytest.mark.django_db
def test_who_fills_a_mailbox_is_not_told_where_it_ends() -> None:
    for number in range(MAX_PER_ADDRESS + 2):
        alerts.ask_to_confirm(
            email="a@rathaus.example", address=f"?q={number}", rhythm="sofort", language="de"
        )
    assert SavedSearch.objects.count() == MAX_PER_ADDRESS


@pytest.fixture
def publish(source: Any, django_capture_on_commit_callbacks: Any) -> Callable[[str], Group]:
    """``publish("Titel|Text")``: a record that the search finds from now on."""

    def made(words: str) -> Group:
        with django_capture_on_commit_callbacks(execute=True):
            return Group.objects.create(name=f"public|{words}")

    return made


@pytest.fixture
def saved(source: Any, publish: Callable[[str], Group]) -> SavedSearch:
    """A confirmed search for what the group "Bürgerhaus" says."""
    publish("Bürgerhaus|Das Haus ist teuer")
    made = SavedSearch.objects.create(
        email="a@rathaus.example", address="?q=Bürgerhaus", rhythm="sofort", language="de"
    )
    assert alerts.confirm(made)
    return made


def test_what_was_there_is_no_news_and_the_new_is_told_once(saved: SavedSearch, publish: Any) -> None:
    assert alerts.send_due() == 0
    publish("Bürgerhaus am See|Es öffnet wieder")
    assert [alerts.send_due(), alerts.send_due()] == [1, 0]
    assert "Bürgerhaus am See" in mail.outbox[0].body


def test_a_mail_that_could_not_be_handed_over_is_news_again(
    saved: SavedSearch, publish: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("Bürgerhaus am See|Es öffnet wieder")

    def fail(**letter: Any) -> None:
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(alerts, "send", fail)
        with pytest.raises(DatabaseError):
            alerts.send_due()
    saved.refresh_from_db()
    assert saved.claimed_at is None and saved.last_sent is None
    assert alerts.send_due() == 1


def test_while_only_titles_can_be_searched_nothing_is_judged(
    saved: SavedSearch, publish: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("Bürgerhaus am See|Es öffnet wieder")
    monkeypatch.setattr(alerts, "find", lambda form: None)
    assert alerts.send_due() == 0
    assert not alerts.confirm(SavedSearch(address="?q=x"))
    saved.refresh_from_db()
    assert len(saved.seen["records"]) == 1
