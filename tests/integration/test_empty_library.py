"""A library as ``setup_library`` leaves it, with one cycle and no record: every page answers and says how it
goes on.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from knowledge.models import Format, ForumCycle
from search import engines
from tests.integration.conftest import Library, _forget_what_the_process_knows

MOST = 400


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: Any) -> Iterator[Library]:
    """Nothing of the demo."""
    with django_db_blocker.unblock(), transaction.atomic():
        _forget_what_the_process_knows()
        engines.current().rebuild(())
        call_command("setup_library", stdout=io.StringIO())
        kind = Format.objects.create(key="forum", name="Forum", kind="forum", purpose="Beraten.")
        ForumCycle.objects.create(
            format=kind, number=1, title="Erste Staffel", starts=date(2026, 3, 1), ends=date(2026, 12, 1)
        )
        get_user_model().objects.create_superuser("leitung", "a@example.org", "geheim-und-lang")
        yield Library(())
        transaction.set_rollback(True)
    _forget_what_the_process_knows()


def walk(client: Client, starts: list[str], inside: str) -> dict[str, Any]:
    """Every page that can be reached from these, by its address."""
    waiting, found = list(starts), {}
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        assert len(found) < MOST, f"more pages than expected: {address}"
        response = client.get(address)
        found[address] = response
        if response.headers.get("Content-Type", "").startswith("text/html"):
            links = {unescape(link) for link in re.findall(r'href="([^"#]*)', response.text)}
            waiting += sorted(link for link in links if re.fullmatch(inside, link))
    return found


def main_of(page: str) -> str:
    """The main part of a page without scripts."""
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"<(script|template|svg)\b.*?</\1>", "", main, flags=re.S)


PUBLIC = ["/", "/faelle/", "/methoden/", "/lehren/", "/veroeffentlichungen/", "/staffeln/", "/themen/"]
PUBLIC += ["/zielgruppen/", "/abdeckung/", "/frage/", "/suche/", "/suche/?q=haushalt", "/suche/merken/"]
PUBLIC += ["/konto/anmelden/", "/suche/atom?q=haushalt", "/en/", "/en/faelle/", "/en/abdeckung/"]
FILES = ["/sitemap.xml", "/robots.txt", "/healthz/", "/api/v1/search?q=haushalt", "/api/v1/suggest?q=haus"]
FILES += [f"/api/v1/{kind}" for kind in ("cases", "methods", "lessons", "publications", "cycles")]


def test_every_public_page_says_how_it_goes_on(client: Client) -> None:
    found = walk(client, PUBLIC, r"/(?!admin|static|media|api)[\w/-]*")
    assert len(found) > 60
    for address, response in found.items():
        assert response.status_code == 200, address
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        main = main_of(response.text)
        for heading in re.findall(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]>", main, re.S):
            assert re.sub(r"<[^>]+>|\s", "", heading), f"{address}: an empty heading"
        assert not re.search(r"\b0 (Treffer|results|Fälle|cases|Einträge)", main), address
        for body in re.findall(r'class="empty__body">(.*?)</div>', main, re.S):
            assert len(re.sub(r"<[^>]+>", "", body).split()) > 4, f"{address}: {body}"
        for empty in re.findall(r"<(?:ul|ol|tbody|select)\b[^>]*>\s*</(?:ul|ol|tbody|select)>", main):
            pytest.fail(f"{address}: {empty}")


@pytest.mark.parametrize("address", ["/faelle/", "/methoden/", "/lehren/", "/staffeln/", "/abdeckung/"])
def test_an_empty_list_leads_on(address: str, client: Client) -> None:
    assert 'href="/frage/"' in main_of(client.get(address).text)


@pytest.mark.parametrize("address", FILES)
def test_machines_get_an_empty_list(address: str, client: Client) -> None:
    response = client.get(address)
    assert response.status_code == 200
    if address.startswith("/api/v1/") and "?" not in address:
        assert response.json() == {"items": [], "total": 0, "next": None}


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username="leitung"))
    return client


def test_every_page_of_the_administration_answers(admin: Client) -> None:
    start = admin.get("/admin/").text
    menu = {unescape(link) for link in re.findall(r'"url": "(/admin/[^"]*)"', start)}
    assert len(menu) > 20
    lists = r"/admin/(?!pages/|logout|account|bulk|oeffentliche|users|groups|workflows|sites)[\w-]+/[\w/-]*"
    lists = rf"(?!.*/(?:edit|delete|usage|history|copy|inspect)/){lists}"
    found = walk(admin, [link for link in menu if re.fullmatch(lists, link)], lists)
    for address, response in found.items():
        assert response.status_code in {200, 302, 405}, address


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/admin/rohfaelle/", "Mit „Fall aufnehmen“ beginnt der erste"),
        ("/admin/faelle/", "Der erste Eintrag beginnt mit dem Knopf oben."),
        ("/admin/berichte/radar/", "Noch suchen nicht genug Menschen dasselbe vergeblich."),
        ("/admin/auftraege/", "sobald es jemand startet"),
        ("/admin/snippets/knowledge/openquestion/", "Warum nicht"),
        ("/admin/snippets/methods/sessionplan/", "Warum nicht"),
        ("/admin/", "Heute ist nichts fällig."),
    ],
)
def test_lists_of_the_administration_say_how_it_goes_on(address: str, sentence: str, admin: Client) -> None:
    response = admin.get(address)
    assert response.status_code == 200
    assert sentence in response.text.replace("&quot;", '"')
    assert "1-0 von 0" not in response.text
