"""The form that saves a search, the page that ends one, and the feed."""

from __future__ import annotations

import uuid
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from search.models import SavedSearch
from search.saved import views

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> SavedSearch:
    return SavedSearch.objects.create(email="a@rathaus.example", address="?q=x", rhythm="sofort")


@pytest.mark.parametrize("posted", [{}, {"List-Unsubscribe": "One-Click"}])
def test_a_search_ends_by_button_and_from_the_mail(
    row: SavedSearch, posted: dict[str, str], client: Client
) -> None:
    address = reverse("search:subscription", args=[row.key])
    assert client.post(address, posted).status_code == 200
    assert not SavedSearch.objects.exists()
    assert client.post(address, posted).status_code == 200, "a second click is no error"
    assert client.get(address).status_code == 404


def test_a_link_alone_confirms_nothing(row: SavedSearch, client: Client, source: Any) -> None:
    address = reverse("search:subscription", args=[row.key])
    client.get(address)
    row.refresh_from_db()
    assert row.confirmed_at is None
    confirm = reverse("search:confirm_subscription", args=[row.key])
    seen: Any = client.get(confirm)
    assert (seen.status_code, seen.url) == (302, address)
    assert client.post(confirm, follow=True).status_code == 200
    row.refresh_from_db()
    assert row.confirmed_at is not None


def test_who_cannot_be_looked_up_now_is_asked_to_come_back(
    row: SavedSearch, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "confirm", lambda row: False)
    answer = client.post(reverse("search:confirm_subscription", args=[row.key]))
    assert answer.status_code == 503


def test_an_unknown_key_is_not_found(client: Client) -> None:
    assert client.get(reverse("search:subscription", args=[uuid.uuid4()])).status_code == 404
    assert client.post(reverse("search:confirm_subscription", args=[uuid.uuid4()])).status_code == 404


def test_without_a_search_there_is_nothing_to_save(client: Client) -> None:
    page = client.get(reverse("search:save"))
    assert page.status_code == 200
    assert "Es fehlt die Suche" in page.text
    assert 'name="mail"' not in page.text


def test_equal_feeds_are_equal_and_not_sent_twice(
    source: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Group.objects.create(name="public|Bürgerhaus|Das Haus ist teuer")
    first = client.get(reverse("search:atom"), {"q": "Bürgerhaus"})
    assert b"<title>B\xc3\xbcrgerhaus</title>" in first.content
    assert b"2020-01-01T00:00:00" in first.content, "a record of no batch has the same date each day"
    again = client.get(reverse("search:atom"), {"q": "Bürgerhaus"}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_summary_of_a_feed_is_escaped_for_its_type(
    source: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Group.objects.create(name="public|Bürgerhaus <1.000 m²|Haus & Hof <klein>")
    answer = client.get(reverse("search:atom"), {"q": "Bürgerhaus"})
    entry = ElementTree.fromstring(answer.content).find("{*}entry")
    assert entry is not None
    summary, title = entry.find("{*}summary"), entry.find("{*}title")
    assert summary is not None and title is not None
    assert summary.get("type") == "html"
    assert "Haus &amp; Hof &lt;klein&gt;" in (summary.text or "")
    assert title.text == "Bürgerhaus <1.000 m²"


def test_no_character_of_a_record_or_a_search_breaks_a_feed(
    source: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Group.objects.create(name="public|Bürger\x01haus\ufffe|Das Haus\x0b ist teuer")
    for words in ("haus", "Bürgerhaus\x01", "\0", "\ufffe"):
        answer = client.get(reverse("search:atom"), {"q": words})
        ElementTree.fromstring(answer.content)
    assert "Bürgerhaus" in client.get(reverse("search:atom")).content.decode()


def test_a_feed_says_that_it_cannot_be_read_now(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "find", lambda form: None)
    answer = client.get(reverse("search:atom"), {"q": "x"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
