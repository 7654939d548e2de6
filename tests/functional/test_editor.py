"""An editor in the administration: writes a method card, is told what is wrong, publishes it, finds it, takes
it back.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.functional.conftest import Library

NAME = "Zettelfluss zum Prüfen"


def sign_in(page: Page, library: Library, *, name: str = "redaktion") -> None:
    """Log in with a demo account."""
    page.goto(f"{library.url}/admin/login/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(f"weiterdenken-{name}")
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url("**/admin/")


def fill_card(page: Page) -> None:
    """The fields a card needs, as an editor fills them from top to bottom."""
    values = {
        "title": NAME,
        "purpose": "Am Ende liegt eine sortierte Liste aller Zettel auf dem Tisch.",
        "group_min": "4",
        "group_opt": "8",
        "group_max": "12",
        "phases-0-title": "Zettel schreiben",
        "phases-0-minutes_min": "5",
        "phases-0-minutes_typ": "10",
        "phases-0-minutes_max": "15",
        "phases-0-social_form": "einzeln",
        "phases-0-instruction": "Alle schreiben je Gedanken einen Zettel.",
        "roles-0-task": "achtet auf die Zeit",
        "materials-0-item": "Zettel",
        "pitfalls-0-sign": "Es wird geredet statt geschrieben.",
        "pitfalls-0-remedy": "An die Stille erinnern.",
        "when_not": "Wenn die Entscheidung schon gefallen ist.",
        "access_notes-0-note": "Zettel auch diktieren lassen.",
        "sources-0-text": "Hausgebrauch im Forum",
    }
    for name, value in values.items():
        page.locator(f"[name='{name}']").fill(value)
    page.locator("input[name=purpose_tags][value=ideen]").check()
    choices = {
        "roles-0-role": "moderation",
        "difficulty": "ohne-uebung",
        "conflict_fit": "mit-vorsicht",
        "confidentiality": "offen",
        "online": "hybrid",
        "access_notes-0-need": "sprache",
    }
    for name, value in choices.items():
        page.locator(f"select[name='{name}']").select_option(value)


def publish(page: Page) -> None:
    """„Veröffentlichen“ in the drop-down beside „Entwurf speichern“."""
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    page.get_by_role("button", name="Veröffentlichen").click()


def test_editor_writes_a_card_and_everybody_finds_it(library: Library, page: Page) -> None:
    sign_in(page, library)
    page.goto(f"{library.url}/admin/methodenkarten/")
    page.get_by_role("link", name="Methodenkarte hinzufügen").first.click()
    page.wait_for_url("**/add/methods/methodcardpage/**")
    fill_card(page)

    # A duration that contradicts the phases is explained, and nothing typed is lost.
    page.locator("[name=duration_typ]").fill("99")
    publish(page)
    expect(page.get_by_text("Die Phasen ergeben zusammen 10 Minuten, eingetragen sind 99.")).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value(NAME)
    page.locator("[name=duration_typ]").fill("")
    publish(page)
    expect(page.locator(".messages, [data-messages]").get_by_text("veröffentlicht").first).to_be_visible()

    page.goto(f"{library.url}/suche/?q=zettelfluss")
    hit = page.locator(".card--method").first
    expect(hit).to_contain_text(NAME)
    hit.locator(".card__title a").click()
    expect(page.locator("h1")).to_have_text(NAME)
    expect(page.locator("main")).to_contain_text("10 Min.")

    address = page.url
    page.goto(f"{library.url}/admin/methodenkarten/?q=Zettelfluss")
    page.get_by_role("link", name=NAME).first.click()
    page.wait_for_url("**/edit/")
    page.goto(page.url.replace("/edit/", "/delete/"))
    page.get_by_role("button", name="Löschen").or_(page.get_by_role("button", name="löschen")).first.click()
    page.wait_for_load_state()
    gone = page.goto(address)
    assert gone is not None and gone.status == 404
    page.goto(f"{library.url}/suche/?q=zettelfluss")
    expect(page.locator("main")).not_to_contain_text(NAME)


def test_facilitator_may_write_but_not_publish(library: Library, page: Page) -> None:
    sign_in(page, library, name="moderation")
    page.goto(f"{library.url}/admin/methodenkarten/")
    page.get_by_role("link", name="Methodenkarte hinzufügen").first.click()
    page.wait_for_url("**/add/methods/methodcardpage/**")
    expect(page.get_by_role("button", name="Entwurf speichern").first).to_be_visible()
    assert page.get_by_role("button", name="Veröffentlichen").count() == 0


def test_a_typed_date_stays_as_it_was_typed(library: Library, page: Page) -> None:
    sign_in(page, library)
    page.goto(f"{library.url}/admin/snippets/knowledge/workingmeeting/add/")
    field = page.locator("#id_date")
    for typed in ("15.05.2027", "5.5.27", "31.02.2026"):
        field.fill(typed)
        field.press("Tab")
        expect(field).to_have_value(typed)
