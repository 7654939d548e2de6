"""Who waits for a job sees how far it is without loading the page anew, and hears it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from knowledge.content.export import EXPORT, WRITTEN
from tests.functional.conftest import Library, _in_thread
from tests.functional.test_editor import sign_in


def _start() -> int:
    from django.contrib.auth import get_user_model

    from knowledge.jobs import Job

    user = get_user_model().objects.get(username="redaktion")
    job = Job.objects.create(kind=EXPORT, user=user, state=Job.State.RUNNING, tries=1, percent=10)
    return int(job.pk)


def _change(**values: object) -> None:
    from knowledge.jobs import Job

    Job.objects.update(**values)


def _remove() -> None:
    from knowledge.jobs import Job

    Job.objects.all().delete()


@pytest.fixture
def job(library: Library) -> Iterator[int]:
    yield _in_thread(_start)
    _in_thread(_remove)


def test_progress_comes_by_itself(library: Library, page: Page, job: int) -> None:
    sign_in(page, library)
    page.goto(f"{library.url}/admin/auftraege/{job}/")
    region = page.locator("[data-job]")
    expect(region).to_have_attribute("aria-live", "polite")
    expect(page.get_by_label("Fortschritt")).to_have_attribute("value", "10")
    page.evaluate("document.body.dataset.same = 'yes'")
    _in_thread(lambda: _change(percent=60, message=WRITTEN, numbers={"done": 60, "all": 100}))
    expect(page.get_by_text("60 von 100 Datensätzen geschrieben")).to_be_visible()
    expect(page.get_by_label("Fortschritt")).to_have_attribute("value", "60")
    _in_thread(lambda: _change(state="failed"))
    expect(page.get_by_role("button", name="Noch einmal versuchen")).to_be_visible()
    expect(region).to_have_attribute("data-job", "over")
    expect(region).to_have_attribute("aria-busy", "false")
    assert page.evaluate("document.body.dataset.same") == "yes"
