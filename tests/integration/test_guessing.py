"""Who guesses passwords gets nowhere, learns nothing, and keeps nobody out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge.accounts import logins
from tests.integration.conftest import Library

LOGIN, CODE = reverse("login"), "/konto/anmelden/code/"
RIGHT = {"username": "alumna", "password": "weiterdenken-alumna"}
ADDRESSES = [f"198.51.100.{number}" for number in range(1, 101)]


@contextmanager
def hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The passwords that are hashed meanwhile: what takes the time of a try."""
    kind, hashed = type(get_hasher()), []
    encode = kind.encode

    def counted(self: Any, password: str, salt: str, *others: Any) -> str:
        hashed.append(password)
        return encode(self, password, salt, *others)

    with monkeypatch.context() as patch:
        patch.setattr(kind, "encode", counted)
        yield hashed


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


@pytest.mark.parametrize(
    "tries", [150, pytest.param(10_000, marks=[pytest.mark.drill, pytest.mark.timeout(3600)])]
)
def test_many_tries_from_many_addresses_end_nowhere(
    tries: int, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The right password is among the guesses, and is no use either: it comes when the account is closed."""
    own = Client()
    assert own.post(LOGIN, RIGHT).status_code == 302
    own.post(reverse("logout"))
    accepted = 0
    with hashing(monkeypatch) as hashed:
        for number in range(tries):
            guess = RIGHT["password"] if number % 30 == 29 else f"geraten-{number}"
            guesser = Client(REMOTE_ADDR=ADDRESSES[number % len(ADDRESSES)])
            accepted += guesser.post(LOGIN, RIGHT | {"password": guess}).status_code == 302
            if number == tries // 2:
                # Meanwhile the owner gets in: where they have signed in before, and anywhere with a code.
                assert own.post(LOGIN, RIGHT).status_code == 302
                assert is_in(own)
                elsewhere = Client(REMOTE_ADDR="203.0.113.5")
                elsewhere.post(CODE, {"email": "alumna@example.org"})
                found = re.search(r"Ihr Code: (\S+)", mail.outbox[-1].subject)
                elsewhere.post(f"{CODE}eingeben/", {"code": found[1]})  # type: ignore[index]
                assert is_in(elsewhere)
    assert accepted == 0
    guessed = [password for password in hashed if password != RIGHT["password"]]
    assert len(guessed) <= logins.PER_ACCOUNT.most
    assert is_in(own)


ASKED = {
    "password": (LOGIN, lambda who: {"username": who, "password": "falsch"}),
    "editors": ("/admin/login/", lambda who: {"username": who, "password": "falsch"}),
    "code": (CODE, lambda who: {"email": f"{who}@example.org"}),
    "new password": ("/admin/password_reset/", lambda who: {"email": f"{who}@example.org"}),
}


@pytest.mark.parametrize("name", ASKED)
def test_neither_the_answer_nor_the_work_tells_whether_there_is_an_account(
    name: str, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time is counted as work: what is hashed, and what the database is asked."""
    address, data = ASKED[name]
    # What a worker does later, nobody waits for.
    monkeypatch.setattr(logins, "enqueue", lambda *arguments, **values: None)
    Client().post(address, data("jemand"))  # what a process learns once it knows
    seen = []
    for who, network in (("alumna", "203.0.113.7"), ("niemand", "192.0.2.7")):
        client = Client(REMOTE_ADDR=network)
        with hashing(monkeypatch) as hashed, CaptureQueriesContext(connection) as queries:
            response = client.post(address, data(who))
        page = re.sub(r"\w{64}", "token", response.text.replace(who, "X"))
        tables = [re.sub(r"'[^']*'|\d+", "?", query["sql"].replace(who, "X")) for query in queries]
        seen.append((response.status_code, response.headers.get("Location"), page, len(hashed), tables))
    known, unknown = seen
    assert known[:4] == unknown[:4]
    assert known[4] == unknown[4]


def test_a_closed_account_and_one_that_is_none_answer_alike(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also over the limit, for the name of an account and for a name of none."""
    seen = []
    for who in ("alumna", "niemand"):
        answers = []
        for number in range(logins.PER_ACCOUNT.most + 3):
            client = Client(REMOTE_ADDR=ADDRESSES[number])
            with hashing(monkeypatch) as hashed:
                response = client.post(LOGIN, {"username": who, "password": "falsch"})
            said = re.findall(r"Zu viele Versuche|stimmt nicht|nicht korrekt|nicht gefunden", response.text)
            answers.append((response.status_code, len(hashed), said))
        seen.append(answers)
    assert seen[0] == seen[1]
    assert seen[0][-1][1:] == (0, ["Zu viele Versuche"])
