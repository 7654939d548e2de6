"""A second person approves a case with one click: it is ready, and everybody can read it with its batch. In
the real administration, in a real browser.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.functional.conftest import Library, _in_thread
from tests.functional.test_editor import sign_in

SLUG = "fall-zw31k"
APPROVE = "Ganz gelesen: bereit für die nächste gemischte Veröffentlichung"
# As rich text stands in the database once the form has saved it: opening and sending it changes nothing.
TEXT = '<p data-block-key="a1b2c">Im Rathaus fehlt ein Plan, und niemand will anfangen.</p>'


def _submit() -> int:
    """A released case of an author, handed in for the second pair of eyes."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from wagtail.rich_text import RichText

    from cases import gate as actions
    from cases.models import CaseMeeting, CasePage, Consent
    from tests.factories import found_nobody

    author = get_user_model().objects.create_user("verfasserin", password="geheim-und-lang")
    author.groups.add(Group.objects.get(name="Redaktion"))
    original = CasePage.objects.get(external_id="F01")
    page = original.copy(
        keep_live=False,
        copy_revisions=False,
        user=author,
        update_attrs={"slug": SLUG, "external_id": "", "owner": author},
    )
    CaseMeeting.objects.create(case_id=page.pk, meeting=original.meeting_link.meeting)
    draft = CasePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.initial_situation, draft.history = [("paragraph", RichText(TEXT))], TEXT
    draft.save_revision(user=author)
    page = CasePage.objects.get(pk=page.pk)
    actions.record_spoken_release(
        case=page.get_latest_revision_as_object(), channel=Consent.Channel.PAPER, level="oeffentlich"
    )
    found_nobody(page.get_latest_revision_as_object())
    page.get_workflow().start(page, author)
    return int(page.pk)


def _ready() -> list[str]:
    """What would come out; readers see none of it."""
    from cases.gate import ready_cases

    return [case.slug for case in ready_cases()]


def _come_out() -> None:
    from cases.gate import released_together
    from cases.models import CasePage

    with released_together():
        CasePage.objects.get(slug=SLUG).get_latest_revision().publish()


def _remove() -> None:
    from django.contrib.auth import get_user_model
    from wagtail.models import Page as WagtailPage

    for page in WagtailPage.objects.filter(slug=SLUG):
        page.specific.delete()
    get_user_model().objects.filter(username="verfasserin").delete()


@pytest.fixture
def submitted(library: Library, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Approving takes three seconds, as it may on a busy server: time enough for Wagtail's autosave to send
    the form once more.
    """
    from django.db import transaction

    from cases.models import FourEyesTask

    settings.DEMO_CONTENT_ALLOWED = True
    approve = FourEyesTask.on_action

    def slow(self: FourEyesTask, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            approve(self, *args, **kwargs)
            time.sleep(3)

    monkeypatch.setattr(FourEyesTask, "on_action", slow)
    yield _in_thread(_submit)
    _in_thread(_remove)


def test_one_click_makes_ready_once_and_the_batch_publishes(
    library: Library, page: Page, submitted: int
) -> None:
    sign_in(page, library)
    posts: list[Request] = []
    address = f"{library.url}/admin/pages/{submitted}/edit/"
    page.goto(address)
    # Wagtail looks two seconds after the page is there what the form holds, and sends every change from then
    # on.
    page.wait_for_timeout(2_500)
    page.on(
        "request",
        lambda request: (
            posts.append(request) if request.method == "POST" and request.url == address else None
        ),
    )
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    page.get_by_role("button", name=APPROVE).click()
    page.wait_for_url(lambda url: not url.endswith("/edit/"), timeout=20_000)
    expect(page.locator(".messages")).to_contain_text("bereit für die nächste gemischte Veröffentlichung")
    assert [request.is_navigation_request() for request in posts] == [True]
    assert _in_thread(_ready) == [SLUG]

    page.context.clear_cookies()
    answer = page.goto(f"{library.url}/faelle/{SLUG}/")
    assert answer is not None and answer.status == 404
    _in_thread(_come_out)
    answer = page.goto(f"{library.url}/faelle/{SLUG}/")
    assert answer is not None and answer.status == 200
    expect(page.locator("main")).to_contain_text("Im Rathaus fehlt ein Plan, und niemand will anfangen.")


def test_server_alone_keeps_the_case_ready(library: Library, page: Page, submitted: int) -> None:
    """The same click in a browser that knows nothing of the mended script, such as one with an old copy of
    it.
    """
    page.route("**/decisions*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    sign_in(page, library)
    page.goto(f"{library.url}/admin/pages/{submitted}/edit/")
    page.wait_for_timeout(2_500)
    with page.expect_response(
        lambda answer: (
            answer.request.method == "POST" and "application/json" in answer.request.headers["accept"]
        ),
        timeout=20_000,
    ) as saved:
        page.locator("footer [data-w-dropdown-target='toggle']").click()
        page.get_by_role("button", name=APPROVE).click(no_wait_after=True)
    assert saved.value.status == 400
    page.wait_for_url(lambda url: not url.endswith("/edit/"), timeout=20_000)
    assert _in_thread(_ready) == [SLUG]
    _in_thread(_come_out)
    page.context.clear_cookies()
    answer = page.goto(f"{library.url}/faelle/{SLUG}/")
    assert answer is not None and answer.status == 200
