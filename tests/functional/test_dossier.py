"""The dossier in a browser: remarks stay there, and stand in no address unless somebody wants it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library, Watch

OpenPage = Callable[..., tuple[Page, Watch]]
REMARK = "Für die Klausur im Herbst"


@pytest.fixture
def collected(library: Library, open_page: OpenPage) -> tuple[Page, Watch]:
    """The page of a dossier of two records, the second with a remark."""
    page, watch = open_page(width=390, height=844)
    for name in ("method", "case"):
        page.goto(library[name])
        page.locator("main [data-keep]").first.click()
    page.goto(f"{library.url}/dossier/")
    page.wait_for_url("**/dossier/?key=method*&key=case*")
    page.get_by_label("Anmerkung").nth(1).fill(REMARK)
    return page, watch


def test_a_remark_stays_in_the_browser_and_in_no_address(collected: tuple[Page, Watch]) -> None:
    page, watch = collected
    page.get_by_role("button", name="Nach oben").click()
    page.wait_for_url("**/dossier/?key=case*")
    expect(page.get_by_label("Anmerkung").nth(0)).to_have_value(REMARK)
    page.reload()
    expect(page.get_by_label("Anmerkung").nth(0)).to_have_value(REMARK)
    page.get_by_label("Verwaltungsspitze").check()
    page.get_by_role("button", name="Ansehen und drucken").click()
    expect(page.get_by_text(REMARK)).to_be_visible()
    page.get_by_role("link", name="Auswahl ändern").click()
    expect(page.get_by_label("Anmerkung").nth(0)).to_have_value(REMARK)
    expect(page.get_by_label("Verwaltungsspitze")).to_be_checked()
    assert not [url for url in watch.requests if "notiz" in url]


def test_the_list_is_taken_along_as_a_table_and_the_page_goes_on(collected: tuple[Page, Watch]) -> None:
    page, watch = collected
    for name, ending in (("Liste als Excel", "xlsx"), ("Als Markdown", "md"), ("Liste als CSV", "csv")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert download.value.suggested_filename.endswith(f".{ending}")
        expect(page.get_by_label("Anmerkung").nth(1), "the page stays").to_be_editable()
        expect(page.get_by_label("Anmerkung").nth(1)).to_have_value(REMARK)
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert REMARK in text and text.count("\n") == 3
    page.get_by_label("Anmerkung").nth(1).fill("")
    with page.expect_download() as download:
        page.get_by_role("button", name="Liste als CSV").click()
    expect(page.get_by_label("Anmerkung").nth(0)).to_be_editable()
    assert not [url for url in watch.requests if "notiz" in url]


def test_a_record_that_goes_takes_its_remark_along(collected: tuple[Page, Watch]) -> None:
    page, _watch = collected
    page.locator("[data-drop]").nth(1).click()
    expect(page.locator("[data-drop]")).to_have_count(1)
    assert page.evaluate("localStorage.getItem('weiterdenken.anmerkungen')") == "{}"


def test_whoever_wants_passes_the_remarks_on(collected: tuple[Page, Watch], open_page: OpenPage) -> None:
    page, _watch = collected
    assert "notiz" not in page.locator("[data-share]").inner_text()
    page.get_by_text("Mit Ihren Anmerkungen weitergeben").click()
    address = page.locator("[data-share-notes] code").inner_text()
    other, _watch = open_page()
    other.goto(address)
    expect(other.get_by_label("Anmerkung").nth(1)).to_have_value(REMARK)
    other.get_by_role("button", name="In meine Merkliste übernehmen").click()
    other.reload()
    expect(other.get_by_label("Anmerkung").nth(1)).to_have_value(REMARK)


def test_without_a_script_the_address_carries_the_remarks(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(javascript=False)
    page.goto(library["case"])
    page.locator("main [data-keep]").first.click()
    page.get_by_label("Anmerkung").fill(REMARK)
    page.get_by_label("Anmerkung").press("Enter")
    page.wait_for_url("**notiz=*")
    expect(page.get_by_label("Anmerkung")).to_have_value(REMARK)


def test_a_phone_shows_every_column_of_the_table(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(width=390, height=844)
    for name in ("case", "lesson"):
        page.goto(library[name])
        page.locator("main [data-keep]").first.click()
    page.goto(f"{library.url}/dossier/")
    page.wait_for_url("**/dossier/?key=case*")
    page.get_by_role("button", name="Ansehen und drucken").click()
    table = page.get_by_role("table")
    heads = table.get_by_role("columnheader").all_inner_texts()
    assert heads[-2:] == ["Beleg", "Quelle"]
    row = table.get_by_role("row").nth(1)
    cells = row.get_by_role("cell").all()
    assert [cell.get_attribute("data-label") for cell in cells] == heads[1:]
    for cell in cells:
        box = cell.bounding_box()
        assert cell.inner_text().strip() and box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})
    assert len({round(cell.bounding_box()["y"]) for cell in cells}) == 1
