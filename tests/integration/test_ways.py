"""Ways through the library: every page can be reached by its links, and login and logout are among them."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import translation
from wagtail.models import Page

from tests.integration import browsed
from tests.integration.addresses import ADDRESSES
from tests.integration.conftest import Library

pytestmark = pytest.mark.xdist_group("browsed")

SERVICES = {"/konto/anmelden/", "/suche/", "/frage/", "/abdeckung/"}
"""Pages that stand in no tree."""

LINK = re.compile(r'<a\s[^>]*?href="([^"#]*)', re.DOTALL)


def links_of(text: str, address: str) -> set[str]:
    """Paths of this library that a page links to; of a query only the page number is kept."""
    found = set()
    for target in LINK.findall(text):
        parts = urlsplit(urljoin(address, html.unescape(target)))
        if (
            target
            and parts.scheme in {"", "http", "https"}
            and parts.netloc in {"", "localhost", "testserver"}
        ):
            found.add(
                f"{parts.path}?{parts.query}" if re.fullmatch(r"seite=\d+", parts.query) else parts.path
            )
    return found


def walk() -> dict[str, int]:
    """Every German address that can be reached from the home page by links, with the status it answers."""
    seen: dict[str, int] = {}
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        answer = browsed.read(address)
        seen[address] = answer.status
        fresh = links_of(answer.text, address) - seen.keys() - set(waiting)
        waiting += sorted(found for found in fresh if not found.startswith("/en/"))
    return seen


def test_no_page_is_an_orphan_and_no_link_leads_nowhere(public_pages: list[Page]) -> None:
    reached = walk()
    with translation.override("de"):
        expected = {page.get_url() for page in public_pages} | SERVICES
    assert sorted(expected - {address.partition("?")[0] for address in reached}) == []
    assert {address: status for address, status in reached.items() if status != 200} == {}


def test_the_english_interface_has_the_same_ways() -> None:
    for address in sorted(links_of(browsed.read("/en/").text, "/en/")):
        assert address.startswith(("/en/", "/faelle/")) or address == "/", address
        assert browsed.read(address).status == 200, address
    assert {f"/en{address}" for address in SERVICES - {"/abdeckung/", "/suche/"}} <= links_of(
        browsed.read("/en/faelle/").text, "/en/faelle/"
    )


# --------------------------------------------------------------------------- login and logout


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_every_page_leads_to_the_login_and_back(library: Library, client: Client, name: str) -> None:
    with translation.override("de"):
        address = (
            ADDRESSES[name] if ADDRESSES[name].startswith("/") else library.page(ADDRESSES[name]).get_url()
        )
    page = client.get(address)
    (login,) = re.findall(r'<a class="account"\s+href="([^"]+)"', page.text)
    assert "csrfmiddlewaretoken" not in page.text and not page.cookies
    answer = client.post(
        html.unescape(login), {"username": "alumna", "password": "weiterdenken-alumna"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == address


def test_an_address_with_a_key_does_not_travel_through_the_login(client: Client) -> None:
    key = "00000000-0000-4000-8000-000000000000"
    for address in (f"/freigabe/{key}/", f"/frage/abo/{key}/"):
        page = client.get(address).text
        assert 'href="/konto/anmelden/"' in page
        assert "?next=" not in page


@pytest.mark.parametrize(
    ("username", "name", "edits"),
    [("alumna", "Alumni", False), ("redaktion", "Redaktion", True), ("admin", "Administration", True)],
)
def test_who_is_signed_in_reads_the_own_name_and_the_way_out(
    signed_in: Any, username: str, name: str, edits: bool
) -> None:
    for prefix in ("/", "/en/"):
        reader = signed_in(username)
        reader.handler.enforce_csrf_checks = True
        page = reader.get(f"{prefix}faelle/")
        own = page.text.partition('<form class="account"')[2].partition("</form>")[0]
        assert name in own
        assert ("/admin/" in own) is edits
        assert reader.post(f"{prefix}konto/abmelden/").status_code == 403
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', own)
        assert token
        response = reader.post(f"{prefix}konto/abmelden/", {"csrfmiddlewaretoken": token[1]}, follow=True)
        assert response.redirect_chain == [(f"{prefix}konto/abgemeldet/", 302)]
        assert ("You are signed out." if prefix == "/en/" else "Sie sind abgemeldet.") in response.text
        assert name not in response.text and "csrfmiddlewaretoken" not in response.text
        assert reader.get("/admin/").status_code == 302
