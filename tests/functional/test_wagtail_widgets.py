"""Wagtail's choosers and calendars, which it starts by scripts in the page, answer a click."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.functional.conftest import Library, Watch
from tests.functional.test_editor import sign_in

OpenPage = Callable[..., tuple[Page, Watch]]


def _choose(page: Page, address: str) -> None:
    page.goto(address)
    chooser = page.locator("[data-chooser-action-choose]:visible").first
    if not chooser.is_visible():
        page.locator(".chooser").first.get_by_role("button", name="Aktionen").click()
    chooser.click()
    expect(page.locator(".modal-content")).to_be_visible()


def _pick_a_day(page: Page, address: str, field: str) -> None:
    page.goto(address)
    page.locator(".w-slim-header-action-button").first.click()
    page.locator(f"button[aria-controls=drilldown-id_{field}]").click()
    page.locator(f"input[name={field}_from]").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)


def test_choosers_and_calendars_open(library: Library, open_page: OpenPage) -> None:
    page, watch = open_page()
    sign_in(page, library, name="admin")
    _choose(page, f"{library.url}/admin/settings/knowledge/hostsettings/")
    _choose(page, f"{library.url}/admin/pages/4/move/")
    _pick_a_day(page, f"{library.url}/admin/lehren/", "latest_revision_created_at")
    _pick_a_day(page, f"{library.url}/admin/pages/4/history/", "timestamp")
    assert [text for text in watch.complaints if "Content Security Policy" in text] == []
