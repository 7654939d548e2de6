"""The ways on which a reader could meet a record: each returns what comes back, as text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from html import unescape
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse

from knowledge.content import export
from publications.leaks import oracles
from publications.leaks.planting import Planted
from search import registry

__all__ = ["BY_RECORD", "FOR_ALL", "SAME_FOR_EVERYBODY", "Answer"]

Answer = str
Ask = Callable[[Client, Planted], Answer]


def _get(client: Client, address: str) -> Answer:
    """The text of an answer that is one; what a sign-in page or an error says is nothing. Addresses that an
    answer leads to are not followed.
    """
    response: Any = client.get(address)
    if response.status_code != 200:
        return ""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode("utf-8", "replace"))


def _at(pattern: str) -> Ask:
    """A channel with an address; ``{word}``, ``{key}`` ... come from the record."""

    def ask(client: Client, record: Planted) -> Answer:
        return _get(
            client, pattern.format(**{k: quote(str(v), safe="/:") for k, v in asdict(record).items()})
        )

    return ask


def _head(client: Client, record: Planted) -> Answer:
    """Whether the page is there at all; of what is no page of its own, a HEAD tells nothing."""
    return record.mark if record.is_page and client.head(record.url).status_code == 200 else ""


def _oai(client: Client, record: Planted) -> Answer:
    identifier = quote(f"oai:{urlsplit(settings.PUBLIC_URL).hostname}:{record.key}")
    return _get(client, f"/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier={identifier}")


def _by_uuid(name: str) -> Ask:
    return lambda client, record: _get(client, reverse(name, args=[record.uuid]))


def _by_key(name: str) -> Ask:
    return lambda client, record: _get(client, reverse(name, args=[record.key]))


def _api_record(client: Client, record: Planted) -> Answer:
    kind = record.key.partition(":")[0]
    return _get(client, f"/api/v1/{kind}s/{record.key}")


_LISTS: Final = {
    "case": "faelle",
    "lesson": "lehren",
    "method": "methoden",
    "publication": "veroeffentlichungen",
}


def _list(client: Client, record: Planted) -> Answer:
    kind = record.key.partition(":")[0]
    return _get(client, f"/{_LISTS[kind]}/?q={record.word}&mehr=1")


def _radar(client: Client, area: str, card: str) -> Answer:
    return _get(client, reverse("search_radar")) + _get(client, f"{reverse('search_radar')}?export=csv")


BY_RECORD: Final[dict[str, Ask]] = {
    "seite": _at("{url}"),
    "seite-englisch": _at("/en{url}"),
    "druck": _at("{url}?druck=ganz"),
    "kopf": _head,
    "merkliste": lambda client, record: (
        _get(client, f"{reverse('account_kept')}?seite={record.uuid}") if record.is_page else ""
    ),
    "api-eintrag": _api_record,
    "suche": _at("/suche/?q={word}&mehr=1"),
    "api-suche": _at("/api/v1/search?q={word}&limit=100"),
    "liste": _list,
    "vorschlag": _at("/api/v1/suggest?q={word}"),
    "atom": _at("/suche/atom?q={word}"),
    "tabelle": _at("/suche/tabelle.csv?q={word}"),
    "zitat": _at("/zitieren/{key}.bib"),
    "oai": _oai,
    "dossier": _at("/dossier/ansicht/?key={key}&seiten=12"),
    "dossier-markdown": _at("/dossier/dossier.md?key={key}&seiten=12"),
    "dossier-tabelle": _at("/dossier/merkliste.csv?key={key}"),
    "checkliste": _by_key("fit"),
    "uebernahme": _by_key("adoption"),
    "hat-geholfen": _by_uuid("feedback"),
    "frage": _at("/frage/?zu={key}"),
    "anzahl": oracles.counted,
    "filter": oracles.facets,
    "tabelle-excel": oracles.workbook,
    "unveraendert": oracles.not_modified,
    "datei": oracles.file,
    "datei-teil": oracles.part_of_file,
    "bild": oracles.picture,
    "ablage": oracles.kept_bytes,
    "fehlerseite": oracles.error_page,
    "mail-suche": oracles.news_of_search,
    "verwaltung-suche": _at("/admin/pages/search/?q={word}"),
}
"""Channels that are asked for each record."""


_RESUMPTION: Final = re.compile(r"<(?:\w+:)?resumptionToken[^>/]*>([^<]+)<")
"""Of the last page, the element is empty."""


def _all_of(client: Client, address: str, pages: int = 4) -> Answer:
    return "\n".join(_get(client, f"{address}&offset={page * 50}") for page in range(pages))


def _harvested(client: Client) -> Answer:
    """Every page of the list, as a harvester fetches them."""
    pages: list[Answer] = []
    address = "/oai?verb=ListRecords&metadataPrefix=oai_dc"
    while address:
        pages.append(_get(client, address))
        token = _RESUMPTION.search(pages[-1])
        address = f"/oai?verb=ListRecords&resumptionToken={quote(unescape(token[1]))}" if token else ""
    return "\n".join(pages)


def _exported(client: Client) -> Answer:
    """The files of "Öffentliche Inhalte ausgeben", whoever starts it."""
    found: list[Any] = []
    for source in registry.sources():
        found += [
            asdict(document) for _page, document in export.public_documents(source, list(source.eligible()))
        ]
    return json.dumps(found, ensure_ascii=False, default=str)


FOR_ALL: Final[dict[str, Callable[[Client, str, str], Answer]]] = {
    "startseite": lambda client, area, card: _get(client, "/"),
    "thema": lambda client, area, card: _get(client, f"/themen/{area}/"),
    "verwandt": lambda client, area, card: _get(client, card),
    "konto": lambda client, area, card: _get(client, reverse("account")),
    "api-liste": lambda client, area, card: _all_of(client, "/api/v1/lessons?limit=50"),
    "oai-liste": lambda client, area, card: _harvested(client),
    "sitemap": lambda client, area, card: _get(client, "/sitemap.xml"),
    "feed": lambda client, area, card: _get(client, "/feeds/lesson.atom"),
    "mail-neues": lambda client, area, card: oracles.digest(client),
    "inhalte-ausgeben": lambda client, area, card: _exported(client),
    "verwaltung-liste": lambda client, area, card: _get(client, "/admin/lehren/"),
    "radar": _radar,
}
"""Channels that show many records at once: asked once by each reader, with an area and a method card to which
the records belong.
"""

SAME_FOR_EVERYBODY: Final = frozenset({"inhalte-ausgeben"})
"""Channels that do not know who asks: made once, and compared for each reader."""
