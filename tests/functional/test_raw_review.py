"""The confidential room in a browser: the whole review by keyboard, the same without JavaScript, readable for
everybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library
from tests.functional.test_editor import sign_in


def open_training_case(page: Page, library: Library) -> None:
    sign_in(page, library)
    page.goto(f"{library.url}/admin/rohfaelle/")
    page.get_by_role("link", name="R-UEBUNG", exact=True).click()
    page.wait_for_url(re.compile(r"/rohfaelle/\d+/$"))


def undo_everything(page: Page) -> None:
    """Put the training case back, because the server lives through the session."""
    button = page.get_by_role("button", name="Letzte Entscheidung zurücknehmen")
    for _round in range(80):
        if button.is_disabled():
            return
        before = page.locator("#stand").inner_text()
        button.click()
        expect(page.locator("#stand")).not_to_have_text(before)
    raise AssertionError("there is no end to the decisions")


def violations(page: Page) -> list[str]:
    """Of our part of the page; the frame around it is Wagtail's."""
    only = {"resultTypes": ["violations"]}
    results = Axe().run(page, context={"include": [[".nice-padding"]]}, options=only)
    return [f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in results.response["violations"]]


def test_review_by_keyboard_alone(library: Library, page: Page) -> None:
    open_training_case(page, library)
    expect(page.get_by_text("findet die Prüfung nicht sicher")).to_be_visible()
    stand = page.locator("#stand")
    total = int(re.search(r"von (\d+)", stand.inner_text())[1])
    expect(stand).to_have_text(f"0 von {total} geprüft")

    # Forward, back, accept: the focus follows, and a screen reader hears the legend of the finding.
    page.keyboard.press("Alt+PageDown")
    first = page.locator("fieldset[data-mark]").first
    expect(first).to_be_focused()
    page.keyboard.press("Alt+PageDown")
    page.keyboard.press("Alt+PageUp")
    expect(first).to_be_focused()
    page.keyboard.press("Alt+Enter")
    expect(stand).to_have_text(f"1 von {total} geprüft")
    expect(first).to_contain_text("wird ersetzt: [Gemeinde mit 5.000 bis 10.000 Einwohnern in Bayern]")
    expect(page.locator("fieldset[data-mark]").nth(1)).to_be_focused()

    # Take back.
    page.keyboard.press("Alt+Backspace")
    expect(stand).to_have_text(f"0 von {total} geprüft")

    # "May stay" needs a reason, and what is missing is said in the row; a name given at intake never may.
    expect(first.locator("input[value=bleibt]")).to_have_count(0)
    row = page.locator("fieldset[data-mark]:has(input[value=bleibt])").last
    row.focus()
    page.keyboard.press("Alt+Delete")
    expect(row.locator("select")).to_be_focused()
    page.keyboard.press("Alt+Enter")
    expect(row.get_by_role("alert").filter(has_text="Bitte einen Grund")).to_be_in_viewport()
    expect(row.locator("select")).to_be_focused()
    expect(stand).to_have_text(f"0 von {total} geprüft")
    row.locator("input[value=ersetzen]").check()

    # What is sure at one stroke, then one key per finding to the end.
    page.get_by_role("button", name=re.compile("sicheren Vorschläge annehmen")).press("Enter")
    page.wait_for_load_state()
    sure = int(stand.inner_text().split()[0])
    page.locator("fieldset[data-mark]:not(.fundzeile--entschieden)").first.focus()
    for done in range(sure + 1, total + 1):
        page.keyboard.press("Alt+Enter")
        expect(stand).to_have_text(f"{done} von {total} geprüft")
    expect(page.locator("#fertig")).to_be_focused()
    expect(page.get_by_role("button", name="In einen Fall übernehmen")).to_be_enabled()
    undo_everything(page)


def test_everything_goes_without_javascript(
    library: Library, open_page: Callable[..., tuple[Page, object]]
) -> None:
    page, _watch = open_page(javascript=False)
    open_training_case(page, library)
    expect(page.get_by_role("button", name="Nächster Fund")).to_be_hidden()
    page.get_by_role("button", name=re.compile("sicheren Vorschläge annehmen")).click()
    expect(page.locator("#stand")).to_have_text(re.compile(r"^\d\d von"))
    sure = page.locator("#stand").inner_text()
    first_open = page.locator("fieldset[data-mark]:not(.fundzeile--entschieden)").first
    mark = first_open.get_attribute("data-mark")
    row = page.locator(f"fieldset[data-mark='{mark}']")
    row.locator("input[value=bleibt]").check()
    row.locator("select").select_option("allgemein")
    row.get_by_role("button", name=re.compile("Speichern")).click()
    expect(page.locator(f"fieldset[data-mark='{mark}']")).to_contain_text("bleibt: Allgemein bekannt")
    # Each page has to be there before its button is pressed.
    page.get_by_role("button", name="Letzte Entscheidung zurücknehmen").click()
    expect(page.locator("#stand")).to_have_text(sure)
    page.get_by_role("button", name="Letzte Entscheidung zurücknehmen").click()
    expect(page.locator("#stand")).to_have_text(re.compile(r"^0 von"))


def test_findings_are_told_apart_without_colour(library: Library, page: Page) -> None:
    open_training_case(page, library)
    styles = {
        level: (
            page.locator(f".pruefung__text .fund--{level} mark").first.evaluate(
                "node => getComputedStyle(node).borderBottomStyle"
            )
        )
        for level in ("sicher", "wahrscheinlich", "hinweis")
    }
    assert styles == {"sicher": "solid", "wahrscheinlich": "dashed", "hinweis": "dotted"}
    expect(page.locator(".pruefung__text .fund--sicher").first).to_contain_text("(Name eines Ortes, sicher)")


def test_pages_of_the_room_pass_axe(library: Library, page: Page) -> None:
    """The list and the form of a new case, on a phone below, are simpler than these."""
    open_training_case(page, library)
    review = page.url
    for address in (review, f"{review}zugriffe/", f"{review}loeschen/"):
        page.goto(address)
        assert violations(page) == [], address


@pytest.mark.drill
def test_list_and_form_of_the_room_pass_axe_at_a_desk(library: Library, page: Page) -> None:
    sign_in(page, library)
    for address in (f"{library.url}/admin/rohfaelle/", f"{library.url}/admin/rohfaelle/neu/"):
        page.goto(address)
        assert violations(page) == [], address


def test_pages_of_the_editors_fit_a_phone_and_pass_axe(
    library: Library, open_page: Callable[..., tuple[Page, object]]
) -> None:
    page, _watch = open_page(width=390)
    open_training_case(page, library)
    review = page.url
    page.goto(f"{library.url}/admin/faelle/")
    case = re.search(r"/pages/(\d+)/", page.content())[1]
    for address in (
        review,
        f"{library.url}/admin/rohfaelle/",
        f"{library.url}/admin/rohfaelle/neu/",
        f"{library.url}/admin/rohfaelle/woerter/",
        f"{library.url}/admin/fall/{case}/freigabe/",
        f"{library.url}/admin/fall/{case}/suchprobe/",
        f"{library.url}/admin/fall/{case}/fehlt/",
        f"{library.url}/admin/eintraege/{case}/fragen/",
        f"{library.url}/admin/einspielen/",
    ):
        page.goto(address)
        outside = page.locator("main").evaluate(
            """main => [...main.querySelectorAll("*")].filter(
                node => node.checkVisibility() && node.getBoundingClientRect().right > innerWidth + 1
            ).map(node => node.outerHTML.slice(0, 80))"""
        )
        assert (violations(page), outside) == ([], []), address
        assert not page.title().startswith(" "), address


CAPTURED = {
    "title": "Wie kommt Quellenrode an einen Bauhof?",
    "situation": (
        "Unser Bauhof in Quellenrode hat kein Dach. Kämmerer Egon Tratzmüller will sparen. Tratzmüller sagt"
        " nein."
    ),
    "key_question": "Wie kann ich ein Dach bekommen?",
    "actors": "Kämmerer Tratzmüller: will sparen",
    "hypotheses": "Ich vermute, dass niemand rechnet.",
    "ideas": "Erst rechnen",
    "next_steps": "Gespräch mit Tratzmüller",
    "municipality": "Quellenrode",
    "persons": "Egon Tratzmüller",
}


def choose_profile(page: Page) -> None:
    """What the form of a raw case asks by lists."""
    for name, value in {
        "challenge": "finanzen",
        "federal_state": "BY",
        "size_band": "kleinstadt-klein",
        "period_band": "seit-2022",
    }.items():
        page.locator(f"select[name={name}]").select_option(value)


def test_from_the_first_word_to_a_saved_draft(library: Library, page: Page) -> None:
    sign_in(page, library)
    page.goto(f"{library.url}/admin/rohfaelle/neu/")
    for name, value in CAPTURED.items():
        page.locator(f"[name={name}]").fill(value)
    choose_profile(page)
    page.locator("[name=not_secret]").check()
    page.get_by_role("button", name="Verschlüsselt speichern").click()
    page.wait_for_url(re.compile(r"/rohfaelle/\d+/$"))
    stand = page.locator("#stand")
    total = int(stand.inner_text().split()[2])
    page.keyboard.press("Alt+PageDown")
    for done in range(1, total + 1):
        page.keyboard.press("Alt+Enter")
        expect(stand).to_have_text(f"{done} von {total} geprüft")
    page.get_by_role("button", name="In einen Fall übernehmen").click()
    page.wait_for_url("**/neben/")
    expect(page.get_by_role("region", name="Rohtext")).to_contain_text("Tratzmüller sagt nein.")
    form = page.frame_locator("iframe.neben__fall")
    expect(form.locator("[name=title]")).to_have_value(
        "Wie kommt [Gemeinde mit 5.000 bis 10.000 Einwohnern in Bayern] an einen Bauhof?"
    )
    expect(form.locator("[name=slug]")).to_have_value(re.compile("^fall-[a-z0-9]{5}$"))
    form.locator("[name=title]").fill("Wie bekommt der Bauhof ein Dach?")
    form.get_by_role("button", name="Entwurf speichern").first.click()
    expect(form.locator(".messages")).to_contain_text("wurde aktualisiert")


def test_numbers_follow_the_bands(library: Library, page: Page) -> None:
    sign_in(page, library)
    page.goto(f"{library.url}/admin/rohfaelle/neu/")
    box = page.locator("[data-kzahlen]")
    expect(box).to_contain_text("Sobald Land und Größe gewählt sind")
    page.get_by_label("Land", exact=False).first.select_option("BY")
    page.locator("select[name=size_band]").select_option("kleinstadt-klein")
    expect(box).to_contain_text("trifft auf 351 Gemeinden des Registers zu")
    page.locator("select[name=finance_band]").select_option("konsolidierung")
    page.locator("select[name=workforce_band]").select_option("unter-15")
    page.locator("select[name=size_band]").select_option("landkreis")
    expect(box).to_contain_text("zu wenig, nötig sind 20")
    expect(box).to_contain_text("Gröber fassen: Süddeutschland")
