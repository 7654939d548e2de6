"""Saved searches: asked, confirmed, sent once, ended; and the feed of a search."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from knowledge.models import LessonPage
from search import engines
from search.contract import EngineUnavailable
from search.index import apply, outbox
from search.models import SavedSearch, UnansweredQuery
from search.public_forms import fields as open_forms
from search.public_forms.fields import stamp
from search.saved.alerts import confirm, find, form_of, send_due

ATOM = "{http://www.w3.org/2005/Atom}"
SEARCH = "?q=Runde&typ=lehre"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)


def ask(search: str = SEARCH, **fields: str) -> Any:
    values = {
        "suche": search,
        "mail": "ich@rathaus.example",
        "rhythmus": "sofort",
        "stempel": stamp("merken"),
        "webseite": "",
        **fields,
    }
    return Client(enforce_csrf_checks=True).post("/suche/merken/", values)


def subscribed(search: str = SEARCH, rhythm: str = "sofort") -> SavedSearch:
    saved = SavedSearch.objects.create(
        email="ich@rathaus.example", address=form_of(search).address(), rhythm=rhythm
    )
    assert confirm(saved)
    return saved


def republish(page: Any, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save()
    outbox.enqueue(page)
    apply.drain()


def new_lesson(library: Any, statement: str, **changes: Any) -> LessonPage:
    """A further public lesson, as an editor would publish it."""
    pattern = library.page("L01")
    page = LessonPage(
        title=statement, statement=statement, kind=pattern.kind, observation="<p>Beobachtet.</p>",
        insight="<p>Grund.</p>", recommendation=f"<p>{statement}</p>",
        owner_role=pattern.owner_role, triggers=pattern.triggers or ["suche"], review_due=pattern.review_due,
        released_on=timezone.localdate(), **changes,
    )  # fmt: skip
    pattern.get_parent().add_child(instance=page)
    outbox.enqueue(page)
    apply.drain()
    return page


def test_the_page_offers_mail_and_feed(client: Client) -> None:
    page = client.get("/suche/" + SEARCH).content.decode()
    assert 'href="/suche/merken/?q=Runde&amp;typ=lehre"' in page
    assert 'href="/suche/atom?q=Runde&amp;typ=lehre"' in page
    form = client.get("/suche/merken/" + SEARCH)
    assert not form.cookies
    assert re.search(r'name="suche"\s+value="\?q=Runde&amp;typ=lehre"', form.content.decode())


def test_double_opt_in_and_one_click_end(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert ask().url == "/suche/merken/gesendet/"
    (message,) = mail.outbox
    saved = SavedSearch.objects.get()
    link = reverse("search:subscription", args=[saved.key])
    assert message.to == ["ich@rathaus.example"]
    assert "Runde" not in message.body  # no word of whoever typed the address
    assert link in message.body
    assert message.extra_headers["List-Unsubscribe"].endswith(f"{link}>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client = Client(enforce_csrf_checks=True)
    page = client.get(link)
    assert "Runde · Art: Lehren" in page.content.decode()
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert not SavedSearch.objects.confirmed().exists()
    client.post(f"{link}bestaetigen/")
    assert SavedSearch.objects.get().is_confirmed
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not SavedSearch.objects.exists()
    assert client.get(link).status_code == 404


def test_english_mail(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(
            "/en/suche/merken/",
            {"suche": SEARCH, "mail": "me@town.example", "rhythmus": "monatlich", "stempel": stamp("merken")},
        )
    assert "/en/suche/abo/" in mail.outbox[0].body


@pytest.mark.parametrize(
    "fields",
    [
        {"mail": "keine"},
        {"rhythmus": "stündlich"},
        {"stempel": "x"},
        {"webseite": "x"},
        {"search": ""},
        {"search": "?seite=2"},
    ],
)
def test_what_is_not_taken(fields: dict[str, str]) -> None:
    response = ask(**fields)
    assert response.status_code == 422
    assert not SavedSearch.objects.exists()
    assert "notice--danger" in response.content.decode()


def test_asking_again_tells_nothing_and_floods_nobody(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert {ask().url for _times in range(3)} == {"/suche/merken/gesendet/"}
        assert {ask(f"?q=Rat{number}").url for number in range(9)} == {"/suche/merken/gesendet/"}
    assert len(mail.outbox) == 5


def test_whoever_asks_again_after_a_while_gets_the_mail_again(
    django_capture_on_commit_callbacks: Any,
) -> None:
    for minutes, expected in ((0, 1), (5, 1), (11, 2)):
        SavedSearch.objects.update(asked_at=timezone.now() - timedelta(minutes=minutes))
        with django_capture_on_commit_callbacks(execute=True):
            ask()
        assert len(mail.outbox) == expected
    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert SavedSearch.objects.count() == 1
    assert first.partition(".2")[0] == second.partition(".2")[0]


def test_nothing_new_means_no_mail() -> None:
    saved = subscribed()
    assert saved.seen["records"]
    assert send_due() == 0
    assert mail.outbox == []


def test_new_and_changed_records_once(library: Any) -> None:
    subscribed()
    new_lesson(library, "Wenn der Runde früh beraten wird, dann entscheidet er schneller")
    assert (send_due(), send_due()) == (1, 0)
    (message,) = mail.outbox
    assert message.subject == "1 neuer Eintrag: Runde · Art: Lehren"
    assert "früh beraten wird" in message.body
    assert "(geändert)" not in message.body
    known = next(
        one.document for one in find(form_of(SEARCH)) or [] if "früh beraten" not in one.document.title
    )
    page = LessonPage.objects.get(translation_key=known.key.partition(":")[2])
    republish(page, statement=f"{page.statement} (neu gefasst)")
    assert (send_due(), send_due()) == (1, 0)
    assert "(neu gefasst) (geändert)" in mail.outbox[1].body
    assert "früh beraten" not in mail.outbox[1].body


def test_only_public_records(library: Any) -> None:
    subscribed()
    new_lesson(library, "Wenn der Runde intern bleibt, dann hört ihn niemand", access_level="alumni")
    new_lesson(library, "Wenn der Runde ruht, dann ruht alles", live=False)
    assert send_due() == 0


def test_a_record_that_is_withdrawn_before_the_mail_is_not_told(library: Any) -> None:
    subscribed()
    page = new_lesson(library, "Wenn der Runde zögert, dann warten alle")
    page.live = False
    page.save()
    assert send_due() == 0
    assert mail.outbox == []


def test_a_run_that_dies_has_neither_sent_nor_crossed_off(
    library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribed(rhythm="monatlich")
    SavedSearch.objects.update(confirmed_at=timezone.now() - timedelta(days=40))
    new_lesson(library, "Wenn der Runde lernt, dann lernen alle")

    def die(*args: Any, **kwargs: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("search.saved.alerts._cross_off", die)
        with pytest.raises(MemoryError):
            send_due()
    assert SavedSearch.objects.get().last_sent is None
    mail.outbox.clear()  # in the queue the mail would be undone with the rest
    assert (send_due(), send_due()) == (1, 0)


@pytest.mark.parametrize(
    ("rhythm", "days", "due"),
    [
        ("sofort", 0, 1),
        ("woechentlich", 6, 0),
        ("woechentlich", 8, 1),
        ("monatlich", 27, 0),
        ("monatlich", 32, 1),
    ],
)
def test_rhythm(library: Any, rhythm: str, days: int, due: int) -> None:
    subscribed(rhythm=rhythm)
    new_lesson(library, "Wenn der Runde wartet, dann wird es teuer")
    assert send_due(timezone.now() + timedelta(days=days)) == due


def test_two_senders_at_once_send_once(library: Any) -> None:
    saved = subscribed()
    new_lesson(library, "Wenn der Runde doppelt zählt, dann stimmt nichts")
    assert SavedSearch.objects.claim(saved.pk)
    assert send_due() == 0  # another process has it
    SavedSearch.objects.update(claimed_at=timezone.now() - timedelta(hours=1))
    assert send_due() == 1  # that process died


def test_while_the_engine_is_away_nothing_is_sent_or_forgotten(
    library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = subscribed()

    def away(*args: Any, **kwargs: Any) -> Any:
        raise EngineUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(type(engines.current()), "query", away)
        assert send_due() == 0
        other = SavedSearch.objects.create(email="du@rathaus.example", address=saved.address)
        assert not confirm(other)
        page = Client().post(reverse("search:confirm_subscription", args=[other.key]))
        assert page.status_code == 503
        assert Client().get("/suche/atom?q=Rat").status_code == 503
    assert SavedSearch.objects.get(pk=saved.pk).seen == saved.seen


def test_after_a_change_of_the_language_rules_old_records_are_no_news() -> None:
    saved = subscribed()
    saved.seen = {"records": {}, "analysis": "alt", "day": timezone.localdate().isoformat()}
    saved.save()
    assert send_due() == 0


def test_unconfirmed_go_after_seven_days() -> None:
    for days in (6, 8):
        SavedSearch.objects.create(
            email=f"d{days}@rathaus.example", address=SEARCH, created=timezone.now() - timedelta(days=days)
        )
    send_due()
    assert [row.email for row in SavedSearch.objects.all()] == ["d6@rathaus.example"]


def test_alerts_and_feeds_ask_for_nobody(client: Client) -> None:
    subscribed("?q=Mondbasis")
    send_due()
    client.get("/suche/atom?q=Mondbasis")
    assert not UnansweredQuery.objects.exists()


# --------------------------------------------------------------------------- Atom


def feed(client: Client, address: str) -> ET.Element:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    assert not response.cookies
    return ET.fromstring(response.content)


def test_feed_has_stable_ids_and_batch_dates(client: Client, library: Any) -> None:
    first = feed(client, "/suche/atom?q=Runde")
    entries = first.findall(f"{ATOM}entry")
    assert entries
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(
        re.fullmatch(r"tag:[\w.-]+,2026:(case|lesson|method|publication|cycle):[0-9a-f]{32}", one)
        for one in ids
    )
    assert all((entry.findtext(f"{ATOM}updated") or "").endswith("T00:00:00+00:00") for entry in entries)
    dates = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert dates == sorted(dates, reverse=True)
    assert ET.tostring(first) == ET.tostring(feed(client, "/suche/atom?q=Runde"))
    assert first.findtext(f"{ATOM}id") != feed(client, "/suche/atom?q=Haushalt").findtext(f"{ATOM}id")
    kept = next(one for one in ids if ":lesson:" in one)
    page = LessonPage.objects.get(translation_key=kept.rpartition(":")[2])
    republish(page, statement="Wenn eine Runde anders heißt, bleibt die Kennung", slug="ganz-andere-adresse")
    again = [
        entry.findtext(f"{ATOM}id") for entry in feed(client, "/suche/atom?q=Runde").findall(f"{ATOM}entry")
    ]
    assert kept in again


def test_feed_is_public_even_for_the_signed_in(signed_in: Any, client: Client, library: Any) -> None:
    new_lesson(library, "Wenn der Runde geheim tagt, dann fehlt die Öffentlichkeit", access_level="alumni")
    assert "geheim tagt" not in signed_in("alumna").get("/suche/atom?q=Runde").content.decode()


def test_feed_is_answered_with_not_modified(client: Client) -> None:
    for address in ("/suche/atom?q=Runde", "/feeds/case.atom"):
        response = client.get(address)
        again = client.get(address, headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304
        for answer in (response, again):  # asked for each time, so that what is withdrawn is gone at once
            assert "no-cache" in answer["Cache-Control"] and "max-age" not in answer["Cache-Control"]


@pytest.mark.parametrize(
    "query",
    ["", "?q=%00%ff", "?q=" + quote('"' * 300), "?typ=unsinn", "?personen=x&seite=-1", "?q=%3Cscript%3E%26"],
)
def test_feed_takes_anything(client: Client, query: str) -> None:
    feed(client, "/suche/atom" + query)
