"""The English interface: short versions stand above the German text, lists print them, searches find them."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation

from cases.sections import CaseText
from knowledge.models import ChallengeAreaPage, TargetGroupPage
from tests.integration.conftest import Library

GERMAN_BELOW = "The full text below is in German."


def main_of(client: Client, address: str) -> Any:
    """The main part of a page; asked in English, the thread speaks English until the test ends."""
    return BeautifulSoup(client.get(address).text, "lxml").main


@pytest.mark.parametrize(
    ("code", "title", "text"),
    [
        ("F03", "title", "kernel_en"),
        ("M18", "title", "purpose_en"),
        ("L01", "statement", "statement_en"),
    ],
)
def test_a_record_says_in_english_what_it_is_and_that_the_rest_is_german(
    client: Client, library: Library, code: str, title: str, text: str
) -> None:
    page = library.page(code)
    address = page.get_url()
    german, english = getattr(page, title), getattr(page, f"{title}_en")
    main = main_of(client, "/en" + address)
    assert main.h1.get_text(strip=True) == english and "lang" not in main.h1.attrs
    box = main.select_one(".english[lang=en]")
    assert box.select_one("[lang=de]").get_text(strip=True) == german and GERMAN_BELOW in box.text
    assert getattr(page, text) and getattr(page, text) in main.text
    shown = main_of(client, address)
    assert shown.h1.get_text(strip=True) == german and shown.select_one(".english") is None


def test_without_an_english_version_the_german_heading_says_that_it_is_german(
    client: Client, library: Library
) -> None:
    page = library.page("P01")
    heading = main_of(client, "/en" + page.get_url()).h1
    assert heading.get_text(strip=True) == page.title and heading["lang"] == "de"


def test_every_record_of_the_demo_has_its_english_version(library: Library) -> None:
    codes = [f"F{n:02}" for n in range(1, 31)] + [f"M{n:02}" for n in range(1, 29)]
    pages = [library.page(code) for code in (*codes, *(f"L{n:02}" for n in range(1, 33)))]
    assert [
        page.external_id for page in pages if not (getattr(page, "title_en", "") or page.statement_en)
    ] == []


def test_lists_print_the_english_title_as_english(client: Client, library: Library) -> None:
    case = library.page("F03")
    address = case.get_url()
    card = next(
        card
        for card in main_of(client, "/en/suche/?q=Hallenbad").select("article")
        if address in card.select_one(".card__title a")["href"]
    )
    assert card.select_one(".card__title").get_text(strip=True) == case.title_en
    assert "lang" not in card.select_one(".card__title").attrs
    assert card.select_one(".card__became b").get_text() == "After about two years:"
    assert card.select_one(".card__became span")["lang"] == "de"
    german = main_of(client, "/suche/?q=Hallenbad").get_text()
    assert case.title in german and case.title_en not in german


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("indoor pool renovate or close", "F03"),
        ("wind turbines", "F20"),
        ("stakeholder mapping", "M18"),
        ("heads of department retire knowledge", "F10"),
    ],
)
def test_an_english_search_finds_the_record(client: Client, library: Library, text: str, code: str) -> None:
    address = library.page(code).get_url()
    hits = main_of(client, f"/en/suche/?q={text.replace(' ', '+')}").select(".card__title a")
    assert any(address in hit["href"] for hit in hits[:3])


def test_home_about_and_landing_pages_are_english_as_a_whole(client: Client, library: Library) -> None:
    home = main_of(client, "/en/")
    assert home.h1.get_text(strip=True) == "What are you up against?" and "lang" not in home.h1.attrs
    about = BeautifulSoup(client.get("/en/ueber/").text, "lxml").main
    assert about.h1.get_text(strip=True) == "About the library and the forum" and "lang" not in about.attrs
    barriers = BeautifulSoup(client.get("/en/barrierefreiheit/").text, "lxml").main
    assert barriers.h1.get_text(strip=True) == "Accessibility statement" and "lang" not in barriers.h1.attrs
    assert barriers.select(".stack [lang=de], .stack[lang=de]") == []
    german = []
    with translation.override("de"):
        addresses = [
            page.get_url() for model in (ChallengeAreaPage, TargetGroupPage) for page in model.objects.live()
        ]
    for address in addresses:
        lead = main_of(client, "/en" + address).select_one("div.lead")
        german += [address] if lead is None or "lang" in lead.attrs else []
    assert german == []


def test_the_english_version_is_part_of_what_is_consented(library: Library) -> None:
    case = library.page("F03")
    before = CaseText.of(case)
    case.kernel_en += " And more."
    after = CaseText.of(case)
    assert before.digest != after.digest
    assert [key for key, digest in after.digests.items() if digest != before.digests[key]] == ["kern"]
