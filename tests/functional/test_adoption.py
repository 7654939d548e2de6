"""The form for what became of a record, in a browser: what contradicts an answer is not offered."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.functional.conftest import Library, Watch
from tests.functional.test_pages import overflow

OpenPage = Callable[..., tuple[Page, Watch]]
PHONE = {"width": 390, "height": 844}


def opened(library: Library, page: Page) -> Page:
    page.goto(library["case"])
    page.get_by_role("link", name="Wir haben es übernommen").click()
    page.wait_for_url("**/uebernahme/**")
    return page


def test_answers_that_contradict_are_not_offered(library: Library, open_page: OpenPage) -> None:
    page, watch = open_page(**PHONE)
    opened(library, page)
    done, read = page.get_by_label("Umgesetzt"), page.get_by_label("Gelesen und weitergegeben")
    result = page.get_by_label("Wie gut trug es?")
    for one in (done, read, result):
        expect(one).to_be_visible()
    page.get_by_label("Übernommen", exact=True).check()
    expect(read).to_be_hidden()
    done.check()
    result.select_option(label="sehr gut")

    page.get_by_label("Verworfen").check()
    expect(done).to_be_hidden()
    expect(done).not_to_be_checked()
    expect(read).to_be_visible()
    expect(result).to_have_value("")
    expect(result.locator("option:enabled")).to_have_text(["noch offen", "halb", "kaum", "gar nicht"])
    page.get_by_label("Besprochen").check()
    expect(result).to_be_hidden()
    page.get_by_label("Begonnen").check()
    expect(result).to_be_visible()
    assert overflow(page) == 0

    page.get_by_label("Angepasst übernommen").check()
    expect(page.get_by_label("Begonnen")).to_be_checked()
    expect(result.locator("option:enabled")).to_have_count(6)
    assert watch.complaints == []


def test_without_a_script_they_are_asked_again_and_stay(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(javascript=False, **PHONE)
    opened(library, page)
    page.get_by_label("Verworfen").check()
    page.get_by_label("Umgesetzt").check()
    page.get_by_label("Wie gut trug es?").select_option(label="sehr gut")
    page.get_by_role("button", name="Bericht absenden").click()
    expect(page.get_by_text("„Verworfen“ und „Umgesetzt“ passen nicht zusammen.")).to_be_visible()
    expect(page.get_by_text("Was gut trug, wird kaum verworfen.")).to_be_visible()
    expect(page.get_by_label("Verworfen")).to_be_checked()
    expect(page.get_by_label("Umgesetzt")).to_be_checked()
    expect(page.get_by_label("Wie gut trug es?")).to_have_value("5")


def test_an_answer_that_arrow_keys_pass_takes_nothing_along(library: Library, open_page: OpenPage) -> None:
    page, watch = open_page(**PHONE)
    opened(library, page)
    taken, dropped = page.get_by_label("Übernommen", exact=True), page.get_by_label("Verworfen")
    done, result = page.get_by_label("Umgesetzt"), page.get_by_label("Wie gut trug es?")
    taken.check()
    done.check()
    result.select_option(label="sehr gut")
    taken.focus()
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    expect(dropped).to_be_checked()
    expect(done).not_to_be_checked()
    expect(result).to_have_value("")
    page.keyboard.press("ArrowDown")
    expect(taken).to_be_checked()
    expect(done).to_be_checked()
    expect(result).to_have_value("5")
    # What was chosen meanwhile stays.
    dropped.check()
    page.get_by_label("Besprochen").check()
    page.get_by_label("Angepasst übernommen").check()
    expect(done).not_to_be_checked()
    assert watch.complaints == []


def test_a_refused_form_shows_the_answer_that_its_sentence_speaks_of(
    library: Library, open_page: OpenPage
) -> None:
    page, watch = open_page(**PHONE)
    opened(library, page)
    page.get_by_label("Verworfen").check()
    # As a browser sends it in which the script came too late.
    page.evaluate(
        """() => { const done = document.querySelector('[name=stand][value=umgesetzt]');
            done.disabled = false; done.checked = true; }"""
    )
    page.get_by_role("button", name="Bericht absenden").click()
    expect(page.get_by_text("„Verworfen“ und „Umgesetzt“ passen nicht zusammen.")).to_be_visible()
    done = page.get_by_label("Umgesetzt")
    expect(done).to_be_visible()
    expect(done).to_be_checked()
    page.get_by_label("Was haben Sie geändert?").fill("Nichts.")
    page.get_by_label("Was haben Sie geändert?").blur()
    expect(done, "a text contradicts nothing").to_be_checked()
    page.get_by_label("Angepasst übernommen").check()
    expect(done).to_be_checked()
    page.get_by_label("Verworfen").check()
    expect(done).to_be_hidden()
    assert [said for said in watch.complaints if "422" not in said] == []
