"""A usage report on a phone: four numbers, one button, and it waits to be accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library, Watch, _in_thread
from tests.functional.test_editor import sign_in


def _card() -> int:
    from methods.models import MethodCardPage

    return int(MethodCardPage.objects.get(external_id="M01").pk)


def _remove() -> None:
    from methods.models import UsageReport

    UsageReport.objects.filter(origin="formular").delete()


@pytest.fixture
def card(library: Library) -> Iterator[int]:
    yield _in_thread(_card)
    _in_thread(_remove)


def test_report_is_written_and_accepted_on_a_phone(
    library: Library, open_page: Callable[..., tuple[Page, Watch]], card: int
) -> None:
    page, _watch = open_page(width=390, height=844)
    sign_in(page, library)
    page.goto(f"{library.url}/admin/snippets/methods/usagereport/add/?card={card}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator("input[name=planned_minutes]")).not_to_have_value("")
    for name, value in (("participants", "9"), ("actual_minutes", "70"), ("worked", "4")):
        page.locator(f"input[name={name}]").fill(value)
    page.get_by_role("button", name="Speichern").first.click()
    page.get_by_role("button", name="Annehmen").click()
    expect(page.get_by_text("Angenommen und für alle zu sehen.")).to_be_visible()
    expect(page.get_by_role("button", name="Entscheidung zurücknehmen")).to_be_visible()
