"""The letter to whoever gave a case is copied with one button, as it stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library, _in_thread
from tests.functional.test_editor import sign_in


def _case_that_may_be_asked_for() -> int:
    from cases.models import CasePage

    # Not the first: a new link ends the one that the pages of the library are looked at with.
    return int(CasePage.objects.public().order_by("external_id").last().pk)


def _links_of(case: int) -> set[int]:
    from cases.models import ReleaseLink

    return set(ReleaseLink.objects.filter(case=case).values_list("pk", flat=True))


def _without(links: set[int]) -> None:
    from cases.models import ReleaseLink

    ReleaseLink.objects.filter(pk__in=links).delete()


@pytest.fixture
def case(library: Library) -> Iterator[int]:
    """One without the links that a test makes for it, however the test ends."""
    case = _in_thread(_case_that_may_be_asked_for)
    before = _in_thread(lambda: _links_of(case))
    yield case
    made = _in_thread(lambda: _links_of(case)) - before
    _in_thread(lambda: _without(made))


def test_link_and_letter_are_copied_with_one_button_each(library: Library, page: Page, case: int) -> None:
    before = _in_thread(lambda: _links_of(case))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, library)
    page.goto(f"{library.url}/admin/fall/{case}/freigabe/")
    page.get_by_role("button", name="Freigabelink erstellen").click()
    letter = page.locator("#brief")
    expect(letter).to_have_value(re.compile("/freigabe/"))
    for field in (page.locator("#neuer-link"), letter):
        button = field.locator("xpath=following-sibling::button[1]")
        expect(button).to_have_text("Kopieren")
        button.click()
        expect(button).to_have_text("Kopiert")
        assert page.evaluate("navigator.clipboard.readText()") == field.input_value()
    assert urlsplit(page.locator("#neuer-link").input_value()).path in letter.input_value()
    made = _in_thread(lambda: _links_of(case)) - before
    assert len(made) == 1
