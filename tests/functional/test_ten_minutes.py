"""The ten-minute mayor on a phone, to the end: found, weighed, taken along, asked, watched, told. With
``PICTURES=folder`` each minute leaves a picture there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from playwright.sync_api import Page, expect

from search.public_forms import fields as open_forms
from tests.functional.conftest import Library, Watch, _in_thread
from tests.functional.test_pages import overflow

OpenPage = Callable[..., tuple[Page, Watch]]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody has to wait before a form is sent, and what was sent goes again."""
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)
    yield
    _in_thread(_tidy)


def _tidy() -> None:
    from cases.models import ContactRequest
    from publications.models import AdoptionReport
    from search.models import SavedSearch

    ContactRequest.objects.filter(state="unbestaetigt").delete()
    AdoptionReport.objects.filter(origin="link").delete()
    SavedSearch.objects.filter(email="spitze@rathaus.example").delete()


def minute(page: Page, name: str) -> None:
    """The page fits the phone; its picture is kept where a folder is named."""
    assert overflow(page) == 0, name
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"zehn-minuten-{name}.png")


def downloaded(page: Page, button: str, folder: Path) -> Path:
    """The file that a button of the dossier leads to; afterwards the dossier again."""
    page.get_by_role("button", name=button).click()
    link = page.get_by_role("link", name="herunterladen")
    expect(link).to_be_visible(timeout=60_000)
    minute(page, f"0800-{button.split()[-1].lower()}")
    with page.expect_download() as download:
        link.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    page.get_by_role("link", name="Zurück zur Auswahl").click()
    return path


def keep(page: Page) -> None:
    own = page.locator("main [data-keep]").first
    own.click()
    expect(own).to_have_attribute("aria-pressed", "true")


def test_ten_minutes_on_a_phone(library: Library, open_page: OpenPage, tmp_path: Path) -> None:
    page, watch = open_page(**PHONE)
    page.goto(library["home"])
    page.get_by_label("Beschreiben Sie Ihr Problem in einem Satz").fill("Gemeinderat blockiert alles")
    minute(page, "0020-satz")
    page.get_by_role("button", name="Suchen").click()
    page.wait_for_url("**/suche/?q=*")
    search = page.url
    hits = page.locator(".card")
    expect(hits.first).to_be_visible()
    assert 1 <= hits.count() <= 7
    minute(page, "0040-treffer")
    page.locator(".card--case .card__title a").first.click()
    page.wait_for_url("**/faelle/**")
    case = page.url
    minute(page, "0200-fall")
    keep(page)

    taps = page.locator("[data-fit] fieldset")
    assert 3 <= taps.count() <= 5
    taps.first.scroll_into_view_if_needed()
    before = len(watch.requests)
    for number, fieldset in enumerate(taps.all()):
        fieldset.get_by_text(("nein", "ja", "zum Teil", "weiß nicht", "ja")[number], exact=True).click()
    expect(page.locator("[data-fit-sum]")).not_to_be_empty()
    assert watch.requests[before:] == [], "the fit check sends nothing"
    minute(page, "0330-passt")

    methods = page.locator("section[aria-labelledby=methoden]")
    methods.locator("summary").click()
    methods.locator(".entries a").first.click()
    page.wait_for_url("**/methoden/**")
    keep(page)
    page.get_by_label("Beginn", exact=True).fill("14:00")
    page.get_by_label("Personen", exact=True).fill("8")
    page.get_by_role("button", name="Berechnen").click()
    page.wait_for_url("**beginn=*")
    page.locator(".phase__clock").first.scroll_into_view_if_needed()
    minute(page, "0500-ablauf")
    page.goto(library["lesson"])
    keep(page)

    page.goto(f"{library.url}/dossier/")
    page.wait_for_url("**/dossier/?key=*")
    expect(page.locator("[data-drop]")).to_have_count(3)
    page.get_by_label("Gemeinderat").check()
    page.get_by_label("1 Seite", exact=True).check()
    minute(page, "0630-dossier")
    with pypdfium2.PdfDocument(downloaded(page, "Als PDF", tmp_path)) as pdf:
        assert len(pdf) == 1
        assert "Beschlussvorschlag" in pdf[0].get_textpage().get_text_range()
    page.get_by_label("1 Seite", exact=True).check()
    word = Document(str(downloaded(page, "Als Word-Datei", tmp_path)))
    assert any(paragraph.style.name.startswith("Heading") for paragraph in word.paragraphs)

    page.goto(case)
    page.get_by_role("link", name="Frage stellen").click()
    page.get_by_label("Ihre Frage").fill("Was hat die Fraktionen am Ende an den Tisch gebracht?")
    page.get_by_label("Ihr Name").fill("Person A")
    page.get_by_label("Ihre Mailadresse").fill("spitze@rathaus.example")
    minute(page, "0900-frage")
    page.get_by_role("button", name="Frage absenden").click()
    expect(page.get_by_role("heading", name="Bitte sehen Sie in Ihr Postfach")).to_be_visible()

    page.goto(search.replace("/suche/", "/suche/merken/"))
    page.get_by_label("Ihre Mailadresse").fill("spitze@rathaus.example")
    minute(page, "0930-merken")
    page.get_by_role("button", name="Suche merken").click()
    page.wait_for_url("**/suche/merken/gesendet/")

    page.goto(case)
    page.get_by_role("link", name="Wir haben es übernommen").click()
    page.get_by_label("Angepasst übernommen").check()
    page.get_by_label("Begonnen").check()
    minute(page, "1000-uebernahme")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/danke/")
    minute(page, "1000-danke")
    assert watch.strangers(library.url) == [] and watch.complaints == []
    assert not any("passt" in url and "=" in url for url in watch.requests)


def test_the_same_ways_without_a_script(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(javascript=False, **PHONE)
    page.goto(library["search"])
    page.locator(".card--case .card__title a").first.click()
    key: Any = page.locator("main [data-keep]").first.get_attribute("data-keep")
    page.goto(f"{library.url}/passt/{key}/")
    expect(page.locator("fieldset").first).to_be_visible()
    assert overflow(page) == 0
    page.goto(f"{library.url}/dossier/?key={key}")
    expect(page.locator(".dossier__rows li")).to_have_count(1)
    page.get_by_role("button", name="Ansehen und drucken").click()
    expect(page.get_by_role("heading", name="Erfahrungen anderer Kommunen")).to_be_visible()
    page.goto(f"{library.url}/fallgeber/{key}/")
    page.get_by_label("Ihre Frage").fill("Was hat am Ende geholfen?")
    page.get_by_role("button", name="Frage absenden").click()
    expect(page.get_by_label("Ihre Frage"), "nothing typed is lost").to_have_value(
        "Was hat am Ende geholfen?"
    )
    page.get_by_label("Ihr Name").fill("Person A")
    page.get_by_label("Ihre Mailadresse").fill("spitze@rathaus.example")
    page.get_by_role("button", name="Frage absenden").click()
    expect(page.get_by_role("heading", name="Bitte sehen Sie in Ihr Postfach")).to_be_visible()
