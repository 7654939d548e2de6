"""Back from a form that was refused, corrected and sent: the library's page, never the browser's own about
sending again; and what was typed is there as long as it was not sent.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library
from tests.functional.test_cycle import question

__all__ = ["question"]

pytestmark = pytest.mark.usefixtures("unhurried")


@pytest.fixture
def unhurried(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.public_forms import fields

    monkeypatch.setattr(fields, "MIN_SECONDS", -1)


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Stored nowhere: the library of these tests is one for all."""
    from knowledge.web import barriers

    told: list[dict[str, str]] = []
    monkeypatch.setattr(barriers, "report_barrier", lambda **said: told.append(said))
    return told


def test_back_from_a_corrected_follow_up_is_the_page_of_the_link(
    library: Library, page: Page, question: str
) -> None:
    page.goto(library.url + question)
    page.get_by_label("Was daraus wurde").fill("Die Ämter teilen sich die Stelle, es trägt bis heute.")
    page.get_by_role("button", name="Antwort absenden").click()
    expect(page.get_by_text("Bitte wählen Sie, wie es steht.").first).to_be_visible()

    # Left in between, and back: everything is there, without a question of the browser.
    page.goto(library["home"])
    page.go_back()
    expect(page.get_by_label("Was daraus wurde")).to_have_value(re.compile("teilen sich die Stelle"))
    page.locator("input[name=stand][value=umgesetzt]").check()
    page.get_by_role("button", name="Antwort absenden").click()
    thanks = page.get_by_role("heading", name="Danke, Ihre Antwort ist da")
    expect(thanks).to_be_visible()
    page.go_back()
    expect(thanks).to_be_visible()
    kept = page.evaluate("JSON.stringify([history.state, Object.values(sessionStorage)])")
    assert "teilen" not in kept


def test_back_from_a_form_refused_and_corrected_at_once_is_the_page_of_the_link(
    library: Library, page: Page, question: str
) -> None:
    page.goto(library.url + question)
    page.get_by_role("button", name="Antwort absenden").click()
    expect(page.get_by_text("Bitte wählen Sie, wie es steht.").first).to_be_visible()
    page.get_by_label("Was daraus wurde").fill("Die Ämter teilen sich die Stelle, es trägt bis heute.")
    page.locator("input[name=stand][value=umgesetzt]").check()
    page.get_by_role("button", name="Antwort absenden").click()
    thanks = page.get_by_role("heading", name="Danke, Ihre Antwort ist da")
    expect(thanks).to_be_visible()
    page.go_back()
    expect(thanks).to_be_visible()


def test_a_short_form_keeps_what_was_typed_with_its_place_in_the_history(
    library: Library, page: Page, reported: list[dict[str, str]]
) -> None:
    page.goto(library["barrier"])
    what, where = page.locator("[name=was]"), page.locator("[name=wo]")
    where.fill("Die Liste der Fälle")
    page.locator("form:has([name=was])").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    expect(page.get_by_text("Bitte schreiben Sie kurz, was nicht ging.").first).to_be_visible()
    what.fill("Die Tabelle liest mein Programm nicht vor.")
    page.locator("main h1").click()
    page.goto(library["home"])
    page.go_back()
    expect(where).to_have_value("Die Liste der Fälle")
    expect(what).to_have_value("Die Tabelle liest mein Programm nicht vor.")
    page.reload()
    expect(what).to_have_value("Die Tabelle liest mein Programm nicht vor.")
    page.locator("form:has([name=was]) button[type=submit]").click()
    page.wait_for_url(library["barrier-reported"])
    assert [said["place"] for said in reported] == ["Die Liste der Fälle"]
    page.go_back()
    expect(page.locator("main h1")).to_have_text("Eine Barriere melden")
    assert page.url == library["barrier"]
    # What was taken is there no more: nobody sends it twice or reads it after them.
    expect(what).to_have_value("")
    expect(where).to_have_value("")
    page.go_back()
    expect(page.locator("main h1")).to_have_text("Eine Barriere melden")
    expect(what).to_have_value("")
    assert "Tabelle" not in page.evaluate("JSON.stringify([history.state, Object.values(sessionStorage)])")


def test_a_form_that_never_arrived_is_there_again(
    library: Library, page: Page, reported: list[dict[str, str]]
) -> None:
    page.goto(library["barrier"])
    what, form = page.locator("[name=was]"), page.locator("form:has([name=was])")
    form.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    expect(page.get_by_text("Bitte schreiben Sie kurz, was nicht ging.").first).to_be_visible()
    what.fill("Die Tabelle liest mein Programm nicht vor.")
    page.route(
        "**/barriere-melden/",
        lambda route: route.abort("aborted") if route.request.method == "POST" else route.continue_(),
    )
    with page.expect_event("requestfailed"):
        form.locator("button[type=submit]").click()
    page.unroute("**/barriere-melden/")
    assert reported == []
    page.goto(library["home"])
    page.go_back()
    expect(what).to_have_value("Die Tabelle liest mein Programm nicht vor.")
    form.locator("button[type=submit]").click()
    page.wait_for_url(library["barrier-reported"])
    assert [said["text"] for said in reported] == ["Die Tabelle liest mein Programm nicht vor."]
    page.go_back()
    expect(what).to_have_value("")
