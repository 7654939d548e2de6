"""Taking a case in, in a browser: a file beside what was typed, a refused file, two people at once; desktop
and phone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library
from tests.functional.test_editor import sign_in
from tests.functional.test_raw_review import CAPTURED, choose_profile, violations
from tests.sampling import sampled

REPORT = {
    "name": "bericht.txt",
    "mimeType": "text/plain",
    "buffer": b"Der Bericht sagt es anders.\nIdeen:\nErst messen",
}
PICTURE = {"name": "bericht.docx", "mimeType": "application/octet-stream", "buffer": b"\x89PNG\r\n\x1a\n\0\0"}


@pytest.mark.parametrize("width", sampled([1280, 360], keep=[360]))
def test_what_was_typed_survives_every_file(
    width: int, library: Library, open_page: Callable[..., tuple[Page, object]]
) -> None:
    page, _watch = open_page(width=width)
    sign_in(page, library)
    page.goto(f"{library.url}/admin/rohfaelle/neu/")
    typed = {name: CAPTURED[name] for name in ("title", "situation", "municipality", "persons")}
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=not_secret]").check()

    # A refused file changes nothing.
    page.locator("[name=document]").set_input_files(PICTURE)
    page.get_by_role("button", name="Text einlesen").click()
    expect(page.get_by_role("alert").first).to_contain_text("als PDF oder Word (.docx) speichern")
    for name, value in typed.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)
    expect(page.locator("[name=not_secret]")).to_be_checked()

    # A good one fills what is empty and asks about the rest.
    page.locator("[name=document]").set_input_files(REPORT)
    page.get_by_role("button", name="Text einlesen").click()
    expect(page.locator("[name=ideas]")).to_have_value("Erst messen")
    expect(page.locator("[name=situation]")).to_have_value(typed["situation"])
    other = page.get_by_role("group", name="Aus der Datei gelesen")
    expect(other.get_by_role("textbox")).to_have_value("Der Bericht sagt es anders.")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    other.get_by_label("Beides behalten").check()
    for name, value in CAPTURED.items():
        if name not in {*typed, "ideas"}:
            page.locator(f"[name={name}]").fill(value)
    choose_profile(page)
    page.get_by_role("button", name="Verschlüsselt speichern").click()
    page.wait_for_url(re.compile(r"/rohfaelle/\d+/$"))
    expect(page.get_by_role("region", name="Rohtext")).to_contain_text("Der Bericht sagt es anders.")
    expect(page.get_by_role("region", name="Rohtext")).to_contain_text("hat kein Dach.")


def test_second_of_two_people_sees_both_texts(
    library: Library, open_page: Callable[..., tuple[Page, object]]
) -> None:
    pages = []
    for name in ("admin", "redaktion"):
        page, _watch = open_page()
        sign_in(page, library, name=name)
        page.goto(f"{library.url}/admin/rohfaelle/")
        page.get_by_role("link", name="R-UEBUNG", exact=True).click()
        page.get_by_role("link", name="Text ändern").click()
        pages.append(page)
    first, second = pages
    before = first.locator("[name=key_question]").input_value()
    first.locator("[name=key_question]").fill("Wie fange ich an?")
    first.get_by_role("button", name="Verschlüsselt speichern").click()
    first.wait_for_url(re.compile(r"/rohfaelle/\d+/$"))
    second.locator("[name=key_question]").fill("Wie höre ich auf?")
    second.get_by_role("button", name="Verschlüsselt speichern").click()
    other = second.get_by_role("group", name="Inzwischen von einer anderen Person gespeichert")
    expect(other.get_by_role("textbox")).to_have_value("Wie fange ich an?")
    expect(second.locator("[name=key_question]")).to_have_value("Wie höre ich auf?")
    assert violations(second) == []
    # The browser itself does not send the form before that is decided.
    second.get_by_role("button", name="Verschlüsselt speichern").click()
    expect(other).to_be_visible()
    other.get_by_label("Durch diesen Text ersetzen").check()
    second.get_by_role("button", name="Verschlüsselt speichern").click()
    second.wait_for_url(re.compile(r"/rohfaelle/\d+/$"))
    expect(second.get_by_role("region", name="Rohtext")).to_contain_text("Wie fange ich an?")
    # Put the training case back, because the server lives through the session.
    second.get_by_role("link", name="Text ändern").click()
    second.locator("[name=key_question]").fill(before)
    second.get_by_role("button", name="Verschlüsselt speichern").click()
    second.wait_for_url(re.compile(r"/rohfaelle/\d+/$"))
