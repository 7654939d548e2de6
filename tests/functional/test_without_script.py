"""Every form that anybody may send, in a browser that runs no script: filled in by hand, sent, answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from search.public_forms import TRAP_FIELD
from search.public_forms import fields as open_forms
from tests.functional.conftest import Library, Watch, _in_thread
from tests.functional.test_pages import overflow

OpenPage = Callable[..., tuple[Page, Watch]]
SENTENCE = "Was hat am Ende geholfen, als der Haushalt knapp war?"
MAILBOX = "ohne-skript@rathaus.example"


@pytest.fixture(autouse=True)
def tidied(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody has to wait before a form is sent, and what was sent goes again."""
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)
    yield
    _in_thread(_tidy)


def _tidy() -> None:
    from cases.models import ContactRequest
    from knowledge.barriers import BarrierReport
    from knowledge.cycle.call import NewsletterSubscription
    from knowledge.models import OpenQuestion
    from publications.models import AdoptionReport, PageFeedback
    from search.models import SavedSearch

    ContactRequest.objects.filter(state="unbestaetigt").delete()
    AdoptionReport.objects.filter(origin="link").delete()
    PageFeedback.objects.filter(text=SENTENCE).delete()
    OpenQuestion.objects.filter(text=SENTENCE).delete()
    BarrierReport.objects.filter(text__contains=SENTENCE).delete()
    for model in (SavedSearch, NewsletterSubscription):
        model.objects.filter(email=MAILBOX).delete()


def fill(page: Page) -> None:
    """What somebody types who takes an answer in the middle."""
    form = page.locator("main form[method=post]").last
    for field in form.locator("textarea:visible").all():
        field.fill(SENTENCE)
    for field in form.locator("input[type=email]:visible").all():
        field.fill(MAILBOX)
    for field in form.locator(f"input[type=text]:not([name={TRAP_FIELD}]):visible").all():
        field.fill("Person A")
    for group in form.locator("fieldset:has(input[type=radio])").all():
        answers = group.locator("input[type=radio]")
        answers.nth(answers.count() // 2).check()
    form.locator("button[type=submit]").first.click()


@pytest.mark.parametrize(
    ("way", "answered"),
    [
        ("/frage/", "**/frage/danke/**"),
        ("/barriere-melden/", "**/barriere-melden/danke/"),
        ("/rundbrief/", "**/rundbrief/*gesendet=1"),
        ("/suche/merken/?q=Hallenbad", "**/suche/merken/gesendet/"),
        ("Frage stellen", "**/treuhand/gesendet/"),
        ("Wir haben es übernommen", "**/uebernahme/*/danke/"),
        ("Nein", "**/rueckmeldung/antwort/*/"),
    ],
)
def test_every_public_form_is_sent_without_a_script(
    library: Library, open_page: OpenPage, way: str, answered: str
) -> None:
    page, _watch = open_page(javascript=False, width=390, height=844)
    if way.startswith("/"):
        page.goto(library.url + way)
    else:
        page.goto(library["case"])
        page.get_by_role("link", name=way, exact=way == "Nein").first.click()
    expect(page.locator("main form[method=post]").last).to_be_visible()
    fill(page)
    page.wait_for_url(answered, timeout=15_000)
    expect(page.locator("main h1")).to_be_visible()
    assert overflow(page) == 0
