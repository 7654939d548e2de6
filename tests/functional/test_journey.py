"""The ten-minute mayor, shortened: a sentence, a case, what became of it, the method card for Tuesday, paper."""

from __future__ import annotations

import re
from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library, Watch

OpenPage = Callable[..., tuple[Page, Watch]]


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without-javascript"])
def test_from_a_problem_to_paper(library: Library, open_page: OpenPage, javascript: bool) -> None:
    page, _watch = open_page(javascript=javascript, width=360, height=740)
    page.goto(library["home"])
    page.get_by_label("Beschreiben Sie Ihr Problem in einem Satz").fill("Gemeinderat blockiert alles")
    page.get_by_role("button", name="Suchen").click()

    page.wait_for_url("**/suche/?q=*")
    hits = page.locator(".card")
    expect(hits.first).to_be_visible()
    assert 1 <= hits.count() <= 7
    case = page.locator(".card--case").first
    expect(case.locator(".badge")).to_contain_text("Ausgang:")
    expect(case.locator(".card__facts")).to_contain_text("Beleglage:")
    title = case.locator(".card__title").inner_text()
    case.locator(".card__title a").click()

    page.wait_for_url("**/faelle/**")
    assert page.locator("h1").inner_text() == title
    headings = page.locator("main h2").all_inner_texts()
    assert headings[:2] == ["Der Fall in 60 Sekunden", "Schlüsselfrage"]
    assert "Was daraus wurde" in headings
    page.locator("#methoden ~ .entries a").first.click()

    page.wait_for_url("**/methoden/**")
    page.get_by_label("Beginn", exact=True).fill("14:00")
    page.get_by_label("Personen", exact=True).fill("8")
    page.get_by_role("button", name="Berechnen").click()
    page.wait_for_url(re.compile(r"beginn=14(:|%3A)00&personen=8"))
    expect(page.locator(".phase__clock").first).to_contain_text("14:00")
    expect(page.get_by_role("heading", name="Packliste für 8 Personen")).to_be_visible()
    assert len(pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))) == 1


def test_filters_work_in_place_and_are_shareable(library: Library, page: Page) -> None:
    page.goto(library["cases"])
    option = page.locator("input[name=ausgang][value=gescheitert]")
    promised = int(re.sub(r"\D", "", page.locator("label", has=option).locator(".facet__count").inner_text()))
    option.check()
    page.wait_for_url("**ausgang=gescheitert*")
    expect(page.locator(".listing__count")).to_have_text(f"{promised} Treffer")
    expect(page.locator("input[name=ausgang][value=gescheitert]")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text(f"{promised} Treffer")

    page.goto(page.url)
    expect(page.locator(".listing__count")).to_have_text(f"{promised} Treffer")
    page.locator(".chosen a").first.click()
    expect(page.locator(".chosen")).to_have_count(0)
    page.go_back()
    expect(page.locator(".listing__count")).to_have_text(f"{promised} Treffer")


def test_filters_work_without_javascript(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(javascript=False)
    page.goto(library["cases"])
    page.locator("input[name=ausgang][value=gescheitert]").check()
    page.get_by_role("button", name="Filter anwenden").click()
    assert "ausgang=gescheitert" in page.url
    assert page.locator(".card").count() >= 1
    assert {badge.split(":")[-1].strip() for badge in page.locator(".card .badge").all_inner_texts()} == {"Gescheitert"}


def test_no_offered_filter_leads_to_an_empty_list(library: Library, page: Page) -> None:
    for name in ("cases", "methods", "lessons"):
        page.goto(library[name])
        offered = page.eval_on_selector_all(".facet input[type=checkbox]", "all => all.map(e => `${e.name}=${encodeURIComponent(e.value)}`)")
        assert offered
        for query in offered:
            listed = page.request.get(f"{library[name]}?{query}").text()
            assert 'class="card__title"' in listed, f"{name}?{query}"


def test_suggestions_by_keyboard(library: Library, page: Page) -> None:
    page.goto(library["home"])
    field = page.get_by_role("combobox")
    field.press_sequentially("Kolleg", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    chosen = options.first
    expect(chosen).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("Kolleg")


def test_menu_on_a_phone_closes_with_escape(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(width=360, height=740)
    page.goto(library["case"])
    page.get_by_text("Menü").click()
    expect(page.get_by_role("link", name="Methoden", exact=True).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu nav")).to_be_hidden()


def test_unanswered_search_says_so_and_leads_on(library: Library, page: Page) -> None:
    page.goto(library["search-nothing"])
    expect(page.get_by_role("heading", name="Dazu haben wir noch nichts Sicheres")).to_be_visible()
    expect(page.get_by_role("link", name="Alle Themen")).to_be_visible()


def test_group_too_large_for_a_method_is_said(library: Library, page: Page) -> None:
    page.goto(library["method"] + "?personen=900")
    expect(page.locator(".notice--warning")).to_contain_text("900 Personen")
