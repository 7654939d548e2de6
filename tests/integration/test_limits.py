"""Limits: one visitor silences nobody, guesses no password and fills no mailbox; and nothing of the sender is
kept.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from knowledge.accounts import DEMO_ACCOUNTS, logins
from knowledge.models import OpenQuestion
from search.models import SavedSearch, Tally
from search.public_forms import confirmations, limits
from search.public_forms import fields as open_forms
from search.public_forms.fields import stamp
from search.public_forms.limits import Limit, sender
from search.saved import alerts

TEXT = "Wie bekommen wir ein Rechenzentrum ans Wärmenetz, wenn niemand Zeit dafür hat?"
HERE, THERE = "192.0.2.17", "198.51.100.4"
PASSWORDS = {account.username: account.password for account in DEMO_ACCOUNTS}
CLOSED = "Zu viele Versuche"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)


def client_at(address: str = HERE) -> Client:
    return Client(REMOTE_ADDR=address)


def ask(number: int, address: str = HERE, **fields: str) -> Any:
    return client_at(address).post(
        "/frage/", {"frage": f"{TEXT} Fassung {number}", "stempel": stamp("frage"), "webseite": "", **fields}
    )


def save(number: int, address: str = HERE, **fields: str) -> Any:
    values = {
        "suche": f"?q=Rat{number}",
        "mail": f"n{number}@rathaus.example",
        "rhythmus": "sofort",
        "stempel": stamp("merken"),
        "webseite": "",
    }
    return client_at(address).post("/suche/merken/", {**values, **fields})


# --------------------------------------------------------------------------- open forms


@pytest.mark.parametrize("post", [ask, save])
def test_one_visitor_silences_nobody(library: Any, post: Any) -> None:
    codes = [post(number).status_code for number in range(70)]
    assert codes.count(302) == {ask: 10, save: 20}[post]
    assert set(codes) == {302, 422}
    page = post(99).content.decode()
    assert "Von Ihrem Anschluss kamen" in page
    assert "Rat99" in page or "Fassung 99" in page  # nothing typed is lost
    assert post(100, THERE).status_code == 302
    Tally.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert post(101).status_code == 302


@pytest.mark.parametrize(("post", "purpose"), [(ask, "frage"), (save, "merken")])
def test_a_stamp_is_used_once(library: Any, post: Any, purpose: str) -> None:
    one = stamp(purpose)
    wrong = post(1, mail="keine", stempel=one)
    assert wrong.status_code == 422
    assert f'name="stempel" value="{one}"' in wrong.content.decode()  # not used yet
    assert post(1, stempel=one).status_code == 302
    again = post(2, THERE, stempel=one)
    assert again.status_code == 422
    assert "schon abgeschickt" in again.content.decode()
    new = re.search(r'name="stempel" value="([^"]+)"', again.content.decode())
    assert new is not None
    assert new[1] != one
    assert post(2, THERE, stempel=new[1]).status_code == 302
    Tally.objects.filter(expires__lt=timezone.now() + timedelta(hours=2)).delete()
    assert post(3, stempel=one).status_code == 422  # as long as the stamp itself is good


def test_confirmations_over_the_brake_wait_and_are_not_refused(
    library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirmations, "BRAKE", Limit("test", 3, 3600))
    for number in range(5):
        SavedSearch.objects.create(email=f"n{number}@rathaus.example", address="?q=Rat")
    assert (alerts.ask_owners(), alerts.ask_owners()) == (3, 0)
    Tally.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert alerts.ask_owners() == 2
    assert len(mail.outbox) == 5


def test_a_mailbox_is_asked_five_times_a_day(library: Any) -> None:
    for number in range(8):
        SavedSearch.objects.create(email=f"opfer+{number}@rathaus.example", address=f"?q=Rat{number}")
    SavedSearch.objects.create(email="du@rathaus.example", address="?q=Rat")
    assert (alerts.ask_owners(), alerts.ask_owners()) == (6, 0)
    assert SavedSearch.objects.to_ask().count() == 0
    assert (
        SavedSearch.objects.filter(asked_at=None, retry_at__gt=timezone.now() + timedelta(hours=23)).count()
        == 3
    )


def test_nothing_of_the_sender_is_kept(library: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(1)
    client_at().post("/konto/anmelden/", {"username": "erika.mustermann", "password": "falsch"})
    rows = list(Tally.objects.values())
    assert len(rows) >= 4
    assert all(
        re.fullmatch("[0-9a-f]{64}", row["key"]) and set(row) == {"key", "count", "expires"} for row in rows
    )
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert HERE not in str(cursor.fetchall()), table
    today, limit = {row["key"] for row in rows}, Limit("frage", 10, 3600)
    limit.take("frage", HERE)
    monkeypatch.setattr(limits.timezone, "localdate", lambda: timezone.now().date() + timedelta(days=1))
    assert not limit.is_used_up("frage", HERE)
    assert limit._key(("frage", HERE)) not in today


def test_reading_writes_nothing(library: Any, django_assert_num_queries: Any) -> None:
    for address in ("/", "/frage/", "/suche/?q=Rat", "/suche/merken/?q=Rat", "/konto/anmelden/"):
        client_at().get(address)
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "direct", "forwarded", "expected"),
    [
        (0, "192.0.2.1", "203.0.113.5", "192.0.2.1"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (0, "", "203.0.113.5", ""),
        (1, "127.0.0.1", "203.0.113.5", "203.0.113.5"),
        (1, "127.0.0.1", "8.8.8.8, 203.0.113.5", "203.0.113.5"),
        (1, "127.0.0.1", "203.0.113.5:4711", "203.0.113.5"),
        (1, "127.0.0.1", "[2001:db8::1]:443", "2001:db8::/64"),
        (1, "127.0.0.1", "", ""),
        (1, "127.0.0.1", "unknown", ""),
        (2, "127.0.0.1", "8.8.8.8, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "127.0.0.1", "203.0.113.5", ""),
    ],
)
def test_who_sends(settings: Any, proxies: int, direct: str, forwarded: str, expected: str) -> None:
    settings.PROXY_COUNT = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert sender(RequestFactory().get("/", REMOTE_ADDR=direct, **headers)) == expected


def test_behind_a_proxy_that_says_nothing_nobody_silences_the_others(library: Any, settings: Any) -> None:
    settings.PROXY_COUNT = 1
    assert {ask(number, "127.0.0.1").status_code for number in range(15)} == {302}


# --------------------------------------------------------------------------- passwords


def login(name: str, password: str, source: str = HERE, path: str = "/konto/anmelden/") -> Any:
    return client_at(source).post(path, {"username": name, "password": password})


def test_guessing_ends_after_five_for_an_account_and_its_owner_still_gets_in(library: Any) -> None:
    for path in ("/konto/anmelden/", "/admin/login/"):  # both count together
        for number in range(4):
            page = login(" Redaktion " if number % 2 else "redaktion", f"falsch{number}", path=path)
            assert page.status_code == 200
    closed = login("redaktion", PASSWORDS["redaktion"])
    assert CLOSED in closed.content.decode()
    assert not closed.cookies.get("sessionid")
    assert CLOSED in login("redaktion", PASSWORDS["redaktion"], path="/admin/login/").content.decode()
    assert login("redaktion", PASSWORDS["redaktion"], THERE).status_code == 302
    assert login("moderation", PASSWORDS["moderation"]).status_code == 302
    Tally.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert login("redaktion", PASSWORDS["redaktion"]).status_code == 302


def test_an_account_that_does_not_exist_is_answered_alike(library: Any) -> None:
    def answers(name: str, source: str) -> list[str]:
        pages = [login(name, "falsch", source).content.decode().replace(name, "NAME") for _time in range(7)]
        return [re.sub(r'csrfmiddlewaretoken" value="[^"]+"|\d\d:\d\d', "", page) for page in pages]

    assert answers("redaktion", HERE) == answers("niemand-xy", THERE)


def test_many_senders_guess_no_more_than_twenty_an_hour(
    library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    check = get_user_model().check_password

    def counted(user: Any, password: str) -> bool:
        looked_at.append(password)
        return bool(check(user, password))

    monkeypatch.setattr(get_user_model(), "check_password", counted)
    for number in range(60):
        login("redaktion", f"falsch{number}", f"203.0.113.{number}")
    assert len(looked_at) == 20
    assert CLOSED in login("redaktion", PASSWORDS["redaktion"], THERE).content.decode()


def test_one_sender_tries_thirty_accounts(library: Any) -> None:
    pages = [login(f"konto{number}", "falsch").content.decode() for number in range(40)]
    assert sum(CLOSED in page for page in pages) == 10
    assert CLOSED in login("redaktion", PASSWORDS["redaktion"]).content.decode()
    assert login("redaktion", PASSWORDS["redaktion"], THERE).status_code == 302


def test_who_signs_in_is_not_counted(library: Any) -> None:
    for _day in range(8):
        for _typo in range(3):
            login("alumna", "vertippt")
        assert login("alumna", PASSWORDS["alumna"]).status_code == 302
        Tally.objects.filter(expires__gt=timezone.now() + timedelta(minutes=20)).delete()  # another hour
    assert {login("moderation", PASSWORDS["moderation"]).status_code for _time in range(40)} == {302}


def test_mails_for_a_new_password_have_limits_and_tell_nothing(
    library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reset(email: str, source: str) -> tuple[int, str, bytes]:
        response = client_at(source).post("/admin/password_reset/", {"email": email})
        return response.status_code, response.headers.get("Location", ""), response.content

    known = {reset("redaktion@example.org", f"203.0.113.{number}") for number in range(6)}
    unknown = {reset("niemand@example.org", f"203.0.113.{number}") for number in range(6)}
    assert known == unknown == {(302, "/admin/password_reset/done/", b"")}
    assert [message.to for message in mail.outbox] == [["redaktion@example.org"]] * 3
    for number in range(20):
        user = get_user_model().objects.create(username=f"n{number}", email=f"n{number}@example.org")
        user.set_password("x" * 20)
        user.save()
        reset(user.email, HERE)
    assert len(mail.outbox) == 3 + logins.RESETS_PER_SOURCE.most


def test_questions_are_taken_as_before(library: Any) -> None:
    assert ask(1).status_code == 302
    assert OpenQuestion.objects.get().text.startswith(TEXT)
