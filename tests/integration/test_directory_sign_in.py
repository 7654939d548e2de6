"""Signing in through the directory of the house: it proves an address, and only an invited one comes in."""

from __future__ import annotations

import json
import re
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.totp.internal import auth as totp
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.auth import get_user_model
from django.test import Client

from knowledge.accounts import second_factor
from knowledge.accounts.invitations import invite
from knowledge.accounts.sign_in.directory import STARTS_PER_SOURCE, DirectoryAdapter
from knowledge.permissions import Role
from knowledge.settings import directory
from search.public_forms import Limit

START, BACK = "/konto/anmelden/verzeichnis/", "/konto/anmelden/verzeichnis/zurueck/"
APP, FACTOR = "/konto/sicherheit/app/", "/konto/anmelden/zweiter-faktor/"
SERVER = "https://anmeldung.example.org"
VALUES = {"OIDC_SERVER_URL": SERVER, "OIDC_CLIENT_ID": "bibliothek", "OIDC_CLIENT_SECRET": "geheim"}
NO_ACCOUNT, BROKEN_OFF = "gibt es hier kein offenes Konto", "kam nicht zu Ende"


class Directory:
    """What the directory answers; ``person`` is who signs in there."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {"sub": "17", "email": "alumna@example.org", "email_verified": True}
        self.audience, self.is_away, self.config = "bibliothek", False, dict(CONFIG)
        self.token_requests: list[dict[str, Any]] = []

    def __enter__(self) -> Directory:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def get(self, url: str, **options: Any) -> Any:
        return self._answer(self.config if "well-known" in url else self.person)

    def request(self, method: str, url: str, data: Any = None, **options: Any) -> Any:
        self.token_requests.append(data)
        claims = {
            **dict(self.person),
            "iss": SERVER,
            "aud": self.audience,
            "exp": time.time() + 60,
            "iat": time.time(),
        }
        token = jwt.encode(claims, "x" * 32, algorithm="HS256")
        return self._answer({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def _answer(self, content: Any) -> Any:
        if self.is_away:
            raise requests.ConnectionError
        answer = requests.Response()
        answer.status_code = 200
        answer.headers["content-type"] = "application/json"
        answer.json = lambda **_options: content  # type: ignore[method-assign]
        return answer


CONFIG = {
    "issuer": SERVER,
    "authorization_endpoint": f"{SERVER}/auth",
    "token_endpoint": f"{SERVER}/token",
    "userinfo_endpoint": f"{SERVER}/userinfo",
    "jwks_uri": f"{SERVER}/keys",
    "token_endpoint_auth_methods_supported": ["client_secret_post"],
}


@pytest.fixture
def house(library: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Directory:
    settings.SOCIALACCOUNT_PROVIDERS = directory.providers(
        VALUES, name="Rathaus-Konto", trusts_addresses=False
    )
    running = Directory()
    monkeypatch.setattr(DirectoryAdapter, "get_requests_session", lambda self: running)
    return running


def through(client: Client, **sent: str) -> Any:
    """To the directory and back."""
    asked = parse_qs(urlsplit(client.post(START, sent).url).query)
    return client.get(BACK, {"code": "einmal", "state": asked["state"][0]})


def totp_code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def is_in(client: Client) -> bool:
    return client.get("/konto/").status_code == 200


def test_an_invited_address_comes_in_and_nothing_of_it_is_kept(house: Directory, client: Client) -> None:
    assert "Mit Rathaus-Konto" in client.get("/konto/anmelden/").text
    leaving = client.post(START, {"next": "/suche/"})
    asked = parse_qs(urlsplit(leaving.url).query)
    assert leaving.url.startswith(f"{SERVER}/auth?")
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert asked["code_challenge_method"] == ["S256"] and set(asked["scope"][0].split()) == {
        "openid",
        "email",
    }
    answer = client.get(BACK, {"code": "einmal", "state": asked["state"][0]})
    assert (answer.status_code, answer.url) == (302, "/suche/")
    assert answer["Cache-Control"] == "private, no-store"
    assert is_in(client)
    assert house.token_requests[0]["code_verifier"]
    assert not SocialAccount.objects.exists() and not SocialToken.objects.exists()
    assert get_user_model().objects.get(username="alumna").has_usable_password()


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "18", "email": "fremd@example.org", "email_verified": True},
        {"sub": "18", "email": "alumna@example.org", "email_verified": False},
        {"sub": "18", "email": "alumna@example.org"},
        {"sub": "18"},
        {"sub": "18", "email": "", "email_verified": True},
    ],
    ids=["stranger", "unverified", "unsaid", "without", "empty"],
)
def test_nobody_else_comes_in_and_no_account_is_made(
    house: Directory, client: Client, person: dict[str, Any]
) -> None:
    house.person, before = person, get_user_model().objects.count()
    assert NO_ACCOUNT in through(client).text
    assert not is_in(client)
    assert get_user_model().objects.count() == before


def test_a_closed_account_and_an_address_of_two_stay_outside(house: Directory, client: Client) -> None:
    users = get_user_model().objects
    users.filter(username="moderation").update(email="Alumna@example.org")
    assert NO_ACCOUNT in through(client).text
    users.filter(username="moderation").update(is_active=False)
    assert through(client).status_code == 302 and is_in(client)
    users.filter(username="alumna").update(is_active=False)
    other = Client()
    assert NO_ACCOUNT in through(other).text and not is_in(other)


def test_an_address_that_only_looks_alike_in_capitals_is_another(
    house: Directory, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL compares capitals; here its answer is put in the place of SQLite's."""
    users = get_user_model().objects
    users.filter(username="alumna").update(email="alumna@bibliothek.example")

    def found(*, email__iexact: str, is_active: bool) -> list[Any]:
        return [user for user in users.all() if user.email.upper() == email__iexact.upper()]

    monkeypatch.setattr(users, "filter", found)
    house.person["email"] = "alumna@bıbliothek.example"
    assert NO_ACCOUNT in through(client).text


def test_a_house_may_vouch_for_its_addresses(house: Directory, client: Client, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = directory.providers(VALUES, name="", trusts_addresses=True)
    house.person["email_verified"] = False  # it says of itself that it never looked
    assert NO_ACCOUNT in through(client).text
    del house.person["email_verified"]
    assert through(client).status_code == 302 and is_in(client)


def test_the_second_factor_is_asked_as_always(house: Directory, client: Client) -> None:
    totp.TOTP.activate(get_user_model().objects.get(username="alumna"), totp.generate_totp_secret())
    assert through(client).url.startswith("/konto/anmelden/zweiter-faktor/")
    assert not is_in(client)


def test_a_wrong_second_factor_after_the_directory_counts_by_itself_and_speaks_of_no_password(
    house: Directory, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_factor, "PER_ACCOUNT", Limit("faktor-konto", 2, 3600))
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(get_user_model().objects.get(username="alumna"), secret)
    thief = Client()
    thief.post("/konto/anmelden/", {"username": "alumna", "password": "weiterdenken-alumna"})
    said = [thief.post(FACTOR, {"code": "000000"}).text for _time in range(3)]
    assert "Nach dem Passwort" in said[-1]
    through(client)
    assert client.post(FACTOR, {"code": totp_code(secret)}).status_code == 302
    assert is_in(client)
    other = Client()
    through(other)
    said = [other.post(FACTOR, {"code": "000000"}).text for _time in range(3)]
    assert "Das war sehr oft" in said[-1] and "Passwort" not in said[-1]


def test_the_session_that_waits_for_the_second_factor_holds_nothing_of_the_person(
    house: Directory, client: Client
) -> None:
    user, secret = get_user_model().objects.get(username="alumna"), totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    house.person["sub"] = "kennung-4711"
    through(client, next="/suche/")
    waiting = json.dumps(dict(client.session))
    for told in ("kennung-4711", user.email, user.password, user.get_username()):
        assert told not in waiting
    assert client.post(FACTOR, {"code": totp_code(secret)}).url == "/suche/"
    assert is_in(client)
    assert "kennung-4711" not in json.dumps(dict(client.session))
    assert get_user_model().objects.get(pk=user.pk).password == user.password


def test_an_invited_editor_sets_up_a_second_factor_without_a_code_by_mail(
    house: Directory, client: Client, settings: Any
) -> None:
    """The directory has proved the mailbox, as a code would have."""
    settings.REQUIRE_MFA = True
    invite(people=[("Ida Beispiel", "ida@example.org")], role=Role.EDITOR, cycle=None)
    house.person["email"] = "Ida@example.org"
    through(client)
    assert client.get("/admin/").url == APP
    page = client.get(APP)
    assert page.status_code == 200
    secret = re.search(r"<code>(\w+)</code>", page.text)[1]  # type: ignore[index]
    assert client.post(APP, {"code": totp_code(secret)}).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_a_link_between_account_and_directory_is_never_made(house: Directory, client: Client) -> None:
    client.post("/konto/anmelden/", {"username": "alumna", "password": "weiterdenken-alumna"})
    house.person["email"] = "fremd@example.org"
    assert NO_ACCOUNT in through(client, process="connect").text
    house.person["email"] = "alumna@example.org"
    through(client, process="connect")
    assert not SocialAccount.objects.exists()


def test_what_goes_wrong_there_is_one_sentence_here(house: Directory, client: Client) -> None:
    assert BROKEN_OFF in client.get(BACK).text
    assert BROKEN_OFF in client.get(BACK, {"code": "einmal", "state": "erfunden"}).text
    asked = parse_qs(urlsplit(client.post(START).url).query)
    assert BROKEN_OFF in client.get(BACK, {"error": "access_denied", "state": asked["state"][0]}).text
    house.audience = "andere"  # a token made for another house
    assert BROKEN_OFF in through(client).text
    del house.config["token_endpoint"]
    assert BROKEN_OFF in client.post(START).text
    house.is_away = True
    assert BROKEN_OFF in client.post(START).text
    assert not is_in(client)


@pytest.mark.parametrize("config", [[], None, "", 5])
def test_a_description_that_is_none_is_one_sentence(house: Directory, client: Client, config: Any) -> None:
    house.config = config
    assert BROKEN_OFF in client.post(START).text


@pytest.mark.parametrize(
    "person", [{"sub": "9" * 192}, {"sub": "9", "email": 5}, {"sub": "9", "email": ["a"]}, []]
)
def test_a_person_that_is_none_is_one_sentence(house: Directory, client: Client, person: Any) -> None:
    asked = parse_qs(urlsplit(client.post(START).url).query)
    house.person = person
    page = client.get(BACK, {"code": "einmal", "state": asked["state"][0]}).text
    assert BROKEN_OFF in page or NO_ACCOUNT in page
    assert not is_in(client)


def test_a_way_back_that_failed_still_leads_on(house: Directory, client: Client) -> None:
    """With whichever way is tried next."""
    kept = 'name="next" value="/suche/"'
    house.person["email"] = "fremd@example.org"
    assert kept in through(client, next="/suche/").text
    house.audience = "andere"
    assert kept in through(client, next="/suche/").text
    asked = parse_qs(urlsplit(client.post(START, {"next": "/suche/"}).url).query)
    assert kept in client.get(BACK, {"error": "access_denied", "state": asked["state"][0]}).text
    assert kept not in through(client, next="https://example.com/").text


def test_who_sets_out_very_often_waits_and_nobody_else(house: Directory) -> None:
    for _time in range(STARTS_PER_SOURCE.most):
        STARTS_PER_SOURCE.take("203.0.113.5")
    often = Client(REMOTE_ADDR="203.0.113.5").post(START, {"next": "/suche/"})
    assert "Das war sehr oft" in often.text and 'name="next" value="/suche/"' in often.text
    assert Client(REMOTE_ADDR="198.51.100.7").post(START).url.startswith(f"{SERVER}/auth?")


def test_only_a_button_leads_there(house: Directory, client: Client) -> None:
    assert client.get(START).url == "/konto/anmelden/"
    assert client.post(BACK).status_code == 405


def test_without_a_directory_there_is_no_such_way(library: Any, client: Client) -> None:
    assert START not in client.get("/konto/anmelden/").text
    assert client.post(START).status_code == 404
    assert client.get(BACK).status_code == 404


def test_browsers_let_the_form_go_to_the_directory_and_nowhere_else() -> None:
    complete = directory.providers(VALUES, name="", trusts_addresses=False)
    assert directory.origins(complete) == [SERVER]
    for name in directory.NAMES:
        half = directory.providers(VALUES | {name: ""}, name="", trusts_addresses=False)
        assert half["openid_connect"]["APPS"] == [] and directory.origins(half) == []
