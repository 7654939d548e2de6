"""Every address that hands a record on, taken from the registry of addresses: no inner text in any of them
for whoever may not read it, and a withdrawn case is gone from all of them at once.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import get_resolver

from cases.gate import withdraw
from knowledge.enums import AccessLevel
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
    "^zitieren/(?P<key>[a-z]+:[0-9a-f]{32})\\.(?P<form>bib|ris)$": [""],
    "sitemap.xml": [""],
    "feeds/<slug:kind>.atom": [""],
    "suche/": ["?q={word}", "?typ={typ}"],
    "suche/atom": ["?q={word}", "?typ={typ}"],
    "methoden-drucken/": ["?key={key}"],
    "abdeckung/": [""],
    "uebernahme/<str:key>/": [""],
    "uebernahmen/": [""],
    "dossier/": ["?key={key}"],
    "dossier/ansicht/": ["?key={key}&seiten=12"],
    "dossier/dossier.md": ["?key={key}&seiten=12"],
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


FOR_ALL: Final = re.compile(r"/(oai|suche/tabelle|suche/atom|zitieren|sitemap|feeds|dossier|uebernahme/)")
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
