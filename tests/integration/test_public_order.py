"""What the order of public lists, their numbers and dates could tell: nothing about when a record came in,
nothing about inner ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from cases.gate import release_demo, released_together
from cases.models import CaseInnerPassage, CasePage
from knowledge.content import loading
from knowledge.enums import AccessLevel
from knowledge.models import ForumCycle, LessonPage
from knowledge.web import records
from methods.models import MethodCardPage
from search import engines, registry, service
from search.contract import Audience, SearchRequest, Viewer
from search.index import apply, outbox
from search.ingest import public_part
from search.readers import Index
from tests.integration.conftest import Library

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def correlation(found: list[int]) -> float:
    """Spearman's, of places and ids; ids rise with creation."""
    size = len(found)
    rank = {pk: place for place, pk in enumerate(sorted(found))}
    return 1 - 6 * sum((place - rank[pk]) ** 2 for place, pk in enumerate(found)) / (size * (size**2 - 1))


def chance(size: int) -> float:
    """A correlation that a list in no order reaches once in ten thousand times."""
    return float(4 / (size - 1) ** 0.5)


@pytest.fixture(params=["memory", "embedded"])
def engine(request: pytest.FixtureRequest, library: Library, settings: Any, tmp_path: Path) -> Iterator[None]:
    """The engines that need no server; the index is written record after record, as they were published."""
    if request.param == "embedded":
        settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", str(tmp_path / "index")
        engines.current().rebuild(())
        came_in = {
            source.key(page): page.pk
            for page in Page.objects.specific()
            if (source := registry.source_of(page)) is not None
        }
        written = sorted(library.documents, key=lambda document: came_in[document.key])
        for document in written:
            engines.current().upsert([part] if (part := public_part(document)) is not None else [])
        engines.current(Index.INNER).rebuild(written)
        service.forget()
    yield
    service.forget()


@pytest.fixture
def one_batch(library: Library) -> dict[str, int]:
    """Ids by address; everything was released on the same day, so that nothing but the ties decides."""
    for model in (CasePage, MethodCardPage, LessonPage):
        model.objects.update(released_on="2026-01-15")
        for page in model.objects.all():
            outbox.enqueue(page)
    apply.drain()
    service.forget()
    return {page.get_url(): page.pk for page in Page.objects.live().specific()}


def listed(client: Client, address: str) -> list[str]:
    """Addresses of a list, page after page."""
    found: list[str] = []
    while address:
        answer = client.get(address).json()
        found += [hit["url"] for hit in answer["hits"]]
        address = f"/api/v1/search{answer['next']}" if answer["next"] else ""
    return found


def test_order_of_a_list_is_not_that_of_creation(
    client: Client, engine: None, one_batch: dict[str, int]
) -> None:
    for kind in ("fall", "methode", "lehre"):
        for sort in ("", "&sortierung=neueste"):
            found = [one_batch[url] for url in listed(client, f"/api/v1/search?typ={kind}{sort}")]
            assert len(found) == len(set(found)) >= 28, (kind, sort)
            assert abs(correlation(found)) < chance(len(found)), (kind, sort)


def test_order_of_a_listing_page_is_not_that_of_creation(
    client: Client, engine: None, one_batch: dict[str, int]
) -> None:
    for index in ("/faelle/", "/methoden/", "/lehren/"):
        found: list[str] = []
        for number in range(1, 7):
            main = client.get(f"{index}?seite={number}").text.split("<main")[1].split("</main")[0]
            found += [
                url for url in dict.fromkeys(re.findall(rf'href="({index}[^"?#]+)', main)) if url not in found
            ]
        assert len(found) >= 28, index
        assert abs(correlation([one_batch[url] for url in found])) < chance(len(found)), index


def test_order_and_dates_of_the_sitemap_tell_nothing(
    client: Client, library: Library, public_addresses: dict[str, Page]
) -> None:
    """Of pages; chapters follow their publication."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    entries = [
        (urlsplit(node.findtext(f"{SITEMAP}loc") or "").path, node.findtext(f"{SITEMAP}lastmod"))
        for node in root
    ]
    found = [page.pk for path, _date in entries if (page := public_addresses[path]).get_url() == path]
    assert len(found) == len({page.pk for page in public_addresses.values()})
    assert abs(correlation(found)) < chance(len(found))
    assert all(
        date == (str(batch) if (batch := getattr(public_addresses[path], "released_on", None)) else None)
        for path, date in entries
    )
    assert "Last-Modified" not in client.get("/sitemap.xml").headers


def test_records_that_a_page_names_stand_in_no_order_of_creation(client: Client, library: Library) -> None:
    """One method is named by most cases."""
    card = MethodCardPage.objects.get(external_id="M01")
    text = client.get(card.get_url()).text
    cases = {page.get_url(): page.pk for page in CasePage.objects.public()}
    found = [cases[url] for url in dict.fromkeys(re.findall(r'href="(/faelle/[^"]+)"', text)) if url in cases]
    assert len(found) >= 20
    assert abs(correlation(found)) < chance(len(found))
    by_key = CasePage.objects.filter(pk__in=found).order_by("translation_key")
    assert found == list(by_key.values_list("pk", flat=True))


SEARCHES = (
    "hitze", "klimaanpassung", "zuständig", "haushalt verein", "wer ist zuständig für hitze", "straße",
    "Gremium Ortstermin", "Gemeinderat", "Merkliste", "stadt", '"drei Ämter"', "baum -hitze", "Vertiefung",
)  # fmt: skip
"""Words of the records that come and go, and words of others."""

ANSWERS = (
    "/healthz/",
    "/",
    "/en/",
    "/sitemap.xml",
    "/suche/",
    "/suche/?seite=2",
    "/suche/atom",
    "/suche/atom?q=hitze",
    "/abdeckung/",
    "/themen/",
    "/themen/finanzen/",
    "/staffeln/",
    *(f"{index}?seite={page}" for index in ("/faelle/", "/methoden/", "/lehren/") for page in (1, 2)),
    *(f"/api/v1/{name}?limit=100" for name in records.KINDS),
    *(f"/api/v1/suggest?q={start}" for start in ("hi", "kli", "stra", "merk", "quorvex", "ha")),
    *(f"/api/v1/search?{urlencode({'q': text, 'limit': 100})}" for text in ("", *SEARCHES)),
    *(f"/api/v1/search?{urlencode({'q': text, 'typ': 'fall'})}" for text in SEARCHES[:3]),
    *(f"/suche/?{urlencode({'q': text})}" for text in SEARCHES[:2]),
)


def answers(client: Client, asked: Sequence[str] = ANSWERS) -> dict[str, bytes]:
    """What the public reads, byte for byte."""
    apply.drain()
    cache.clear()
    service.forget()
    return {address: client.get(address).content for address in asked}


def differing(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {address for address, content in after.items() if content != before[address]}


@pytest.mark.parametrize("portions", [4, pytest.param(1, id="everything", marks=pytest.mark.drill)])
@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
def test_inner_record_changes_no_public_answer(
    client: Client, engine: None, library: Library, portions: int
) -> None:
    """A case, a card and a lesson are there for alumni, for one cycle, for nobody, and for alumni again; at
    each step another portion of the answers is asked for.
    """
    pages = [library.page(code) for code in ("F25", "M05", "L12")]

    def set_all(asked: Sequence[str] = ANSWERS, **values: Any) -> dict[str, bytes]:
        for page in pages:
            type(page).objects.filter(pk=page.pk).update(**values)
            outbox.enqueue(page)
        return answers(client, asked)

    inside = set_all(access_level=AccessLevel.ALUMNI)
    cycle = ForumCycle.objects.get(number=1)
    steps: list[dict[str, Any]] = [
        {"access_level": AccessLevel.CYCLE, "access_cycle": cycle},
        {"live": False},
        {"live": True, "access_level": AccessLevel.ALUMNI},
        {"access_level": AccessLevel.EDITORS},
    ]
    for number, values in enumerate(steps):
        asked = ANSWERS[number % portions :: portions]
        assert differing(inside, set_all(asked, **values)) == set(), values


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
def test_inner_passage_changes_no_public_answer(client: Client, engine: None, library: Library) -> None:
    """Not of the case that has it, either: with it, without it, with another one."""
    case = library.page("F07")
    addresses = (case.get_url(), f"/api/v1/cases/{registry.source_for('case').key(case)}")

    def with_passages(*rows: CaseInnerPassage) -> dict[str, bytes]:
        page = CasePage.objects.get(pk=case.pk)
        page.live, page.inner_passages = False, list(rows)
        page.save(clean=False)
        release_demo(case=CasePage.objects.get(pk=case.pk))
        with released_together():
            loading.make_live(CasePage.objects.get(pk=case.pk))
        return answers(client) | {address: client.get(address).content for address in addresses}

    other = CaseInnerPassage(
        heading="Quorvexverfahren", text="Die Straße blieb ein Quorvex, der Haushalt auch."
    )
    with_it = with_passages(*case.inner_passages.all())
    assert all(b"Quorvex" not in content and b"Merkliste mit" not in content for content in with_it.values())
    assert differing(with_it, with_passages()) == set()
    assert differing(with_it, with_passages(other)) == set()
    alumni = Viewer(frozenset({Audience.PUBLIC, Audience.ALUMNI}))
    found = service.run(SearchRequest("Quorvex"), alumni, count_miss=False)
    assert [hit.anchor for hit in found.hits] == ["vertiefung"]


def test_no_score_in_public(client: Client, library: Library, signed_in: Callable[[str], Any]) -> None:
    """It moves with every text of the index, inner ones included."""
    hit = client.get("/api/v1/search?q=haushalt").json()["hits"][0]
    assert "score" not in hit
    assert "confidence" not in client.get("/api/v1/search?q=haushalt").json()
    assert "score" not in client.get("/suche/?q=haushalt").text
