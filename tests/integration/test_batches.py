"""Mixed batches: together, under one date, from several meetings."""

from __future__ import annotations

from datetime import date
from io import StringIO
from itertools import product
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cases import gate as actions
from cases.gate import RELEASE_BATCH, batch_job
from cases.gate.batches import batch_date, ready_cases
from cases.models import CaseMeeting, CasePage, Consent, ParticipantBand
from knowledge.jobs import Job, enqueue, run_job
from tests.factories import found_nobody, unreleased_copy


@pytest.fixture
def ready(library: Any, settings: Any) -> list[CasePage]:
    """Three drafts that wait, of two meetings."""
    author = get_user_model().objects.create_superuser("autorin", "a@example.org", "geheim-und-lang")
    reviewer = get_user_model().objects.get(username="redaktion")
    pages = []
    for number, code in enumerate(("F01", "F02", "F04")):
        original = library.page(code)
        copy = unreleased_copy(original, f"fall-b{number}c4d", user=author)
        pages.append(copy)
    settings.DEMO_CONTENT_ALLOWED = False
    for page in pages:
        page.released_on = None
        page.save_revision(user=author)
        draft = CasePage.objects.get(pk=page.pk).get_latest_revision_as_object()
        actions.record_spoken_release(case=draft, channel=Consent.Channel.PAPER, level="oeffentlich")
        found_nobody(draft)
        actions.record_review(case=draft, reviewer=reviewer)
    return pages


@pytest.mark.parametrize(
    ("today", "batch"),
    [
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 8, 31), date(2026, 3, 1)),
        (date(2026, 12, 24), date(2026, 9, 1)),
        (date(2026, 1, 7), date(2025, 9, 1)),
    ],
)
def test_date_of_the_batch(today: date, batch: date) -> None:
    assert batch_date(today) == batch


def test_batch_goes_out_together(ready: list[CasePage]) -> None:
    assert {case.pk for case in ready_cases()} == {page.pk for page in ready}
    out = StringIO()
    call_command("release_batch", stdout=out)
    published = CasePage.objects.filter(pk__in=[page.pk for page in ready])
    assert all(case.live for case in published)
    assert {case.released_on for case in published} == {batch_date()}
    assert "3 F" in out.getvalue()


def test_dry_run_publishes_nothing(ready: list[CasePage]) -> None:
    call_command("release_batch", "--dry-run", stdout=StringIO())
    assert not CasePage.objects.filter(pk__in=[page.pk for page in ready], live=True).exists()


def test_two_cases_are_no_batch(ready: list[CasePage]) -> None:
    with pytest.raises(ValueError, match="mindestens 3"):
        actions.publish_batch(cases=ready[:2], on=batch_date())


def test_one_meeting_is_no_batch(ready: list[CasePage]) -> None:
    CaseMeeting.objects.filter(case__in=ready).update(
        meeting=CaseMeeting.objects.filter(case=ready[0]).get().meeting
    )
    cycle = CaseMeeting.objects.get(case=ready[0]).meeting.cycle
    for case, legal_type in product(ready, ["Stadt", "Gemeinde"]):
        bands = {name: getattr(case, name) for name in ("size_band", "finance_band", "workforce_band")}
        ParticipantBand.objects.update_or_create(
            cycle=cycle, federal_state="BY", legal_type=legal_type, **bands, defaults={"count": 20}
        )
    with pytest.raises(CommandError, match="demselben Treffen"):
        call_command("release_batch", stdout=StringIO())


def test_a_case_without_a_date_of_its_own_shows_that_of_the_current_batch(
    ready: list[CasePage], in_its_batch: None
) -> None:
    CasePage.objects.get(pk=ready[0].pk).get_latest_revision().publish()
    assert CasePage.objects.get(pk=ready[0].pk).released_on == batch_date()


# --------------------------------------------------------------------------- by a button


@pytest.fixture
def editor(ready: list[CasePage], client: Client) -> Client:
    client.force_login(get_user_model().objects.get(username="redaktion"))
    return client


def test_an_editor_releases_the_batch_by_a_button(ready: list[CasePage], editor: Client) -> None:
    address = reverse("release_batch")
    page = editor.get(address).content.decode()
    assert all(case.title in page for case in ready)
    assert not CasePage.objects.get(pk=ready[0].pk).live
    answer = editor.post(address, {"fall": [case.pk for case in ready]})
    job = Job.objects.get()
    assert answer.url == reverse("job", args=[job.pk])  # type: ignore[attr-defined]
    assert (job.state, job.sentence) == (Job.State.DONE, "3 Fälle sind veröffentlicht.")
    assert set(job.arguments) == {case.pk for case in ready}
    published = CasePage.objects.filter(pk__in=job.arguments, live=True)
    assert {case.released_on for case in published} == {batch_date()}
    assert published.count() == 3
    assert "Kein Fall ist bereit" in editor.get(address).content.decode()


def test_what_was_not_on_the_page_does_not_come_out(ready: list[CasePage], editor: Client) -> None:
    answer = editor.post(reverse("release_batch"), {"fall": [case.pk for case in ready[:2]]})
    assert answer.status_code == 200
    assert "Inzwischen sind andere Fälle bereit" in answer.content.decode()
    assert not Job.objects.exists()


def test_two_cases_have_no_button(ready: list[CasePage], editor: Client) -> None:
    CasePage.objects.get(pk=ready[0].pk).delete()
    page = editor.get(reverse("release_batch")).content.decode()
    assert "mindestens 3" in page
    assert "Gemeinsam veröffentlichen" not in page
    editor.post(reverse("release_batch"), {"fall": [case.pk for case in ready[1:]]})
    assert not Job.objects.exists()


def test_facilitators_release_nothing(ready: list[CasePage], client: Client) -> None:
    client.force_login(get_user_model().objects.get(username="moderation"))
    assert client.get(reverse("release_batch")).status_code in (302, 403)
    client.post(reverse("release_batch"), {"fall": [case.pk for case in ready]})
    assert not Job.objects.exists()


def test_a_case_that_is_no_longer_ready_stops_all(ready: list[CasePage]) -> None:
    pks = [case.pk for case in ready]
    draft = CasePage.objects.get(pk=pks[0]).get_latest_revision_as_object()
    draft.takeaway = "Ein anderer Satz."
    draft.save_revision()
    job = enqueue(RELEASE_BATCH, *pks)
    job.refresh_from_db()
    assert (job.state, job.message, job.numbers) == (Job.State.FAILED, batch_job.NOT_READY, {"count": 1})
    assert not CasePage.objects.filter(pk__in=pks, live=True).exists()


def test_the_job_refuses_what_is_not_mixed(ready: list[CasePage]) -> None:
    job = enqueue(RELEASE_BATCH, *[case.pk for case in ready[:2]])
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, batch_job.UNMIXED)


def test_a_batch_that_came_out_is_not_released_twice(ready: list[CasePage]) -> None:
    """Killed between the commit and the end of its task: the job is done, a second task finds nothing."""
    job = enqueue(RELEASE_BATCH, *[case.pk for case in ready])
    revisions = [CasePage.objects.get(pk=case.pk).revisions.count() for case in ready]
    run_job.call(job.pk)
    assert [CasePage.objects.get(pk=case.pk).revisions.count() for case in ready] == revisions
