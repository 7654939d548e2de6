"""On paper: a method card fills exactly one page, whatever the screen looked like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page

from cases.models import CasePage
from cases.sections import CaseText
from knowledge.models import LibraryDocument
from methods.models import MethodCardPage, MethodFile
from tests.functional.conftest import Library, Watch, _in_thread

OpenPage = Callable[..., tuple[Page, Watch]]
A4 = (595, 842)
MOST = 5
"""So many cases of each sort are printed in each run."""


def printed(page: Page) -> pypdfium2.PdfDocument:
    """The page as the browser prints it, on the paper that the stylesheet asks for."""
    page.wait_for_load_state()  # a click waits for the answer to begin, not for the page
    return pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))


def text_of(document: pypdfium2.PdfDocument) -> str:
    """All text, with single spaces."""
    return " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in document).split())


def test_every_method_card_prints_on_exactly_one_page(library: Library, page: Page) -> None:
    assert len(library.method_cards) >= 28
    longer = {}
    for address in library.method_cards:
        page.goto(library.url + address + "?beginn=14:00")
        document = printed(page)
        if len(document) != 1:
            longer[address] = len(document)
        assert tuple(round(side) for side in document[0].get_size()) == A4
    assert longer == {}, "the texts of these cards are too long (docs/referenz/inhalte.md)"


def test_a_deck_of_cards_is_printed_a_card_a_page(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(javascript=False)
    page.goto(f"{library.url}/methoden-drucken/")
    choices = page.locator("main label:has(input[name=key])")
    titles = []
    for number in (0, 3, 7):
        choices.nth(number).locator("input").check()
        titles.append(choices.nth(number).inner_text().strip())
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**key=*")
    document = printed(page)
    assert len(document) == len(titles)
    for sheet, title in zip(document, titles, strict=True):
        assert tuple(round(side) for side in sheet.get_size()) == A4
        text = " ".join(sheet.get_textpage().get_text_range().split())
        assert title[:20] in text and "Ablauf" in text and "Packliste" in text
        assert not any(other[:20] in text for other in titles if other != title)


def test_printed_card_holds_what_a_facilitator_needs(library: Library, page: Page) -> None:
    page.goto(library["method"] + "?beginn=14:00&personen=8")
    text = text_of(printed(page))
    for part in (
        "14:00",
        "Ablauf",
        "Rollen",
        "Packliste für 8 Personen",
        "Stolpersteine",
        "Wann nicht",
        "Wissensbibliothek",
        "1 / 1",
        library["method"],
    ):
        assert part in text, part
    for part in ("Berechnen", "Einsatzberichte", "Auf dieser Seite", "Menü"):
        assert part not in text, part


@pytest.fixture
def filed_card(library: Library) -> Iterator[str]:
    """Address of a card with two sheets to print."""

    def attach() -> list[Any]:
        card = next(
            card for card in MethodCardPage.objects.public() if card.get_url() == library.addresses["method"]
        )
        # A row without a file: nobody reads it here, and to look through one takes a process of its own.
        (sheet,) = LibraryDocument.objects.bulk_create(
            [LibraryDocument(title="Rollenkarten", file="documents/rollenkarten.pdf", file_size=8)]
        )
        titles = ("Rollenkarten zum Ausschneiden", "Aushang mit den Phasen und ihren Minuten für die Wand")
        return [MethodFile.objects.create(card=card, title=title, document=sheet) for title in titles]

    made = _in_thread(attach)
    yield library["method"]
    _in_thread(lambda: [row.delete() for row in made])


def test_a_card_names_its_files_beside_the_packing_list_and_stays_one_page(
    filed_card: str, page: Page
) -> None:
    page.goto(filed_card)
    page.get_by_role("navigation", name="Auf dieser Seite").get_by_role("link", name="Zum Ausdrucken").click()
    files = page.locator("section[aria-labelledby=material]").get_by_role("link")
    assert files.all_inner_texts()[0] == "Rollenkarten zum Ausschneiden" and files.count() == 2
    document = printed(page)
    text = text_of(document)
    assert len(document) == 1 and "Zum Ausdrucken" in text and "Aushang mit den Phasen" in text


def test_printed_case_has_page_numbers_and_addresses_of_links(library: Library, page: Page) -> None:
    page.goto(library["case"])
    document = printed(page)
    text = text_of(document)
    assert f"1 / {len(document)}" in text
    assert library["case"] in text
    assert f"{library.url}/methoden/" in text.replace("\n", "")


def by_weight(addresses: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Cases that fill most paper, the longest and those with most attachments and figures, and the others."""

    def weighed() -> tuple[dict[str, int], dict[str, int]]:
        cases = {case.get_url(): case for case in CasePage.objects.public()}
        words = {way: sum(len(text) for _field, text in CaseText.of(cases[way]).texts) for way in addresses}
        things = {way: len(cases[way].attachments) + cases[way].figures.count() for way in addresses}
        return words, things

    heavy = {way for found in _in_thread(weighed) for way in sorted(found, key=found.__getitem__)[-MOST:]}
    return sorted(heavy), [way for way in addresses if way not in heavy]


@pytest.mark.parametrize("part", [0, pytest.param(1, marks=pytest.mark.drill)])
def test_a_case_prints_on_two_pages_with_outcome_and_kernel_on_the_first(
    library: Library, page: Page, part: int
) -> None:
    """The heaviest in each run, the others in the drill."""
    asked = by_weight(library.all_cases)[part]
    assert len(asked) >= MOST
    longer = {}
    for address in asked:
        page.goto(library.url + address)
        kernel = " ".join(page.locator(".kernel > p").inner_text().split())
        outcome = page.locator(".became .badge").evaluate("badge => badge.lastChild.textContent")
        document = printed(page)
        first = " ".join(document[0].get_textpage().get_text_range().split())
        assert outcome in first and kernel[:60] in first and kernel[-40:] in first, address
        assert library.url + address in first
        if len(document) != 2:
            longer[address] = len(document)
    page.emulate_media(media="print")
    assert page.locator(".tag:visible").count() == 0
    page.emulate_media(media="screen")
    assert longer == {}


def test_the_whole_text_of_a_case_is_printed_on_demand(library: Library, page: Page) -> None:
    page.goto(library["case"])
    assert "Ausgangslage" not in text_of(printed(page))
    page.get_by_role("link", name="Ganzen Text drucken").click()
    whole = printed(page)
    assert "Ausgangslage" in text_of(whole) and len(whole) > 2
    page.get_by_role("link", name="Zurück zum Druck auf zwei Seiten").click()
    assert page.url == library["case"] + "?"


def test_a_lesson_prints_on_one_page(library: Library, page: Page) -> None:
    longer = {}
    for address in library.all_lessons[::2]:
        page.goto(library.url + address)
        if (count := len(printed(page))) != 1:
            longer[address] = count
    assert len(library.all_lessons) >= 30 and longer == {}


def test_plans_of_a_cycle_are_printed_open_and_buttons_are_not(library: Library, page: Page) -> None:
    page.goto(library.url + "/staffeln/staffel-1/")
    assert page.locator("details.fold").count() and page.locator("details.fold[open]").count() == 0
    assert "Ablaufplan 09:30" in text_of(printed(page)).replace("Ablaufplan 1 ", "Ablaufplan ")
    page.goto(library.url + "/")
    assert page.locator("main .button").count() > 0
    assert "Jetzt anmelden" not in text_of(printed(page))


def test_a_printed_search_says_what_was_searched(library: Library, page: Page) -> None:
    page.goto(library.url + "/suche/?q=haushalt")
    assert library.url + "/suche/?q=haushalt" in text_of(printed(page))


def test_paper_is_light_even_where_the_screen_is_dark(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(scheme="dark")
    page.goto(library["case"])
    sheet = printed(page)[0].render(scale=0.5).to_pil().convert("L")
    pixels = sheet.tobytes()
    assert sum(value > 200 for value in pixels) > 0.8 * len(pixels)


def test_binding_margin_is_two_centimetres(library: Library, page: Page) -> None:
    for name in ("case", "method", "lesson", "publication"):
        page.goto(library[name])
        sheet = printed(page)[0].render(scale=1).to_pil().convert("L")
        left = min(
            (
                column
                for column in range(sheet.width)
                if min(sheet.crop((column, 0, column + 1, sheet.height)).tobytes()) < 160
            ),
            default=0,
        )
        assert left >= 55, f"{name}: ink {left} points from the left edge"
