"""An alumna's evening: a code by mail, what became of it, her own follow-up, a question; and what she kept
before she signed in.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library, Watch, _in_thread
from tests.functional.test_editor import sign_in
from tests.functional.test_pages import complaints_of_axe
from tools.pictures import store

PICTURES = os.environ.get("PICTURES")
"""Where the pictures of the guide go (``docs/anleitung/ehemalige.md``); none are taken without it."""

EMAIL = "alumna@example.org"
PASSAGE = "Nur für Ehemalige: der Sparbrief lag im Keller."
ANSWER = "Der Sprechtag läuft seit einem Jahr jeden Monat."
QUESTION = "Wie finden wir Leute für einen Fahrdienst am Abend?"
HALF = "Noch nicht fertig: der Spielplatz"
INNER = re.compile("|".join(map(re.escape, (PASSAGE, ANSWER, HALF, EMAIL))))
"""What she read, wrote, left half written, and who she is."""


def _prepare() -> dict[str, str]:
    """Two follow-ups are due, and a lesson has a passage that only those read who took part."""
    from django.utils import timezone

    from cases.models import CasePage, FollowUpLink
    from knowledge.guard import seal
    from knowledge.models import LessonInnerPassage, LessonPage

    lesson, today = LessonPage.objects.public().order_by("pk").first(), timezone.localdate()
    LessonInnerPassage.objects.bulk_create(
        [LessonInnerPassage(lesson=lesson, heading="Wie es begann", text=PASSAGE, access_level="alumni")]
    )
    for number, case in enumerate(CasePage.objects.public().order_by("pk")[:2]):
        FollowUpLink.objects.create(
            case=case,
            after=24,
            due_on=today,
            expires_on=today + timedelta(days=30 + number),
            sealed_email=seal(EMAIL),
            sent_at=timezone.now(),
        )
    return {"lesson": str(lesson.get_url()), "title": str(lesson.title)}


def _tidy() -> None:
    from allauth.account.models import EmailAddress

    from cases.models import CaseFollowUp, FollowUpLink
    from knowledge.alumni import KeptRecord
    from knowledge.models import LessonInnerPassage, OpenQuestion

    LessonInnerPassage.objects.filter(text=PASSAGE).delete()
    FollowUpLink.objects.all().delete()
    CaseFollowUp.objects.filter(state="eingegangen").delete()
    OpenQuestion.objects.filter(text=QUESTION).delete()
    KeptRecord.objects.all().delete()
    EmailAddress.objects.all().delete()


def _told() -> tuple[int, int]:
    from cases.models import CaseFollowUp
    from knowledge.models import OpenQuestion

    return (
        CaseFollowUp.objects.filter(text__contains="Sprechtag").count(),
        OpenQuestion.objects.filter(text=QUESTION).count(),
    )


@pytest.fixture
def inner(library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    from search.public_forms import fields

    monkeypatch.setattr(fields, "MIN_SECONDS", -1)
    yield _in_thread(_prepare)
    _in_thread(_tidy)


def picture(page: Page, name: str) -> None:
    """Of what is to be seen now, for the guides."""
    if PICTURES:
        store(f"konto-{name}", page.screenshot(), Path(PICTURES))


def sign_in_by_code(page: Page, library: Library) -> None:
    """With the code of the mail."""
    from django.core import mail

    page.goto(f"{library.url}/konto/anmelden/")
    assert complaints_of_axe(page) == []
    page.get_by_label("Ihre Mailadresse").fill(EMAIL)
    picture(page, "anmelden")
    page.get_by_role("button", name="Code schicken").click()
    page.wait_for_url("**/code/eingeben/")
    assert complaints_of_axe(page) == []
    picture(page, "code")
    found = re.search(r"Ihr Code: (\S+)", mail.outbox[-1].subject)
    page.locator("input[name=code]").fill(found[1])  # type: ignore[index]
    page.locator("main form").first.locator("button").first.click()
    page.wait_for_url("**/konto/")


STORES = """async () => {
  const cached = "caches" in window ? await caches.keys() : [];
  const workers = navigator.serviceWorker ? await navigator.serviceWorker.getRegistrations() : [];
  const bases = indexedDB.databases ? await indexedDB.databases() : [];
  return {
    local: JSON.stringify(localStorage), session: JSON.stringify(sessionStorage),
    caches: cached.length, workers: workers.length, databases: bases.length,
    cookies: document.cookie,
  };
}"""


def stores(page: Page) -> dict[str, Any]:
    """What the browser keeps for this library."""
    found: dict[str, Any] = page.evaluate(STORES)
    return found


def kept_words(page: Page) -> str:
    """Everything that scripts can read of what the browser keeps."""
    left = stores(page)
    return " ".join((left["local"], left["session"], left["cookies"]))


def sign_out(page: Page) -> None:
    page.get_by_text("Menü", exact=True).first.click()
    page.get_by_role("button", name=re.compile("^Abmelden")).first.click()
    page.wait_for_url("**/konto/abgemeldet/")
    assert complaints_of_axe(page) == []


def test_an_evening_from_the_code_to_signing_out(
    library: Library, open_page: Callable[..., tuple[Page, Watch]], inner: dict[str, str]
) -> None:
    page, _watch = open_page(width=390, height=844)
    page.set_default_timeout(60_000)  # the first text that is read starts the detector
    sign_in_by_code(page, library)
    page.goto(f"{library.url}/konto/")
    expect(page.get_by_role("heading", name="Was daraus wurde")).to_be_visible()
    picture(page, "konto")
    assert complaints_of_axe(page) == []

    waiting = page.locator("section.part").filter(has_text="Wir warten auf Ihre Antwort").get_by_role("link")
    expect(waiting).to_have_count(2)
    waiting.first.click()
    expect(page.get_by_role("heading", name="Was wurde daraus?")).to_be_visible()
    assert complaints_of_axe(page) == []
    page.locator("[name=stand]").nth(1).check()
    page.get_by_label("Was daraus wurde").fill(ANSWER)
    picture(page, "nachfrage")
    page.get_by_role("button", name="Antwort absenden").click()
    page.wait_for_load_state()

    page.goto(f"{library.url}/frage/")
    page.get_by_label("Ihre Frage").fill(QUESTION)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/frage/danke/")
    assert _in_thread(_told) == (1, 1)

    page.goto(f"{library.url}/konto/")
    expect(waiting).to_have_count(1)
    waiting.first.click()
    page.get_by_label("Was daraus wurde").fill(HALF)
    page.wait_for_function("text => JSON.stringify(sessionStorage).includes(text)", arg=HALF)

    page.goto(library.url + inner["lesson"])
    expect(page.get_by_text(PASSAGE)).to_be_visible()
    page.get_by_text(PASSAGE).scroll_into_view_if_needed()
    picture(page, "vertiefung")
    # While she is there the browser holds something inner, so that what comes now can fail.
    assert INNER.search(page.content()) and INNER.search(kept_words(page))
    assert "sessionid" in {cookie["name"] for cookie in page.context.cookies()}

    sign_out(page)
    assert_nothing_inner_is_left(page, library, inner["lesson"])


def assert_nothing_inner_is_left(page: Page, library: Library, lesson: str) -> None:
    """Back, by the button of the browser, is asked for anew; and no store holds a word."""
    for _step in range(3):
        page.go_back()
        page.wait_for_load_state()
        assert not INNER.search(page.content())
        assert "Abmelden" not in page.content()
    for address in (lesson, "/konto/", "/"):
        page.goto(library.url + address)
        assert not INNER.search(page.content())
    left = stores(page)
    assert (left["caches"], left["workers"], left["databases"]) == (0, 0, 0)
    assert not INNER.search(kept_words(page))
    # What the form to sign in was sent with says nothing of anybody.
    assert re.fullmatch(r"(csrftoken=\w+)?", left["cookies"])
    cookies = page.context.cookies()
    assert {cookie["name"] for cookie in cookies} <= {"csrftoken", "geraet", "geraet-redaktion"}
    assert not [cookie for cookie in cookies if INNER.search(str(cookie["value"]))]


def test_the_list_of_this_browser_goes_into_the_account(
    library: Library, open_page: Callable[..., tuple[Page, Watch]], inner: dict[str, str]
) -> None:
    page, watch = open_page(width=390, height=844)
    page.goto(library.url + inner["lesson"])
    page.locator("[data-keep]").first.click()
    sign_in_by_code(page, library)
    button = page.get_by_role("button", name="Merkliste dieses Browsers übernehmen")
    picture(page, "uebernehmen")
    expect(button).to_have_text("Merkliste dieses Browsers übernehmen (1)")
    button.click()
    page.wait_for_url("**/konto/merkliste/")
    expect(page.get_by_text("1 Eintrag ist übernommen.")).to_be_visible()
    expect(page.get_by_role("link", name=inner["title"])).to_be_visible()
    picture(page, "merkliste")
    assert complaints_of_axe(page) == []
    # It is in one place now, so the button is gone.
    expect(button).to_be_hidden()
    assert stores(page)["local"] == '{"weiterdenken.merkliste":"[]"}'
    page.get_by_role("link", name="Dossier aus dieser Liste").click()
    expect(page.get_by_text(inner["title"]).first).to_be_visible()
    assert watch.complaints == []


ORGANISERS = {
    "einladen": "/admin/einladen/",
    "eingang": "/admin/",
    "rueckmeldungen": "/admin/snippets/publications/pagefeedback/",
}


@pytest.mark.parametrize("name", ORGANISERS)
def test_what_organisers_open_has_a_heading_and_no_complaint(
    library: Library, open_page: Callable[..., tuple[Page, Watch]], name: str
) -> None:
    page, watch = open_page(width=1100, height=800)
    page.set_default_timeout(30_000)
    sign_in(page, library)
    page.goto(library.url + ORGANISERS[name])
    expect(page.locator("h1")).to_have_count(1)
    picture(page, name)
    assert watch.complaints == []
