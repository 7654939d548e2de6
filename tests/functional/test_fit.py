""" "Passt das zu uns?" in a browser: what each answer comes to, and what one does next."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.functional.conftest import Library, Watch

OpenPage = Callable[..., tuple[Page, Watch]]


def answer(need: Locator, text: str) -> None:
    need.get_by_text(text, exact=True).click()


@pytest.fixture
def needs(library: Library, page: Page) -> tuple[Page, Locator, Locator]:
    """The page of a case with the first need that is indispensable and the first that only helps."""
    page.goto(library["case"])
    must = page.locator("[data-fit] fieldset[data-must='1'][data-for='1']").first
    helps = page.locator("[data-fit] fieldset[data-must='0'][data-for='1']").first
    return page, must, helps


@pytest.mark.parametrize(
    ("text", "verdict", "said", "tip"),
    [
        ("ja", "fits", "passt: ", "data-given"),
        ("zum Teil", "adapt", "anpassen: ", "data-next"),
        ("nein", "missing", "fehlt: ", "data-next"),
        ("weiß nicht", "unknown", "klären: ", "data-unknown"),
    ],
)
def test_each_answer_to_what_is_indispensable(
    needs: tuple[Page, Locator, Locator], text: str, verdict: str, said: str, tip: str
) -> None:
    _page, must, _helps = needs
    answer(must, text)
    result = must.locator("[data-fit-result]")
    expect(result).to_have_attribute("data-fit-result", verdict)
    expect(result).to_have_text(f"{said}{must.get_attribute(tip)}")


def test_what_only_helps_is_adapted_and_the_sum_follows(needs: tuple[Page, Locator, Locator]) -> None:
    page, must, helps = needs
    answer(helps, "nein")
    expect(helps.locator("[data-fit-result]")).to_have_attribute("data-fit-result", "adapt")
    total = page.locator("[data-fit-sum]")
    fieldsets = page.locator("[data-fit] fieldset").all()
    for one in fieldsets:
        answer(one, "ja" if one.get_attribute("data-for") == "1" else "nein")
    expect(total).to_have_text(total.get_attribute("data-all-fit") or "-")
    answer(helps, "zum Teil")
    expect(total).to_have_text(total.get_attribute("data-some-adapt") or "-")
    answer(helps, "weiß nicht")
    expect(total).to_have_text(total.get_attribute("data-some-unknown") or "-")
    answer(must, "nein")
    expect(total).to_have_text(total.get_attribute("data-some-missing") or "-")
    page.reload()
    expect(page.locator("[data-fit-sum]"), "kept in the browser").to_have_text(
        total.get_attribute("data-some-missing") or "-"
    )


def test_what_speaks_against_a_lesson_counts_the_other_way(library: Library, page: Page) -> None:
    for address in library.all_lessons:
        page.goto(library.url + address)
        against = page.locator("[data-fit] fieldset[data-for='0']").first
        if against.count():
            break
    answer(against, "nein")
    result = against.locator("[data-fit-result]")
    expect(result).to_have_text(f"passt: {against.get_attribute('data-given')}")
    answer(against, "ja")
    expect(result).to_have_text(re.compile(f"^(fehlt|anpassen): {against.get_attribute('data-next')}$"))


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (
            "",
            ("Passt das zu uns?", "Ergebnis als Text kopieren", "Ergebnis kopiert", "ja", "nein", "passt: "),
        ),
        ("/en", ("Does it fit us?", "Copy the result as text", "Result copied", "yes", "no", "fits: ")),
    ],
)
def test_the_result_leaves_as_text(library: Library, page: Page, start: str, words: tuple[str, ...]) -> None:
    heading, button, copied, yes, no, fits = words
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=library.url)
    page.goto(library.url + start + library.addresses["case"])
    expect(page.get_by_role("button", name=button)).to_be_hidden()
    needs = page.locator("[data-fit] fieldset")
    first, second = needs.nth(0), needs.nth(1)
    for need in (first, second):
        answer(need, yes if need.get_attribute("data-for") == "1" else no)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("button", name=copied)).to_be_visible()
    title, total, *lines, address = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert title == f"{heading} {page.locator('h1').inner_text()}"
    assert total == f"2 / {needs.count()}" == page.locator("[data-fit-sum]").inner_text()
    assert len(lines) == needs.count() > 2
    for need, line in zip((first, second), lines, strict=False):
        told = need.locator(".fit__text").inner_text()
        assert line == f"- {told}: {fits}{need.get_attribute('data-given')}"
    assert all(line.endswith(": –") for line in lines[2:]), "what has no answer says so"
    assert address.endswith(start + library.addresses["case"])
