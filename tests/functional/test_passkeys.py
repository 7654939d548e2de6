"""A passkey in a real browser: Chromium makes it, signs in with it, and confirms with it; its device is a
virtual one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library, Watch, _in_thread
from tests.functional.test_editor import sign_in
from tests.functional.test_pages import complaints_of_axe

OPTIONS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _without_passkeys() -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.all().delete()


@pytest.fixture
def local(library: Library) -> Iterator[Library]:
    """Under its name: passkeys are for a name, and an IP address is none."""
    yield replace(library, url=library.url.replace("127.0.0.1", "localhost"))
    _in_thread(_without_passkeys)


def with_device(page: Page) -> tuple[Any, str]:
    """A phone for this page."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": OPTIONS})
    return devtools, made["authenticatorId"]


def test_it_is_made_and_signs_in_and_the_policy_lets_its_script_run(
    local: Library, open_page: Callable[..., tuple[Page, Watch]]
) -> None:
    page, watch = open_page(width=390, height=844)
    devtools, device = with_device(page)
    sign_in(page, local)
    page.goto(f"{local.url}/konto/sicherheit/")
    assert complaints_of_axe(page) == []
    page.get_by_role("link", name="Passkeys verwalten").click()
    page.get_by_role("link", name="Passkey anlegen").click()
    page.get_by_label("Name").fill("Diensthandy")
    assert complaints_of_axe(page) == []
    page.get_by_role("button", name="Anlegen", exact=True).click()
    page.wait_for_url("**/sicherheit/notfall/")  # the emergency codes are new
    (held,) = devtools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert held["isResidentCredential"] and held["rpId"] == "localhost"
    page.goto(f"{local.url}/konto/sicherheit/passkeys/")
    expect(page.get_by_text("Diensthandy")).to_be_visible()
    assert complaints_of_axe(page) == []

    page.context.clear_cookies()
    page.goto(f"{local.url}/konto/anmelden/?next=/admin/")
    assert complaints_of_axe(page) == []
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url("**/admin/")

    page.context.clear_cookies()
    page.goto(f"{local.url}/konto/anmelden/")
    page.locator("input[name=username]").fill("redaktion")
    page.locator("input[name=password]").fill("weiterdenken-redaktion")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url("**/zweiter-faktor/**")
    assert complaints_of_axe(page) == []
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url("**/konto/")
    assert [said for said in watch.complaints if "Content Security Policy" in said] == []


def test_a_device_without_a_passkey_and_one_who_breaks_off_are_told(
    local: Library, open_page: Callable[..., tuple[Page, Watch]]
) -> None:
    page, _watch = open_page()
    devtools, device = with_device(page)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto(f"{local.url}/konto/anmelden/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("alert")).to_contain_text("Das hat nicht geklappt")
    assert complaints_of_axe(page) == []
    assert "/konto/anmelden/" in page.url


def test_who_asked_very_often_is_told_so(
    local: Library, open_page: Callable[..., tuple[Page, Watch]]
) -> None:
    page, _watch = open_page()
    page.route("**/konto/anmelden/passkey/", lambda route: route.fulfill(status=429, json={}))
    page.goto(f"{local.url}/konto/anmelden/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("alert")).to_contain_text("sehr oft nach einem Passkey gefragt")
    expect(page.get_by_text("Der Vorgang wurde abgebrochen")).to_be_hidden()


def test_a_browser_that_knows_none_says_so(
    local: Library, open_page: Callable[..., tuple[Page, Watch]]
) -> None:
    page, _watch = open_page()
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto(f"{local.url}/konto/anmelden/")
    expect(page.get_by_text("Dieser Browser kennt keine Passkeys.")).to_be_visible()
    expect(page.get_by_role("button", name="Mit Passkey anmelden")).to_be_hidden()
