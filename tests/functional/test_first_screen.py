"""What stands on the first screens of a phone: the outcome before the story, the run sheet before its
details.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.functional.conftest import Library, Watch

OpenPage = Callable[..., tuple[Page, Watch]]

WIDTH, SCREEN = 390, 844
ENDS = """names => Object.fromEntries(names.map(name => {
  const box = document.querySelector(name).getBoundingClientRect()
  return [name, Math.round(box.bottom + scrollY)]
}))"""
LINE = 40


def ends_of(page: Page, *names: str) -> dict[str, int]:
    """Where these elements end, in pixels from the top of the page."""
    return page.evaluate(ENDS, list(names))


def test_a_phone_reads_the_outcome_first_and_the_point_on_two_screens(
    library: Library, open_page: OpenPage
) -> None:
    page, _watch = open_page(width=WIDTH, height=SCREEN)
    too_low = {}
    for address in library.all_cases:
        page.goto(library.url + address)
        ends = ends_of(page, ".became", ".keyquestion", ".kernel .facts", ".take", ".contents h2")
        way_on = ends.pop(".contents h2") + LINE
        if ends[".became"] > SCREEN or max(*ends.values(), way_on) > 2 * SCREEN:
            too_low[address] = ends | {"way on": way_on}
    assert len(library.all_cases) >= 20 and too_low == {}


def test_a_phone_reads_purpose_time_group_and_minutes_on_one_screen(
    library: Library, open_page: OpenPage
) -> None:
    page, _watch = open_page(width=WIDTH, height=SCREEN)
    too_low = {}
    for address in library.method_cards:
        page.goto(library.url + address)
        if (end := ends_of(page, ".minutes")[".minutes"]) > SCREEN:
            too_low[address] = end
    assert too_low == {}


def test_a_phone_reads_deadline_form_and_days_of_a_call_on_one_screen(
    library: Library, open_page: OpenPage
) -> None:
    page, _watch = open_page(width=WIDTH, height=SCREEN)
    page.goto(library["call"])
    entry = "section[aria-labelledby=anmeldung]"
    days = page.locator(entry).get_by_role("listitem")
    assert days.count() == 3 and all("202" in day for day in days.all_inner_texts())
    assert ends_of(page, entry)[entry] <= SCREEN
    page.set_viewport_size({"width": 360, "height": 640})
    assert ends_of(page, f"{entry} .button")[f"{entry} .button"] <= 640
    page.locator(entry).get_by_role("link", name="Jetzt anmelden").click()
    page.wait_for_url(library["application-form"])


def test_what_a_phone_folds_opens_by_its_anchor_on_a_desktop_and_on_paper(
    library: Library, open_page: OpenPage
) -> None:
    page, _watch = open_page(width=WIDTH, height=SCREEN)
    page.goto(library["case"])
    ideas = page.locator("section[aria-labelledby=ideen] .unfold__body")
    assert not ideas.is_visible()
    page.get_by_role("navigation", name="Auf dieser Seite").get_by_role("link", name="Ideen").click()
    ideas.wait_for(state="visible")
    page.goto(library["home"])
    page.goto(library["case"] + "#hypothesen")
    page.locator("section[aria-labelledby=hypothesen] .unfold__body").wait_for(state="visible")
    bare, _watch = open_page(width=WIDTH, height=SCREEN, javascript=False)
    bare.goto(library["case"])
    steps = bare.locator("section[aria-labelledby=schritte]")
    assert not steps.locator(".unfold__body").is_visible()
    bare.emulate_media(media="print")
    assert steps.locator(".unfold__body").is_visible()
    bare.emulate_media(media="screen")
    steps.locator("summary").click(position={"x": 20, "y": 20})
    steps.locator(".unfold__body").wait_for(state="visible")
    bare.set_viewport_size({"width": 1280, "height": 900})
    assert all(part.is_visible() for part in bare.locator(".unfold__body").all())
