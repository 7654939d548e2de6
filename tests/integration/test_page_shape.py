"""What every page has: the way up, the foot with its ways on, an answer before the contents, one measure of
text; and what the records promise in English and in one grammar.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import translation
from wagtail.models import Page

from cases.models import CasePage
from knowledge.enums import Outcome
from knowledge.models import CyclePage, HomePage, LessonPage
from methods.models import MethodCardPage
from tests.integration import browsed

pytestmark = pytest.mark.xdist_group("browsed")

FOOT = (
    "/ueber/",
    "/mitmachen/",
    "/kontakt/",
    "/frage/",
    "/zielgruppen/",
    "/abdeckung/",
    "/so-bewerten-wir/",
    "/barrierefreiheit/",
    "/barriere-melden/",
    "/leichte-sprache/",
    "/gebaerdensprache/",
    "/impressum/",
    "/datenschutz/",
)
NAVIGATION = (
    "/faelle/",
    "/methoden/",
    "/lehren/",
    "/veroeffentlichungen/",
    "/staffeln/",
    "/themen/",
    "/zielgruppen/",
)

ENOUGH = 4
"""So many records of a type are read: one template prints them all."""


def of(page: Page) -> str:
    """Its German address, whatever language was asked for before."""
    with translation.override("de"):
        return str(page.get_url())


def soup(address: str) -> BeautifulSoup:
    answer = browsed.read(address)
    assert answer.status == 200, address
    return BeautifulSoup(answer.text, "lxml")


@pytest.fixture
def one_of_each(public_addresses: dict[str, Page]) -> dict[str, Any]:
    """The first address of each type of page, a chapter's included."""
    found: dict[str, Any] = {}
    for address, page in public_addresses.items():
        found.setdefault((type(page).__name__, address == page.get_url()), (address, page))
    return dict(found.values())


def test_each_type_of_page_shows_the_way_up(one_of_each: dict[str, Any]) -> None:
    assert len(one_of_each) > 12
    for address, page in one_of_each.items():
        crumbs = soup(address).select(".crumbs li")
        if isinstance(page, HomePage):
            assert crumbs == []
            continue
        ways = [str(link["href"]) for link in soup(address).select(".crumbs a")]
        assert ways and ways[0] == "/", address
        assert all(address.startswith(way) and way != address for way in ways), (address, ways)
        assert crumbs[-1].get("aria-current") == "page" and crumbs[-1].get_text(strip=True), address


LISTS_OF_CASES = ("/", "/faelle/", "/suche/?q=Haushalt")


@pytest.mark.parametrize("address", LISTS_OF_CASES)
def test_the_first_line_of_a_case_card_says_what_became_of_it(address: str) -> None:
    cases = {of(case): case for case in CasePage.objects.public()}
    cards = soup(address).select(".card--case")
    assert len(cards) >= (1 if address == "/" else ENOUGH)
    for card in cards:
        case = cases[str(card.select_one(".card__title a")["href"]).partition("#")[0]]
        head, title, *_rest = card.find_all(recursive=False)
        assert "card__head" in head["class"] and "card__title" in title["class"], case.title
        assert (
            head.select_one(".badge").get_text(strip=True).endswith(str(Outcome(case.public_outcome).label))
        )
        if became := case.public_became.short:
            said = title.find_next_sibling()
            assert "card__became" in said["class"] and became in said.get_text(), case.title


@pytest.mark.parametrize("address", LISTS_OF_CASES[1:])
def test_the_size_of_the_municipality_is_among_the_first_filters(address: str) -> None:
    asked = [legend.get_text(strip=True) for legend in soup(address).select(".filters legend")]
    assert "Größe der Kommune" in asked[:3] and len(asked) > 3, asked


@pytest.mark.parametrize("language", ["", "/en"])
def test_foot_and_navigation_lead_everywhere_from_each_type_of_page(
    one_of_each: dict[str, Any], language: str
) -> None:
    for address in one_of_each:
        page = soup(f"{language}{address}")
        for place, wanted in ((".foot a", FOOT), (".nav a", NAVIGATION)):
            there = {str(link["href"]).partition("?")[0] for link in page.select(place)}
            assert {f"{language}{way}" for way in wanted} <= there, (address, place)


def test_each_entry_of_a_table_of_contents_leads_to_a_place_on_its_page(
    one_of_each: dict[str, Any],
) -> None:
    seen = set()
    for address, page in one_of_each.items():
        read = soup(address)
        for link in read.select("nav.contents a[href^='#']"):
            seen.add(type(page))
            assert read.find(id=str(link["href"])[1:]) is not None, (address, link["href"])
    assert {CasePage, MethodCardPage, LessonPage, CyclePage} <= seen


@pytest.mark.parametrize(
    ("model", "order"),
    [
        (CasePage, ("frage", "kern", "mitnehmen", "auf-dieser-seite", "lehren")),
        (
            LessonPage,
            ("empfehlung", "belastbarkeit", "auf-dieser-seite", "bedingungen", "herkunft", "belege"),
        ),
        (CyclePage, ("bericht", "eckdaten", "auf-dieser-seite", "treffen")),
        (MethodCardPage, ("eckdaten", "auf-dieser-seite", "ablauf")),
    ],
)
def test_the_answer_stands_first_and_the_contents_before_the_long_text(
    public_pages: list[Page], model: type[Page], order: tuple[str, ...]
) -> None:
    pages = [page for page in public_pages if type(page) is model][:ENOUGH]
    complete = 0
    for page in pages:
        there = [str(part["id"]) for part in soup(of(page)).select("main [id]")]
        shown = [name for name in there if name in order]
        assert shown == [name for name in order if name in shown] and set(order[:2]) <= set(shown), page
        complete += len(shown) == len(order)
    assert complete


def test_a_kernel_is_shown_whole_wherever_it_stands(public_pages: list[Page]) -> None:
    for page in [page for page in public_pages if isinstance(page, CasePage)][:ENOUGH]:
        (kernel,) = soup(of(page)).select(".kernel > p")
        assert kernel.get_text(strip=True) == page.kernel, page
    sheets = [
        path.read_text(encoding="utf-8")
        for path in Path(settings.BASE_DIR).glob("*/static/**/*.css")
        if "vendor" not in path.parts
    ]
    clamped = [rule for sheet in sheets for rule in re.findall(r"([^{}]+){[^{}]*line-clamp", sheet)]
    assert [rule.strip() for rule in clamped] == [".card__snippet > span"]


def test_home_has_one_picture() -> None:
    home = soup("/")
    assert len(home.select("main .loop")) == 1 and len(home.select("main .loop li")) == 4
    assert home.select("main img") == []


def test_records_are_told_in_english_too(public_pages: list[Page]) -> None:
    for model, names in (
        (CasePage, ("title_en", "kernel_en")),
        (MethodCardPage, ("title_en", "purpose_en")),
        (LessonPage, ("statement_en",)),
    ):
        pages = [page for page in public_pages if isinstance(page, model)]
        assert len(pages) >= 20
        for page in pages:
            assert all(getattr(page, name) for name in names), page
        for page in pages[:ENOUGH]:
            shown = soup(f"/en{of(page)}").get_text(" ")
            for name in names:
                text = getattr(page, name)
                assert " ".join(text.split()) in " ".join(shown.split()), (page, name)


def test_texts_end_at_one_right_edge() -> None:
    """The measure of text is one variable; what is narrower has its own reason, what is as wide has none."""
    for path in Path(settings.BASE_DIR).glob("*/static/**/*.css"):
        if "vendor" not in path.parts:
            rules = re.sub(r"@media[^{]*", "", path.read_text(encoding="utf-8"))
            assert re.findall(r"max-width: ((?:3[6-9]|4\d|5\d)(?:\.\d+)?rem)", rules) == [], path
