"""A passkey is made, signs in, stands in for the second factor, confirms, and is removed again."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from fido2.cose import ES256

from knowledge.accounts.sign_in import passkeys
from knowledge.accounts.sign_in.passkeys import QUESTIONS_PER_SOURCE
from search.public_forms import Limit
from tests.soft_key import SoftKey

SIGN_IN, LIST, ADD = (
    "/konto/anmelden/passkey/",
    "/konto/sicherheit/passkeys/",
    "/konto/sicherheit/passkeys/neu/",
)
FACTOR, CONFIRM = "/konto/anmelden/zweiter-faktor/", "/konto/bestaetigen/passkey/"
NOT_TAKEN = "Dieser Passkey passt nicht"
JSON = {"HTTP_ACCEPT": "application/json"}


def browser(**more: str) -> Client:
    """Passkeys are for one address, and an IP address is none."""
    return Client(SERVER_NAME="localhost", **more)


def asked_in(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="passkey-frage" type="application/json">(.*?)</script>', page)
    asked: dict[str, Any] = json.loads(found[1])  # type: ignore[index]
    return asked


def with_password(name: str = "alumna") -> Client:
    client = browser()
    client.post("/konto/anmelden/", {"username": name, "password": f"weiterdenken-{name}"})
    return client


def made(client: Client, **options: Any) -> SoftKey:
    key = SoftKey(**options)
    sent = key.make(asked_in(client.get(ADD).text))
    assert client.post(ADD, {"name": "Diensthandy", "credential": sent}).status_code == 302
    return key


def sign_in(client: Client, key: SoftKey, **more: str) -> Any:
    question = client.get(SIGN_IN, **JSON).json()["request_options"]
    return client.post(SIGN_IN, {"credential": key.answer(question), **more})


def is_in(client: Client) -> bool:
    return client.get("/konto/").status_code == 200


def test_it_is_made_and_signs_in_without_a_code(library: Any) -> None:
    key = made(with_password())
    client = browser()
    assert sign_in(client, key).url == "/konto/"
    assert is_in(client)
    assert not mail.outbox
    page = client.get(LIST)
    assert "Diensthandy" in page.text and "zuletzt benutzt am" in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert "Ein Passkey ist eingerichtet" in client.get("/konto/sicherheit/").text


def test_it_leads_on_to_where_somebody_wanted_to_go(library: Any) -> None:
    key = made(with_password())
    assert sign_in(browser(), key, next="/suche/").url == "/suche/"
    assert sign_in(browser(), key, next="https://example.org/").url == "/konto/"


def test_it_opens_the_administration_where_a_second_factor_is_required(library: Any, settings: Any) -> None:
    settings.REQUIRE_MFA = True
    editor = with_password("redaktion")
    page = editor.get(editor.get("/admin/").url).text
    assert ADD in page
    key = made(editor)
    assert editor.get("/admin/").status_code == 200
    again = browser()
    sign_in(again, key)
    assert again.get("/admin/").status_code == 200  # it was more than one factor: nothing else is asked


def test_after_a_password_it_is_asked_as_the_second_factor(library: Any) -> None:
    key = made(with_password())
    client = with_password()
    assert not is_in(client)
    page = client.get(FACTOR).text
    assert "Mit Passkey anmelden" in page and "Bitte Ihren Passkey" in page
    stranger = SoftKey(owner=key.owner)
    refused = client.post(FACTOR, {"credential": stranger.answer(asked_in(page))})
    assert NOT_TAKEN in refused.text
    assert client.post(FACTOR, {"credential": key.answer(asked_in(refused.text))}).status_code == 302
    assert is_in(client)


def test_a_key_that_asks_nobody_for_a_finger_is_not_enough(library: Any) -> None:
    client = with_password()
    careless = SoftKey(verified=False)
    sent = careless.make(asked_in(client.get(ADD).text))
    assert NOT_TAKEN in client.post(ADD, {"credential": sent}).text
    assert not Authenticator.objects.exists()
    key = made(client)
    key.verified = False
    assert NOT_TAKEN in sign_in(browser(), key).text


def test_an_old_answer_and_one_of_another_address_are_refused(library: Any) -> None:
    key = made(with_password())
    client = browser()
    old = key.answer(client.get(SIGN_IN, **JSON).json()["request_options"])
    client.get(SIGN_IN, **JSON)
    page = client.post(SIGN_IN, {"credential": old, "next": "/suche/"}).text
    assert NOT_TAKEN in page and 'name="next" value="/suche/"' in page
    key.origin = "https://wissen.example.org"
    sign_in(client, key)
    assert not is_in(client)


def test_a_closed_account_stays_closed(library: Any) -> None:
    key = made(with_password())
    get_user_model().objects.filter(username="alumna").update(is_active=False)
    client = browser()
    sign_in(client, key)
    assert not is_in(client)


STUMBLE = '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30",'


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "null",
        "[]",
        '"x"',
        "{}",
        "{",
        "[" * 5000,
        '{"id": 1}',
        '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}',
        STUMBLE
        + ' "attestationObject": "gYGB", "authenticatorData": "AA", "signature": "AA", "userHandle": "!"}}',
        STUMBLE
        + ' "attestationObject": "'
        + "gYGB" * 4000
        + '", "authenticatorData": "AA", "signature": "AA"}}',
    ],
    ids=lambda sent: f"{sent[:8]}-{len(sent)}",
)
def test_whatever_else_is_sent_is_one_sentence(library: Any, sent: str) -> None:
    client = with_password()
    client.get(ADD)
    assert NOT_TAKEN in client.post(ADD, {"name": "x", "credential": sent}).text
    made(client)
    client.get(CONFIRM)
    assert NOT_TAKEN in client.post(CONFIRM, {"credential": sent}).text
    stranger = browser()
    stranger.get(SIGN_IN, **JSON)
    assert NOT_TAKEN in stranger.post(SIGN_IN, {"credential": sent}).text


def test_its_owner_finds_it_in_their_data(library: Any) -> None:
    owner = with_password()
    key = made(owner)
    told = {one["art"]: one for one in owner.post("/konto/daten/").json()["zweiter_faktor"]}
    row = Authenticator.objects.get(type="webauthn")
    assert told["webauthn"] == {
        "art": "webauthn",
        "name": "Diensthandy",
        "angelegt": row.created_at.isoformat(),
        "zuletzt_benutzt": None,
    }
    assert set(told) == {"webauthn", "recovery_codes"}
    sign_in(browser(), key)
    told = {one["art"]: one for one in owner.post("/konto/daten/").json()["zweiter_faktor"]}
    assert told["webauthn"]["zuletzt_benutzt"]


def test_only_what_the_protocol_needs_is_stored(library: Any) -> None:
    client, key = with_password(), SoftKey()
    sent = json.loads(key.make(asked_in(client.get(ADD).text)))
    sent |= {"authenticatorAttachment": "platform", "extra": "x" * 1000}
    sent["clientExtensionResults"] |= {"credBlob": "y" * 1000}
    assert client.post(ADD, {"credential": json.dumps(sent)}).status_code == 302
    stored = Authenticator.objects.get(type="webauthn").data["credential"]
    assert set(stored) == {"id", "rawId", "type", "response", "clientExtensionResults"}
    assert stored["clientExtensionResults"] == {"credProps": {"rk": True}}
    sign_in(again := browser(), key)
    assert is_in(again)


@pytest.mark.parametrize("extra", ["\0", float("nan")], ids=["nul", "nan"])
def test_what_a_database_would_not_take_is_one_sentence(library: Any, extra: Any) -> None:
    client, key = with_password(), SoftKey()
    sent = json.loads(key.make(asked_in(client.get(ADD).text)))
    sent["response"]["transports"] = [extra]
    assert NOT_TAKEN in client.post(ADD, {"credential": json.dumps(sent)}).text
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("told", [None, [], "x", {"credProps": None}, {"credProps": ["rk"]}])
def test_odd_extensions_do_not_break_the_list(library: Any, told: Any) -> None:
    client, key = with_password(), SoftKey()
    sent = json.loads(key.make(asked_in(client.get(ADD).text)))
    client.post(ADD, {"credential": json.dumps(sent | {"clientExtensionResults": told})})
    assert client.get(LIST).status_code == 200
    assert client.get("/konto/sicherheit/").status_code == 200
    sign_in(again := browser(), key)
    assert is_in(again)


def test_a_key_of_an_unknown_kind_is_not_stored(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client, key = with_password(), SoftKey()
    with monkeypatch.context() as patched:
        patched.setattr(
            ES256, "from_cryptography_key", staticmethod(lambda public: {1: 2, 3: -999, -1: 1, -2: b"x"})
        )
        sent = key.make(asked_in(client.get(ADD).text))
    assert NOT_TAKEN in client.post(ADD, {"credential": sent}).text
    assert not Authenticator.objects.exists()


def test_it_confirms_before_an_account_is_deleted(library: Any) -> None:
    key = made(with_password())
    user = get_user_model().objects.get(username="alumna")
    user.set_unusable_password()
    user.save()
    client = browser()
    sign_in(client, key)
    page = client.get(f"{CONFIRM}?next=/konto/loeschen/")
    answer = client.post(CONFIRM, {"credential": key.answer(asked_in(page.text)), "next": "/konto/loeschen/"})
    assert answer.url == "/konto/loeschen/"


def test_who_has_no_password_is_asked_for_it_first(library: Any, signed_in: Any) -> None:
    """Not for an emergency code, and not for one by mail."""
    key = made(with_password())
    assert signed_in("alumna").post("/konto/loeschen/").url.startswith("/konto/bestaetigen/passwort/")
    user = get_user_model().objects.get(username="alumna")
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    client = signed_in("alumna")
    client.defaults["SERVER_NAME"] = "localhost"
    confirm = client.post("/konto/loeschen/").url
    assert confirm.startswith(CONFIRM)
    page = client.get(confirm).text
    for other in ("/konto/bestaetigen/code/", "/konto/bestaetigen/zweiter-faktor/"):
        assert other in page
    sent = {"credential": key.answer(asked_in(page)), "next": "/konto/loeschen/"}
    assert client.post(confirm, sent).url == "/konto/loeschen/"


def test_only_its_owner_removes_it(library: Any) -> None:
    owner = with_password()
    key = made(owner)
    row = Authenticator.objects.get(type="webauthn")
    with_password("moderation").post(LIST, {"passkey": row.pk})
    for number in ("", "x", "999999999999999999999999"):
        assert owner.post(LIST, {"passkey": number}).status_code == 302
    assert Authenticator.objects.filter(pk=row.pk).exists()
    owner.post(LIST, {"passkey": row.pk})
    assert not Authenticator.objects.exists()  # the emergency codes go with the last one
    client = browser()
    sign_in(client, key)
    assert not is_in(client)


def test_nobody_but_the_signed_in_reaches_the_pages(library: Any) -> None:
    for path in (LIST, ADD, CONFIRM):
        assert browser().get(path).status_code == 302
        assert "/konto/anmelden/" in browser().get(path).url
    assert browser().get(SIGN_IN).url == "/konto/anmelden/"


def test_who_asks_very_often_shuts_nobody_else_out(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key = made(with_password())
    here = browser(REMOTE_ADDR="203.0.113.5")
    for _time in range(QUESTIONS_PER_SOURCE.most):
        QUESTIONS_PER_SOURCE.take("203.0.113.5")
    assert here.get(SIGN_IN, **JSON).status_code == 429
    elsewhere = browser(REMOTE_ADDR="198.51.100.7")
    sign_in(elsewhere, key)
    assert is_in(elsewhere)


def test_a_known_browser_asks_while_its_network_has_asked_too_often(
    library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passkeys, "QUESTIONS_PER_KNOWN_DEVICE", Limit("passkey-geraet", 2, 3600))
    own = with_password()
    for _time in range(QUESTIONS_PER_SOURCE.most):
        QUESTIONS_PER_SOURCE.take("127.0.0.1")
    own.post("/konto/abmelden/")
    assert [own.get(SIGN_IN, **JSON).status_code for _time in range(3)] == [200, 200, 429]
    invented = browser()
    invented.cookies["geraet"] = "0" * 64
    assert invented.get(SIGN_IN, **JSON).status_code == 429


def test_the_page_of_signing_in_runs_no_script_of_its_own(library: Any) -> None:
    page = browser().get("/konto/anmelden/")
    scripts = re.findall(r"<script(?P<how>[^>]*)>(?P<what>.*?)</script>", page.text, re.DOTALL)
    assert all("src=" in how and not what.strip() for how, what in scripts)
    assert "js/passkeys.js" in unescape(page.text)
    assert "unsafe" not in page["Content-Security-Policy"]
