"""To a topic or target group whose page nobody may read nothing leads, and its text stands nowhere; its term
stays what records are filed under.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cases.models import CasePage
from knowledge.models import ChallengeAreaPage, EntryPhrase, LessonPage, TargetGroupPage
from publications.models import PublicationPage
from tests.integration.conftest import Library

TOPIC, GROUP = "/themen/finanzen/", "/zielgruppen/buergermeister/"
WORDS = ("quorvexthema", "quorvexgruppe", "quorvexeinleitung", TOPIC, GROUP)
ASKED = ("quorvexthema", "quorvexgruppe", "wozu quorvexthema")


def _expire(page: Page) -> None:
    """Nobody does anything: its time has come."""
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))


def _restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")


REASONS: dict[str, Callable[[Page], object]] = {
    "unpublished": lambda page: page.unpublish(),
    "past its date": _expire,
    "behind a password": _restrict,
}


@pytest.fixture
def marked(library: Library) -> list[Page]:
    """The page of a topic and of a target group with words that stand nowhere else."""
    topic = ChallengeAreaPage.objects.get(slug="finanzen")
    group = TargetGroupPage.objects.get(slug="buergermeister")
    intro = "<p>Quorvexeinleitung.</p>"
    ChallengeAreaPage.objects.filter(pk=topic.pk).update(title="Quorvexthema", intro=intro)
    TargetGroupPage.objects.filter(pk=group.pk).update(title="Quorvexgruppe", intro=intro)
    EntryPhrase.objects.create(page=topic, text="wozu quorvexthema")
    cache.clear()
    return [topic, group]


def addresses(pages: list[Page], most: int) -> list[str]:
    """Lists, feeds and searches, and so many pages of each type."""
    of_type = Counter[type[Page]]()
    chosen = []
    for page in pages:
        of_type[type(page)] += 1
        if of_type[type(page)] <= most:
            chosen.append(page)
    return [
        *(page.get_url() for page in chosen),
        "/en/",
        "/en/themen/",
        "/sitemap.xml",
        "/abdeckung/",
        "/en/abdeckung/",
        "/suche/",
        "/suche/atom",
        "/api/v1/areas",
        "/api/v1/formats",
        "/oai?verb=Identify",
        *(f"/suche/?q={words}" for words in ASKED),
        *(f"/api/v1/search?q={words}" for words in ASKED),
        *(f"/api/v1/suggest?q={words}" for words in ("quorvex", "finan", "knappe", "bürger", *ASKED)),
    ]


def naming(client: Client, places: list[str]) -> set[str]:
    """Those of the addresses whose answer has a word of the pages or leads to them, their own pages and the
    echo of a query left out.
    """
    found = set()
    for address in places:
        if address in {TOPIC, GROUP}:
            continue
        text = client.get(address, follow=True).content.decode().casefold()
        asked = address.partition("q=")[2]
        if any(word in text for word in WORDS if word not in asked):
            found.add(address)
    return found


@pytest.mark.parametrize(
    "most", [pytest.param(1, id="each type"), pytest.param(999, id="everywhere", marks=pytest.mark.drill)]
)
def test_hidden_pages_leave_no_word_link_or_count(
    client: Client, library: Library, marked: list[Page], public_pages: list[Page], most: int
) -> None:
    """First whether they are named at all, else the rest would prove nothing."""
    named = naming(client, addresses(public_pages, most))
    lists = {"/", "/en/", "/themen/", "/zielgruppen/", "/abdeckung/", "/sitemap.xml", "/api/v1/areas"}
    kinds = {type(page) for page in public_pages if page.get_url() in named}
    assert lists <= named and {CasePage, LessonPage, PublicationPage} <= kinds
    assert any("suggest" in address for address in named)
    assert "/suche/?q=wozu quorvexthema" in named
    for page in marked:
        page.unpublish()
    assert naming(client, sorted(named)) == set()


@pytest.mark.parametrize("reason", REASONS)
def test_a_hidden_topic_is_left_out_of_every_list(
    client: Client, library: Library, marked: list[Page], reason: str
) -> None:
    count = client.get("/api/v1/areas").json()["total"]
    places = ["/", "/themen/", "/zielgruppen/", "/abdeckung/", "/sitemap.xml", "/api/v1/suggest?q=finan"]
    places.append(library.page("P01").get_url())
    assert len(naming(client, places)) > 5
    for page in marked:
        REASONS[reason](page)
    assert naming(client, places) == set()
    assert client.get("/api/v1/areas").json()["total"] == count - 1
    assert "finanzen" not in [row["area"].slug for row in client.get("/").context["areas"]]


def test_a_page_that_comes_back_is_linked_again(client: Client, marked: list[Page]) -> None:
    for page in marked:
        page.unpublish()
    assert TOPIC not in client.get("/").text
    for page in marked:
        page.get_latest_revision_as_object().save_revision().publish()
    assert TOPIC in client.get("/").text and GROUP in client.get("/").text


AREA, AREA_NAME = "planung", "Planungsprozesse"
FILED = (
    "/abdeckung/",
    "/en/abdeckung/",
    "/suche/",
    "/lehren/",
    "/faelle/",
    "/api/v1/search",
    "/oai?verb=ListSets",
    f"/oai?verb=ListRecords&metadataPrefix=oai_dc&set=thema:{AREA}",
)
"""What counts, filters or hands on records."""


@pytest.mark.parametrize("reason", REASONS)
def test_the_term_of_a_hidden_topic_stays_but_nothing_leads_there(
    client: Client, library: Library, signed_in: Callable[[str], Client], reason: str
) -> None:
    """Records stay filed under it; what led to its page, or offered it, does so no more."""
    page = ChallengeAreaPage.objects.get(area__slug=AREA)
    address, alumna = page.get_url(), signed_in("alumna")
    offers = f'<option value="{AREA}">'

    def suggested() -> list[tuple[str, str]]:
        items = client.get("/api/v1/suggest", {"q": AREA_NAME}).json()["items"]
        return [(row["kind"], row["url"]) for row in items if row["text"] == AREA_NAME]

    def counts() -> list[str]:
        found = client.get("/api/v1/search").json()["facets"]["herausforderung"]
        return [row["value"] for row in found]

    assert suggested() == [("topic", address)] and offers in alumna.get("/konto/themen/").text
    assert address in client.get("/abdeckung/").text
    REASONS[reason](page)
    assert suggested() == [("", "")] and client.get("/api/v1/search", {"q": AREA_NAME}).json()["total"]
    assert offers not in alumna.get("/konto/themen/").text
    for path in FILED:
        answer = client.get(path)
        assert answer.status_code == 200 and address not in answer.text, path
        if not path.startswith(("/en/", "/api/")):
            assert AREA_NAME in answer.text, path
    assert AREA in counts()
    refused = alumna.post("/konto/themen/", {"tun": "nennen", "thema": AREA, "art": "biete"}, follow=True)
    assert "Bitte wählen Sie ein Thema aus der Liste." in refused.text
