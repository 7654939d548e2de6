"""Where somebody has signed in before, they get in while others guess: whichever way they came in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse

from knowledge.accounts import logins
from knowledge.accounts.allauth_adapters import CODES_PER_KNOWN_DEVICE, CODES_PER_MAILBOX
from tests.integration.conftest import Library

PAGES = {"readers": "/konto/anmelden/", "editors": "/admin/login/"}
CODE, ENTER, SECOND = (f"{PAGES['readers']}{step}" for step in ("code/", "code/eingeben/", "zweiter-faktor/"))
NAME, EMAIL = "redaktion", "redaktion@example.org"
RIGHT = {"username": NAME, "password": "weiterdenken-redaktion"}


class Browser(Client):
    """Sends a cookie below its path alone, as browsers do and Django's client does not."""

    def _base_environ(self, **request: Any) -> dict[str, Any]:
        environ: dict[str, Any] = super()._base_environ(**request)
        sent = [one for one in self.cookies.values() if request["PATH_INFO"].startswith(one["path"])]
        return environ | {"HTTP_COOKIE": "; ".join(f"{one.key}={one.coded_value}" for one in sent)}


def is_in(browser: Client) -> bool:
    return browser.get(reverse("account")).status_code == 200


def by_password(browser: Client, page: str = PAGES["readers"]) -> None:
    browser.post(page, RIGHT)


def by_code(browser: Client) -> None:
    browser.post(CODE, {"email": EMAIL})
    found = re.search(r"Ihr Code: (\S+)", mail.outbox[-1].subject)
    assert found
    browser.post(ENTER, {"code": found[1]})


def second_factor(browser: Client) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(get_user_model().objects.get(username=NAME), secret)
    by_password(browser)
    assert not is_in(browser)
    assert not {name for name in browser.cookies if name.startswith("geraet")}
    counter = next(totp.yield_hotp_counters_from_time())
    browser.post(SECOND, {"code": totp.format_hotp_value(totp.hotp_value(secret, counter))})


WAYS: dict[str, Callable[[Client], None]] = {
    "password": by_password,
    "password of editors": lambda browser: by_password(browser, PAGES["editors"]),
    "code": by_code,
    "second factor": second_factor,
}


@pytest.fixture
def known(request: pytest.FixtureRequest, library: Library) -> Browser:
    """A browser in which somebody was signed in."""
    browser = Browser(REMOTE_ADDR="203.0.113.1")
    WAYS[request.param](browser)
    assert is_in(browser)
    browser.post(reverse("logout"))
    assert not is_in(browser)
    return browser


@pytest.mark.parametrize("known", WAYS, indirect=True)
def test_it_gets_in_by_password_on_both_pages_while_others_guess(known: Browser) -> None:
    for number in range(logins.PER_ACCOUNT.most + 2):
        guesser = Client(REMOTE_ADDR=f"198.51.100.{number}")
        guesser.post(PAGES["readers"], RIGHT | {"password": f"geraten-{number}"})
    for page in PAGES.values():
        assert Client(REMOTE_ADDR="203.0.113.5").post(page, RIGHT).status_code == 200
        assert known.post(page, RIGHT).status_code == 302


@pytest.mark.parametrize("known", ["code"], indirect=True)
def test_it_gets_a_code_while_others_ask_for_too_many(known: Browser) -> None:
    for number in range(CODES_PER_MAILBOX.most + 2):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(CODE, {"email": EMAIL})
    assert "sehr viele Codes" in Client(REMOTE_ADDR="203.0.113.5").post(CODE, {"email": EMAIL}).text
    by_code(known)
    assert is_in(known)


@pytest.mark.parametrize("known", ["code"], indirect=True)
def test_it_has_limits_of_its_own_and_opens_no_other_account(known: Browser) -> None:
    answers = [known.post(CODE, {"email": EMAIL}) for _time in range(CODES_PER_KNOWN_DEVICE.most + 1)]
    assert [answer.status_code for answer in answers] == [302] * CODES_PER_KNOWN_DEVICE.most + [200]
    for number in range(logins.PER_ACCOUNT.most):
        guess = {"username": "alumna", "password": f"geraten-{number}"}
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(PAGES["readers"], guess)
    right = {"username": "alumna", "password": "weiterdenken-alumna"}
    assert "Zu viele Versuche" in known.post(PAGES["readers"], right).text


@pytest.mark.parametrize("known", ["password"], indirect=True)
def test_its_mark_is_sent_to_the_pages_of_signing_in_alone_and_ends_with_the_password(
    known: Browser,
) -> None:
    marks = {name: one for name, one in known.cookies.items() if name.startswith("geraet")}
    assert sorted(one["path"] for one in marks.values()) == sorted(PAGES.values())
    assert all(one["httponly"] and one["samesite"] == "Lax" for one in marks.values())
    user = get_user_model().objects.get(username=NAME)
    user.set_password("ein neues Passwort")
    user.save()
    for number in range(logins.PER_ACCOUNT.most):
        guess = RIGHT | {"password": f"geraten-{number}"}
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(PAGES["readers"], guess)
    answer = known.post(PAGES["readers"], RIGHT | {"password": "ein neues Passwort"})
    assert "Zu viele Versuche" in answer.text
