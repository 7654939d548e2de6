"""Every address that hands a record on, taken from the registry of addresses: no inner text in any of them
for whoever may not read it, and a withdrawn case is gone from all of them at once.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import get_resolver

from cases.gate import create_release_link, withdraw
from knowledge.cache import ByteCache
from knowledge.enums import AccessLevel
from knowledge.jobs import Job, run_job
from publications.dossier import orders
from search import registry
from search.index import apply
from tests.integration.conftest import Library

WORD: Final = "quorvexilith"

FORMATS: Final = {
    "api/v1/search": ["?q={word}", "?q={word}&weitere=1"],
    "api/v1/suggest": ["?q={start}"],
    "api/v1/{plural}": ["?limit=100"],
    "api/v1/{plural}/<key>": [""],
    "oai": [
        "?verb=ListRecords&metadataPrefix=oai_dc&set=art:{kind}",
        "?verb=ListIdentifiers&metadataPrefix=oai_dc&set=art:{kind}",
        "?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:{key}",
    ],
    "^suche/tabelle\\.(?P<form>csv|xlsx)$": ["?q={word}", "?typ={typ}"],
    "^reihe/(?P<series>[a-z0-9-]+)/tabelle\\.(?P<form>csv|xlsx)$": [""],
    "^uebernahmen/tabelle\\.(?P<form>csv|xlsx)$": [""],
    "^zitieren/(?P<key>[a-z]+:[0-9a-f]{32})\\.(?P<form>bib|ris)$": [""],
    "sitemap.xml": [""],
    "feeds/<slug:kind>.atom": [""],
    "suche/": ["?q={word}", "?typ={typ}"],
    "suche/atom": ["?q={word}", "?typ={typ}"],
    "methoden-drucken/": ["?key={key}"],
    "abdeckung/": [""],
    "^abdeckung/(?P<name>groesse|zeitraum|wege)\\.(?P<form>csv|xlsx)$": [""],
    "uebernahme/<str:key>/": [""],
    "uebernahmen/": [""],
    "dossier/": ["?key={key}"],
    "dossier/ansicht/": ["?key={key}&seiten=12"],
    "dossier/dossier.md": ["?key={key}&seiten=12"],
    "^dossier/merkliste\\.(?P<form>csv|xlsx)$": ["?key={key}"],
    "passt/<str:key>/": [""],
    "fallgeber/<str:key>/": [""],
    "^((?:[\\w\\-]+/)*)$": [""],
}
"""Addresses that hand records on, each with what is asked of it."""

NO_RECORDS: Final = re.compile(
    r"admin/|konto/|_util/|documents/|\^documents|media/|api/v1/(openapi\.json|areas|formats|packages)?$|healthz|robots|favicon"
    r"|\^sitemap-|suche/(merken|abo)|freigabe/|verlauf/|einsatz/|aussehen/|treuhand/|rueckmeldung/|staffelbericht/"
    r"|dossier/(bestellen|datei)|uebernahme/.*danke|frage/|anmeld|urteil/|rundbrief/|barriere|so-bewerten|komponenten"
)
"""Addresses that hand no record on: forms, accounts, secret links, what has tests of its own."""


FOR_ALL: Final = re.compile(
    r"/(oai|suche/tabelle|suche/atom|reihe|uebernahmen/tabelle|zitieren|sitemap|feeds|dossier|uebernahme/)"
)
"""What is made for everybody says the same whoever asks."""


def walk(resolver: Any, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern, route)
        else:
            yield route


def plural(kind: str) -> str:
    return f"{kind}s"


def addresses(page: Any) -> list[str]:
    """Every address of every format for one record."""
    source = registry.source_of(page)
    assert source is not None
    key = source.key(page)
    words = {
        "key": key, "kind": source.kind, "plural": plural(source.kind), "typ": source.type_word, "word": WORD,
        "start": WORD[:5],
    }  # fmt: skip
    found = []
    for route, queries in FORMATS.items():
        if route.startswith("^(("):
            paths = [
                page.get_url().lstrip("/"),
                f"en{page.get_url()}",
                page.get_parent().get_url().lstrip("/"),
                "",
            ]
        elif route.startswith("^"):
            stem, forms = re.fullmatch(r"\^(.*)\(\?P<form>(.*)\)\$", route).groups()
            stem = re.sub(r"\(\?P<key>.*?\)", key, stem).replace("\\", "")
            stem = re.sub(r"\(\?P<series>.*?\)", getattr(page, "series", "leitfaden"), stem)
            stem = re.sub(r"\(\?P<name>(\w+)\|.*?\)", r"\1", stem)
            paths = [f"{stem}{form}" for form in forms.split("|")]
        else:
            filled = route.replace("<slug:kind>", source.kind).replace("{plural}", words["plural"])
            paths = [re.sub(r"<(str:)?key>", key, filled)]
        found += [f"/{path}{query.format(**words)}" for path in paths for query in queries]
    return found


def text_of(client: Client, address: str) -> str:
    """Everything an answer says; 404 and 410 say nothing."""
    answer = client.get(address)
    assert answer.status_code < 500, address
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace")


def test_every_address_is_either_a_format_or_hands_nothing_on() -> None:
    kinds = "|".join(plural(source.kind) for source in registry.sources())
    routes = {re.sub(rf"api/v1/({kinds})(?=/|$)", "api/v1/{plural}", route) for route in walk(get_resolver())}
    open_ones = {route for route in routes if not NO_RECORDS.match(route)}
    assert open_ones == set(FORMATS)


@pytest.mark.parametrize("role", ["", "alumna", "moderation", "redaktion"])
@pytest.mark.parametrize("level", [AccessLevel.ALUMNI, AccessLevel.EDITORS])
def test_no_format_says_what_is_not_for_this_reader(
    library: Library, signed_in: Any, role: str, level: AccessLevel
) -> None:
    lesson = library.page("L01")
    lesson.statement = f"Die {WORD} entscheidet."
    lesson.observation = f"<p>Eine {WORD} war da.</p>"
    lesson.access_level = level
    lesson.save()
    apply.drain()
    client = signed_in(role) if role else Client()
    for address in addresses(lesson):
        if not role or FOR_ALL.match(address):
            said = text_of(client, address)
            assert f"{WORD} entscheidet" not in said, address
            assert f"{WORD} war da" not in said, address


def test_a_withdrawn_case_is_gone_from_every_format_at_once(library: Library) -> None:
    case = library.page("F01")
    title, asked, client = case.title, addresses(case), Client()
    told = [address for address in asked if title in text_of(client, address)]
    assert len(told) >= 15, told
    withdraw(case=case)
    apply.drain()
    assert [address for address in asked if title in text_of(client, address)] == []


@pytest.fixture
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.JOB_RESULTS_DIR = tmp_path


def ordered_file(key: str, form: str) -> str:
    """The address of a dossier that a worker has built."""
    ordered = Client().post("/dossier/bestellen/", {"key": key, "seiten": "12", "format": form})
    run_job.call(Job.objects.latest("pk").pk)
    return f"{ordered['Location']}laden/"


def kept(cache: ByteCache, address: str) -> tuple[str, str]:
    """Status and text as the byte cache hands them out."""
    path, _mark, query = address.partition("?")
    begun: list[str] = []
    request = RequestFactory().get(path).environ | {"QUERY_STRING": query}
    body = b"".join(cache(request, lambda status, headers, *rest: begun.append(status)))
    return begun[0], body.decode("utf-8", "replace")


@pytest.mark.usefixtures("own_files")
def test_once_the_withdrawing_request_is_answered_no_format_has_the_case(
    library: Library, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """Nothing waits and no worker runs in between: this is what the very next reader gets."""
    settings.SEARCH_OUTBOX = "immediate"
    case, client = library.page("F01"), Client()
    source = registry.source_of(case)
    assert source is not None
    key, path = source.key(case), case.get_url()
    title = case.title.partition(",")[0]  # in ASCII, so that JSON spells it like everything else
    assert title.isascii()
    author = get_user_model().objects.get(username="redaktion")
    _link, token = create_release_link(case=case, user=author)
    cache = ByteCache(WSGIHandler(), megabytes=16)
    connection.run_on_commit.clear()
    files = {form: ordered_file(key, form) for form in ("pdf", "docx")}
    gone = {
        path: 410,
        f"/en{path}": 410,
        f"/api/v1/cases/{key}": 404,
        f"/zitieren/{key}.bib": 404,
        f"/zitieren/{key}.ris": 404,
        files["pdf"]: 404,
        files["docx"]: 404,
        f"/passt/{key}/": 404,
        f"/fallgeber/{key}/": 404,
        f"/uebernahme/{key}/": 404,
    }
    area = case.challenge_areas.first().slug
    narrow = f"herausforderung={area}&groesse={case.size_band}&ausgang={case.public_outcome}"
    silent = {
        "list": f"/faelle/?{narrow}",
        "landing page": f"/themen/{area}/",
        "search": "/suche/?q=Vereinsleben",
        "suggestion": f"/api/v1/suggest?q={title[:-3]}",
        "API list": "/api/v1/cases?limit=100",
        "API search": "/api/v1/search?q=Vereinsleben",
        "CSV": f"/suche/tabelle.csv?typ=fall&{narrow}",
        "XLSX": f"/suche/tabelle.xlsx?typ=fall&{narrow}",
        "Atom": "/feeds/case.atom",
        "Atom of a search": "/suche/atom?typ=fall",
        "sitemap": "/sitemap.xml",
        "OAI list": "/oai?verb=ListRecords&metadataPrefix=oai_dc&set=art:case",
        "shared dossier": f"/dossier/?key={key}",
        "dossier, HTML": f"/dossier/ansicht/?key={key}&seiten=12",
        "dossier, Markdown": f"/dossier/dossier.md?key={key}&seiten=12",
        "deck of cards": f"/methoden-drucken/?key={key}",
    }
    says = {name: title in text_of(client, address) for name, address in silent.items()}
    assert {name for name, told in says.items() if not told} <= {"sitemap", "deck of cards", "landing page"}
    assert all(client.get(address).status_code == 200 for address in gone)
    assert "application/ld+json" in client.get(path).text
    assert path in text_of(client, "/sitemap.xml")
    for address in (path, silent["list"], "/sitemap.xml"):
        connection.run_on_commit.clear()
        assert kept(cache, address) == kept(cache, address)
    assert len(cache.store) == 3

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/freigabe/{token}/widerruf/").status_code == 302

    assert {address: client.get(address).status_code for address in gone} == gone
    assert [name for name, address in silent.items() if title in text_of(client, address)] == []
    assert path not in text_of(client, "/sitemap.xml")
    assert 'status="deleted"' in text_of(
        client, f"/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:{key}"
    )
    composed = orders.composed(orders.selection_of(f"key={key}&seiten=12"))
    assert title not in repr(composed)  # what Word and PDF are written of
    connection.run_on_commit.clear()
    assert kept(cache, path)[0].startswith("410")
    assert title not in kept(cache, silent["list"])[1] and path not in kept(cache, "/sitemap.xml")[1]
