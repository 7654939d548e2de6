"""What is typed stays: reload, Back after a refusal, a second click, a session that is over, a changed
account; and it is gone where nobody else may see it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from cases.gate import create_release_link
from cases.models import CasePage
from tests.functional.conftest import Library
from tests.functional.conftest import _in_thread as in_thread
from tests.functional.test_editor import sign_in
from tests.functional.test_pages import complaints_of_axe
from tests.functional.test_raw_review import CAPTURED, choose_profile, violations
from tests.sampling import sampled

Open = Callable[..., tuple[Page, object]]

STORED = (
    """() => JSON.stringify(Object.entries(sessionStorage).filter(([name]) => name.startsWith("entwurf:")))"""
)
SITUATION = "Die Lage ist verfahren.\nNiemand redet."


def open_intake(page: Page, library: Library) -> None:
    page.goto(f"{library.url}/admin/rohfaelle/neu/")


def save(page: Page, *, checked: bool = True) -> None:
    """Send the form; unchecked, so that the server is who refuses it."""
    if not checked:
        page.locator("form[data-draft]").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Verschlüsselt speichern").click()


def forget(context: BrowserContext, name: str) -> None:
    """As if an hour had passed."""
    context.clear_cookies(name=name)


@pytest.mark.parametrize("width", sampled([1280, 360], keep=[360]))
def test_draft_of_a_raw_case_outlives_reload_back_and_session(
    width: int, library: Library, open_page: Open
) -> None:
    page, _watch = open_page(width=width)
    warnings: list[str] = []

    def leave(dialog: Dialog) -> None:
        warnings.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    sign_in(page, library)
    open_intake(page, library)
    title, note = (
        page.locator("[name=title]"),
        page.get_by_role("status").filter(has_text="Wiederhergestellt"),
    )
    page.locator("[name=situation]").fill(SITUATION)
    page.locator("[name=not_secret]").check()
    page.reload()
    assert warnings == ["beforeunload"]
    expect(page.locator("[name=situation]")).to_have_value(SITUATION)
    expect(page.locator("[name=not_secret]")).to_be_checked()
    expect(note).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    # Refused, written on, and Back: the page before knows what was written after it.
    save(page, checked=False)
    expect(page.get_by_role("alert").first).to_contain_text("Es ist noch nichts gespeichert")
    expect(note).to_be_hidden()
    title.fill("Nach der Ablehnung")
    page.go_back()
    expect(title).to_have_value("Nach der Ablehnung")
    expect(note).to_be_visible()

    # An hour later: nothing is saved, and the login leads back into the form.
    forget(page.context, "sessionid")
    save(page, checked=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie sind nicht mehr angemeldet.")
    expect(page.get_by_text(SITUATION.splitlines()[0])).to_be_visible()
    assert complaints_of_axe(page) == []
    page.get_by_role("link", name="Anmelden und im Formular weiterschreiben").click()
    page.locator("input[name=username]").fill("redaktion")
    page.locator("input[name=password]").fill("weiterdenken-redaktion")
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url("**/rohfaelle/neu/")
    expect(title).to_have_value("Nach der Ablehnung")

    # Another token: one more click.
    forget(page.context, "csrftoken")
    save(page, checked=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte senden Sie noch einmal ab.")
    page.get_by_role("button", name="Noch einmal senden").click()
    expect(title).to_have_value("Nach der Ablehnung")

    # Thrown away on purpose.
    open_intake(page, library)
    page.get_by_role("button", name="Verwerfen").click()
    expect(title).to_have_value("")
    expect(note).to_be_hidden()
    assert page.evaluate(STORED) == "[]"


def test_nobody_else_finds_the_draft(library: Library, page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, library)
    open_intake(page, library)
    page.locator("[name=situation]").fill(SITUATION)
    page.goto(f"{library.url}/admin/")
    assert "verfahren" in page.evaluate(STORED)
    forget(page.context, "sessionid")
    sign_in(page, library, name="admin")
    assert page.evaluate(STORED) == "[]"
    open_intake(page, library)
    expect(page.locator("[name=situation]")).to_have_value("")
    page.locator("[name=situation]").fill(SITUATION)
    page.goto(f"{library.url}/faelle/")
    assert "verfahren" in page.evaluate(STORED)
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_url("**/konto/abgemeldet/")
    assert page.evaluate(STORED) == "[]"


def test_second_click_saves_no_second_case_and_what_is_saved_is_no_draft(
    library: Library, page: Page
) -> None:
    sign_in(page, library)
    open_intake(page, library)
    for name, value in CAPTURED.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=not_secret]").check()
    choose_profile(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("form[data-draft]").evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    page.wait_for_url(re.compile(r"/rohfaelle/\d+/$"))
    assert len([url for url in sent if url.endswith("/rohfaelle/neu/")]) == 1
    assert page.evaluate(STORED) == "[]"
    page.go_back()
    expect(page.locator("[name=situation]")).to_have_value("")


def test_words_of_a_refused_question_are_there_after_back_and_reload(library: Library, page: Page) -> None:
    page.goto(f"{library.url}/frage/")
    text = "Wie gewinnen wir Ehrenamtliche für den Bürgerbus?"
    page.locator("[name=frage]").fill(text)
    page.locator("form:has([name=frage])").evaluate("form => { form.noValidate = true; form.submit(); }")
    page.wait_for_load_state()
    expect(page.locator("[name=frage]")).to_have_value(text)
    page.go_back()
    expect(page.locator("[name=frage]")).to_have_value(text)


def test_answers_of_a_case_giver_wait_in_the_tab(library: Library, page: Page) -> None:
    """A page without a login; what was saved is no draft any more."""

    def link() -> str:
        case = CasePage.objects.get(external_id="F02")
        return create_release_link(case=case, user=get_user_model().objects.get(username="admin"))[1]

    page.goto(f"{library.url}/freigabe/{in_thread(link)}/")
    comment = page.get_by_label("Anmerkung an die Redaktion")
    choices = page.locator("input[type=radio][value=oeffentlich]")
    comment.fill("Der dritte Satz stimmt so nicht.")
    choices.first.check()
    page.reload()
    expect(comment).to_have_value("Der dritte Satz stimmt so nicht.")
    expect(choices.first).to_be_checked()
    assert complaints_of_axe(page) == []

    # Refused: the page of the server counts, and it says what is missing.
    page.get_by_role("button", name="Antworten speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("fehlt Ihre Antwort")
    expect(comment).to_have_value("Der dritte Satz stimmt so nicht.")
    for choice in choices.all():
        choice.check()
    page.get_by_role("button", name="Antworten speichern").click()
    expect(page.get_by_text("Ihre Antwort ist gespeichert")).to_be_visible()
    expect(comment).to_have_value("")
    expect(page.get_by_text("Wiederhergestellt")).to_be_hidden()
    assert page.evaluate(STORED) == "[]"


def test_second_of_two_editors_sees_both_texts(library: Library, open_page: Open) -> None:
    pages = []
    for name in ("admin", "redaktion"):
        page, _watch = open_page(width=1280 if name == "admin" else 360)
        sign_in(page, library, name=name)
        page.goto(f"{library.url}/admin/snippets/knowledge/policyfield/edit/1/")
        pages.append(page)
    first, second = (page.locator("[name=name]") for page in pages)
    before = first.input_value()
    for page, field, text in ((pages[0], first, "Wald"), (pages[1], second, "Wiese")):
        field.fill(text)
        page.get_by_role("button", name="Speichern").first.click()
    expect(
        pages[1].get_by_text("Inzwischen hat jemand anderes hier gespeichert: „Wald“").first
    ).to_be_visible()
    expect(second).to_have_value("Wiese")
    second.fill(before)  # the server lives through the session
    pages[1].get_by_role("button", name="Speichern").first.click()
    pages[1].wait_for_url("**/policyfield/")
