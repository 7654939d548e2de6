"""The ten-minute mayor, shortened: a sentence, a case, what became of it, the method card for Tuesday,
paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library, Watch
from tests.functional.test_pages import complaints_of_axe, overflow

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
    expect(page.locator("h1")).to_be_in_viewport()
    expect(page.locator(".became .badge")).to_contain_text("Ausgang:")
    expect(page.locator(".became"), "the first thing said is what became of it").to_be_in_viewport()
    headings = page.locator("main h2").all_inner_texts()
    assert headings[:2] == ["Schlüsselfrage", "Der Fall in 60 Sekunden"]
    assert "Was daraus wurde" in headings
    methods = page.locator("section[aria-labelledby=methoden]")
    methods.locator("summary").click()
    methods.locator(".entries a").first.click()

    page.wait_for_url("**/methoden/**")
    page.get_by_label("Beginn", exact=True).fill("14:00")
    page.get_by_label("Personen", exact=True).fill("8")
    page.get_by_role("button", name="Berechnen").click()
    page.wait_for_url(re.compile(r"beginn=14(:|%3A)00&personen=8"))
    expect(page.locator(".phase__clock").first).to_contain_text("14:00")
    expect(page.get_by_role("heading", name="Packliste für 8 Personen")).to_be_visible()
    assert len(pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))) == 1


def test_the_button_of_the_filters_is_at_hand_on_a_phone_and_leads_to_the_hits(
    library: Library, open_page: OpenPage
) -> None:
    page, _watch = open_page(width=360, height=740)
    page.goto(library.url + "/faelle/")
    page.get_by_text("Filtern", exact=True).click()
    button = page.get_by_role("button", name="Filter anwenden")
    for value in ("landgemeinde", "landkreis"):
        page.locator(f"[name=groesse][value={value}]").check()
        page.wait_for_url(f"**groesse={value}")
        expect(page.locator(".is-loading")).to_have_count(0)
        box = button.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 740, "the button scrolled away"
    assert page.locator("fieldset.facet legend").first.inner_text() == "Größe der Kommune"
    button.click()
    page.locator(".filters__body").wait_for(state="hidden")
    hits = page.locator(".listing__count").bounding_box()
    assert hits and 0 <= hits["y"] < 740


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


def test_without_a_connection_the_results_stay(library: Library, page: Page) -> None:
    page.goto(library["cases"])
    before = page.locator(".listing__count").inner_text()
    page.context.set_offline(True)
    page.locator("input[name=ausgang][value=gescheitert]").check()
    notice = page.locator("[data-live] > .notice")
    expect(notice).to_contain_text("Keine Verbindung")
    expect(page.get_by_role("status")).to_contain_text("Keine Verbindung")
    expect(page.locator(".listing__count")).to_have_text(before)
    page.locator("input[name=ausgang][value=umgesetzt]").check()
    expect(notice).to_have_count(1)
    page.context.set_offline(False)
    notice.get_by_role("link", name="Noch einmal versuchen").click()
    page.wait_for_url("**ausgang=gescheitert*")
    expect(notice).to_have_count(0)
    expect(page.locator(".listing__count")).not_to_have_text(before)


def test_filters_work_without_javascript(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(javascript=False)
    page.goto(library["cases"])
    page.locator("input[name=ausgang][value=gescheitert]").check()
    page.get_by_role("button", name="Filter anwenden").click()
    assert "ausgang=gescheitert" in page.url
    assert page.locator(".card").count() >= 1
    assert {badge.split(":")[-1].strip() for badge in page.locator(".card .badge").all_inner_texts()} == {
        "Gescheitert"
    }


def test_no_offered_filter_leads_to_an_empty_list(library: Library, page: Page) -> None:
    for name in ("cases", "methods", "lessons"):
        page.goto(library[name])
        offered = page.eval_on_selector_all(
            ".facet input[type=checkbox]", "all => all.map(e => `${e.name}=${encodeURIComponent(e.value)}`)"
        )
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


def test_a_suggestion_is_chosen_with_the_arrow_keys_and_enter(library: Library, page: Page) -> None:
    page.goto(library["home"])
    field = page.get_by_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("Be", delay=20)
    options = page.get_by_role("option")
    expect(options.nth(1)).to_be_visible()
    assert page.get_by_role("listbox").get_attribute("id") == field.get_attribute("aria-controls")
    expect(page.get_by_role("status")).to_contain_text(str(options.count()))
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    expect(field).to_have_value("Be")
    field.press("Enter")
    page.wait_for_url(lambda url: url != library["home"])
    assert page.locator("h1").is_visible()


def test_enter_without_a_choice_searches_what_was_typed(library: Library, page: Page) -> None:
    page.goto(library["home"])
    field = page.get_by_role("combobox")
    field.press_sequentially("Kolleg", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Enter")
    page.wait_for_url("**/suche/?q=Kolleg")


def _titles(page: Page) -> list[str]:
    return page.locator(".listing .card__title").all_inner_texts()


def test_more_hits_come_below_and_are_there_again_on_the_way_back(library: Library, page: Page) -> None:
    page.goto(library["search-many"])
    first = _titles(page)
    assert len(first) == 7
    page.get_by_role("link", name="Mehr Treffer").press("Enter")
    expect(page.locator(".listing .card")).not_to_have_count(7)
    both = _titles(page)
    assert both[:7] == first
    assert len(both) == len(set(both)) > 7
    assert page.evaluate("document.activeElement.textContent.trim()") == both[7], "focus on the first new hit"
    expect(page.get_by_role("status")).to_contain_text(f"Treffer 8 bis {len(both)} von")
    assert page.url == library["search-many"], "the address stays that of the search"
    assert complaints_of_axe(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/suche/" not in url)
    page.go_back()
    expect(page.locator(".listing .card")).to_have_count(len(both))
    assert _titles(page) == both


def test_more_hits_without_javascript_are_the_next_page(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(javascript=False)
    page.goto(library["search-many"])
    first = _titles(page)
    page.get_by_role("link", name="Mehr Treffer").click()
    assert "seite=2" in page.url
    assert _titles(page)
    assert not set(_titles(page)) & set(first)


def test_a_search_is_filtered_in_place(library: Library, page: Page) -> None:
    """Focus stays, the number is said, the address can be passed on, and back leads back."""
    page.goto(library["search-many"])
    count = page.locator(".listing__count")
    before = count.inner_text()
    page.get_by_role("link", name="Mehr Treffer").click()
    expect(page.locator(".listing .card")).not_to_have_count(7)
    unfiltered = _titles(page)
    page.evaluate("window.notReloaded = true")
    option = page.locator("input[type=checkbox][name=typ]").first
    value = option.get_attribute("value")
    option.focus()
    page.keyboard.press("Space")
    page.wait_for_url(f"**typ={value}*")
    expect(count).not_to_have_text(before)
    expect(page.locator(f"input[type=checkbox][name=typ][value={value}]")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text(count.inner_text())
    assert f"typ={value}" in (page.get_by_role("link", name="English").get_attribute("href") or ""), (
        "the language link follows"
    )
    filtered, shared = _titles(page), page.url
    page.go_back()
    expect(count).to_have_text(before)
    expect(page.locator(".listing .card")).to_have_count(len(unfiltered))
    assert _titles(page) == unfiltered
    assert page.evaluate("window.notReloaded") is True
    page.go_forward()
    page.wait_for_url(shared)
    expect(count).not_to_have_text(before)
    page.goto(shared)
    assert _titles(page) == filtered


def test_a_jump_inside_a_page_is_no_new_search(library: Library, page: Page) -> None:
    page.goto(library["search-many"])
    page.locator(".listing .card").first.evaluate("card => card.setAttribute('data-untouched', '1')")
    with page.expect_event("framenavigated"):
        page.evaluate("window.location.hash = 'merken'")
    page.wait_for_timeout(300)
    expect(page.locator("[data-untouched]")).to_have_count(1)


def test_what_is_kept_opens_as_a_dossier_and_can_be_taken_out_again(library: Library, page: Page) -> None:
    for name in ("method", "case"):
        page.goto(library[name])
        own = page.locator("main [data-keep]").first
        own.click()
        expect(own).to_have_attribute("aria-pressed", "true")
    page.goto(library.url + "/dossier/")
    page.wait_for_url("**/dossier/?key=method*&key=case*")
    expect(page.locator("[data-drop]")).to_have_count(2)
    assert page.locator(".dossier__rows").evaluate("rows => getComputedStyle(rows).listStyleType") == "none"
    page.locator("[data-drop]").first.click()
    expect(page.locator("[data-drop]")).to_have_count(1)
    expect(page.locator("[data-kept-count]")).to_have_text(" (1)")


def test_menu_on_a_phone_closes_with_escape(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(width=360, height=740)
    page.goto(library["case"])
    page.get_by_text("Menü").click()
    expect(page.get_by_role("link", name="Methoden", exact=True).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu nav")).to_be_hidden()


def test_in_and_out_by_keyboard_on_a_phone(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(width=360, height=740)
    page.goto(library["case"])
    page.locator(".menu summary").press("Enter")
    page.get_by_role("link", name="Anmelden", exact=True).press("Enter")
    page.get_by_label("Benutzername").fill("redaktion")
    password = page.get_by_role("textbox", name="Passwort")
    password.fill("weiterdenken-redaktion")
    password.press("Enter")
    page.wait_for_url(library["case"])

    page.locator(".menu summary").press("Enter")
    own = page.locator("form.account")
    expect(own).to_contain_text("angemeldet als Redaktion")
    expect(own.get_by_role("link", name="Verwaltung")).to_be_visible()
    assert complaints_of_axe(page) == [] and overflow(page) == 0
    page.emulate_media(media="print")
    assert not own.is_visible(), "who prints hands the own name on"
    page.emulate_media(media="screen")
    own.get_by_role("button", name="Abmelden").press("Enter")
    page.wait_for_url("**/konto/abgemeldet/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie sind abgemeldet.")
    expect(page.locator("form.account")).to_have_count(0)


def test_unanswered_search_says_so_and_leads_on(library: Library, page: Page) -> None:
    page.goto(library["search-nothing"])
    expect(page.get_by_role("heading", name="Dazu haben wir noch nichts Sicheres")).to_be_visible()
    expect(page.get_by_role("link", name="Alle Themen")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without-javascript"])
def test_the_question_form_of_an_unanswered_search(
    library: Library, open_page: OpenPage, javascript: bool
) -> None:
    page, _watch = open_page(javascript=javascript)
    page.goto(library["search-nothing"])
    page.get_by_text("Frage an die nächste Staffel stellen").click()
    text = page.get_by_label("Ihre Frage")
    expect(text).to_be_visible()
    assert text.input_value() == "Quantenverschränkung Mondbasis"
    expect(page.get_by_role("button", name="Frage absenden")).to_be_visible()
    expect(page.get_by_label("Webseite")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Webseite")).to_have_count(0)
    for width, scheme in ((1280, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert overflow(page) == 0
        if javascript:
            assert complaints_of_axe(page) == []


@pytest.mark.parametrize("text", ["20 Personen 1 Stunde Methode", "Methode 20 Personen"])
def test_a_search_for_a_kind_and_numbers_is_answered(library: Library, page: Page, text: str) -> None:
    page.goto(f"{library.url}/suche/?q={text.replace(' ', '+')}")
    expect(page.locator(".card--method").first).to_be_visible()
    expect(page.get_by_role("heading", name="Dazu haben wir noch nichts Sicheres")).to_have_count(0)


def test_group_too_large_for_a_method_is_said(library: Library, page: Page) -> None:
    page.goto(library["method"] + "?personen=900")
    expect(page.locator(".notice--warning")).to_contain_text("900 Personen")
