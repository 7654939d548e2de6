"""In forced colours a page has two colours: what a picture says stays to be seen by its form."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page

from tests.functional.conftest import Library

PAPER = 60
"""So far two grey values lie apart at least that are told apart."""


@pytest.fixture
def forced(page: Page) -> Page:
    page.emulate_media(forced_colors="active")
    return page


def grey(element: Locator) -> Image.Image:
    """The element as it is seen."""
    return Image.open(io.BytesIO(element.screenshot())).convert("L")


def paper_of(page: Page) -> int:
    """The grey value of the page itself."""
    shown = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red, green, blue = (int(float(value)) for value in re.findall(r"[\d.]+", shown)[:3])
    return Image.new("RGB", (1, 1), (red, green, blue)).convert("L").getpixel((0, 0))


def ink(element: Locator) -> float:
    """The share of its surface that is not paper."""
    paper, seen = paper_of(element.page), grey(element).tobytes()
    return sum(abs(value - paper) > PAPER for value in seen) / len(seen)


def first_with(page: Page, library: Library, addresses: Iterable[str], *marks: str) -> None:
    """Open the first of these pages that has all the marks in its HTML."""
    for address in addresses:
        text = page.request.get(library.url + address).text()
        if all(mark in text for mark in marks):
            page.goto(library.url + address)
            return
    pytest.fail(f"no page with {marks}")


def test_the_columns_of_the_board_and_their_cards_have_an_edge_and_a_name(
    library: Library, forced: Page
) -> None:
    first_with(forced, library, library.all_cases, "board__card")
    columns = forced.locator(".board__column")
    names = columns.locator("h3 .badge").all_inner_texts()
    assert len(names) == columns.count() == len(set(names)) == 3
    paper = paper_of(forced)
    for edged in (columns.first, forced.locator(".board__card").first):
        seen = grey(edged)
        assert abs(seen.getpixel((0, seen.height // 2)) - paper) > PAPER


def test_a_stop_of_the_time_line_is_full_where_something_is_known(library: Library, forced: Page) -> None:
    first_with(forced, library, library.all_cases, 'track__stop">', "track__stop--known")
    paper = paper_of(forced)

    def middle(stop: Locator) -> int:
        """The grey value in the middle of its dot."""
        x, y = stop.evaluate(
            """stop => {
              const box = stop.getBoundingClientRect(), dot = getComputedStyle(stop, '::before')
              const half = parseFloat(dot.width) / 2
              return [box.left + stop.clientLeft + parseFloat(dot.left) + half,
                      box.top + stop.clientTop + parseFloat(dot.top) + half]
            }"""
        )
        clip = {"x": x - 1, "y": y - 1, "width": 2, "height": 2}
        return Image.open(io.BytesIO(forced.screenshot(clip=clip))).convert("L").getpixel((1, 1))

    forced.locator(".track").scroll_into_view_if_needed()
    known = middle(forced.locator(".track__stop--known").first)
    unknown = middle(forced.locator(".track__stop:not(.track__stop--known)").first)
    assert abs(known - paper) > PAPER >= abs(unknown - paper)
    last = forced.locator(".track__stop").last
    end = last.evaluate("stop => getComputedStyle(stop).borderTopColor")
    assert end == forced.evaluate("getComputedStyle(document.body).backgroundColor"), "the line ends there"


def test_the_steps_of_the_coverage_hold_more_ink_the_more_there_is(library: Library, forced: Page) -> None:
    forced.goto(library["coverage"])
    empty, half, full = (ink(forced.locator(f".step--{name}").first) for name in ("empty", "half", "full"))
    assert 0.02 < empty < half < full, (empty, half, full)


def test_the_bars_of_a_run_sheet_are_as_long_as_their_minutes(library: Library, forced: Page) -> None:
    forced.goto(library["method"])
    rows = forced.locator(".minutes li")
    minutes = [int(words.split()[0]) for words in rows.locator(".minutes__count").all_inner_texts()]
    bars = [ink(bar) for bar in rows.locator(".bar").all()]
    assert len(set(minutes)) > 1 and len(bars) == len(minutes)
    longest = minutes.index(max(minutes))
    shortest = minutes.index(min(minutes))
    assert bars[longest] > bars[shortest] + 0.1, list(zip(minutes, bars, strict=True))


def test_the_signs_of_different_verdicts_look_different(library: Library, forced: Page) -> None:
    first_with(forced, library, library.all_lessons, "verdicts__sign--success", "verdicts__sign--danger")
    seen = {tone: grey(forced.locator(f".verdicts__sign--{tone}").first) for tone in ("success", "danger")}
    one, other = (sign.resize((32, 32)).tobytes() for sign in seen.values())
    assert sum(abs(a - b) > PAPER for a, b in zip(one, other, strict=True)) > 20
    assert all(ink(forced.locator(f".verdicts__sign--{tone}").first) > 0.05 for tone in seen)
