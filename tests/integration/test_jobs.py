"""Jobs in the administration: started by a button, shown with their progress, their files private."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from knowledge.content.export import EXPORT
from knowledge.jobs import Job, JobWorker, results
from knowledge.operations.backup import MAKE_BACKUP
from publications.models import PublicationPage
from publications.pdf import BUILD_PDF, building
from tests.factories import PublicationPageFactory
from tests.integration.conftest import Library

pytestmark = pytest.mark.db


@pytest.fixture
def editor(library: Library, client: Client) -> Client:
    client.force_login(get_user_model().objects.get(username="redaktion"))
    return client


@pytest.fixture
def facilitator(library: Library) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username="moderation"))
    return client


def queue_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.jobs.actions.call", lambda job: None)


def started(response: Any) -> Job:
    job = Job.objects.get()
    assert response.url == reverse("job", args=[job.pk])
    return job


# --------------------------------------------------------------------------- the page


def test_editors_find_what_they_may_start(editor: Client, facilitator: Client) -> None:
    page = editor.get(reverse("jobs")).content.decode()
    assert "Öffentliche Inhalte ausgeben" in page
    assert "Gemischte Veröffentlichung" in page
    assert reverse("jobs") in editor.get("/admin/").content.decode()
    assert "Öffentliche Inhalte" not in facilitator.get(reverse("jobs")).content.decode()
    assert reverse("jobs") not in facilitator.get("/admin/").content.decode()
    assert facilitator.post(reverse("job_start", args=[EXPORT])).status_code in (302, 403)
    assert not Job.objects.exists()
    assert editor.post(reverse("job_start", args=[BUILD_PDF])).status_code == 404
    assert editor.get(reverse("job_start", args=[EXPORT])).status_code == 405


def test_what_the_library_did_by_itself_is_listed_only_where_it_failed(editor: Client) -> None:
    done = Job.objects.create(kind=EXPORT, state="done")
    failed = Job.objects.create(kind=EXPORT, state="failed", message=building.GONE)
    page = editor.get(reverse("jobs")).content.decode()
    assert reverse("job", args=[failed.pk]) in page
    assert reverse("job", args=[done.pk]) not in page


def test_progress_is_shown_and_asked_for(editor: Client) -> None:
    user = get_user_model().objects.get(username="redaktion")
    job = Job.objects.create(kind=EXPORT, user=user, state="running", percent=40, tries=1)
    page = editor.get(reverse("job", args=[job.pk])).content.decode()
    assert 'value="40"' in page
    assert 'aria-live="polite"' in page
    assert 'data-job="open"' in page
    assert "js/jobs.js" in page
    assert "Stand neu laden" in page
    part = editor.get(reverse("job", args=[job.pk]), {"teil": "stand"})
    assert part.content.decode().strip().startswith("<div data-job")
    assert "no-store" in part["Cache-Control"]
    Job.objects.update(state="done")
    done = editor.get(reverse("job", args=[job.pk]), {"teil": "stand"}).content.decode()
    assert 'data-job="over"' in done
    assert "progress" not in done


def test_nobody_sees_the_jobs_of_others(editor: Client, facilitator: Client) -> None:
    job = Job.objects.create(kind=EXPORT, user=get_user_model().objects.get(username="redaktion"))
    for name in ("job", "job_result"):
        assert facilitator.get(reverse(name, args=[job.pk])).status_code == 404
    assert facilitator.post(reverse("job_again", args=[job.pk])).status_code == 404
    assert reverse("job", args=[job.pk]) not in facilitator.get(reverse("jobs")).content.decode()
    assert Client().get(reverse("job", args=[job.pk])).status_code == 302


def test_a_failure_says_why_and_is_tried_again(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    user = get_user_model().objects.get(username="redaktion")
    job = Job.objects.create(
        kind=EXPORT, user=user, state="failed", tries=3, tries_allowed=3, message=building.OWN_FILE
    )
    address = reverse("job", args=[job.pk])
    page = editor.get(address).content.decode()
    assert "hängt eine eigene Datei" in page
    assert "Noch einmal versuchen" in page
    queue_waits(monkeypatch)
    editor.post(reverse("job_again", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.WAITING, "")
    assert "Noch einmal versuchen" not in editor.get(address).content.decode()
    assert editor.post(reverse("job_again", args=[job.pk])).status_code in (302, 403)


def test_waiting_without_a_worker_is_said(editor: Client) -> None:
    user = get_user_model().objects.get(username="redaktion")
    early = timezone.now() - timedelta(minutes=5)
    job = Job.objects.create(kind=EXPORT, user=user, created=early)
    said = "arbeitet niemand Aufträge ab"
    assert said in editor.get(reverse("jobs")).content.decode()
    assert said in editor.get(reverse("job", args=[job.pk])).content.decode()
    JobWorker.objects.create(name="hier", seen=timezone.now())
    assert said not in editor.get(reverse("jobs")).content.decode()


# --------------------------------------------------------------------------- export


def test_the_export_holds_what_everybody_may_read(editor: Client, library: Library) -> None:
    hidden = library.page("L02")
    type(hidden).objects.filter(pk=hidden.pk).update(access_level="alumni")
    job = started(editor.post(reverse("job_start", args=[EXPORT])))
    assert job.state == Job.State.DONE, job.sentence
    response = editor.get(reverse("job_result", args=[job.pk]))
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    lessons = [json.loads(line) for line in archive.read("lesson.jsonl").decode().splitlines()]
    cases = [json.loads(line) for line in archive.read("case.jsonl").decode().splitlines()]
    assert len(cases) == 30
    assert cases[0]["url"].startswith("http")
    assert {"key", "title", "passages", "facets"} <= cases[0].keys()
    assert "boost" not in cases[0]
    assert hidden.title not in {lesson["title"] for lesson in lessons}
    assert library.page("L01").title in {lesson["title"] for lesson in lessons}
    assert f"{len(cases)}" in archive.read("LIESMICH.txt").decode() or job.numbers["count"] > len(cases)


def test_a_file_is_gone_after_its_day(editor: Client) -> None:
    job = started(editor.post(reverse("job_start", args=[EXPORT])))
    Job.objects.update(finished=timezone.now() - results.KEPT)
    assert editor.get(reverse("job_result", args=[job.pk])).status_code == 404
    assert "herunterladen" not in editor.get(reverse("job", args=[job.pk])).content.decode()


def test_only_the_administration_is_offered_the_backup(editor: Client, library: Library) -> None:
    assert "Sicherung" not in editor.get(reverse("jobs")).content.decode()
    assert editor.post(reverse("job_start", args=[MAKE_BACKUP])).status_code in (302, 403)
    assert not Job.objects.exists()
    chief = Client()
    chief.force_login(get_user_model().objects.get(username="admin"))
    assert reverse("job_start", args=[MAKE_BACKUP]) in chief.get(reverse("jobs")).content.decode()


# --------------------------------------------------------------------------- PDF


@pytest.fixture
def draft(library: Library) -> PublicationPage:
    parent = library.page("P01").get_parent()
    groups = list(library.page("P01").target_groups.all())
    page: PublicationPage = PublicationPageFactory(parent=parent, live=False, target_groups=groups)
    page.save_revision()
    return page


def test_the_pdf_of_a_draft_is_built_by_a_button(editor: Client, draft: PublicationPage) -> None:
    address = reverse("publication_pdf", args=[draft.pk])
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert address in form
    assert "an den Entwurf gehängt" in editor.get(address).content.decode()
    job = started(editor.post(address))
    assert job.state == Job.State.DONE, job.sentence
    assert "kB hängt an der Veröffentlichung" in job.sentence
    page = PublicationPage.objects.get(pk=draft.pk)
    assert not page.live
    assert page.get_latest_revision_as_object().pdf is not None
    editor.post(address)
    assert "schon auf dem Stand" in Job.objects.first().sentence  # type: ignore[union-attr]


def test_readers_keep_their_file_while_a_draft_waits(editor: Client, library: Library) -> None:
    page = library.page("P01")
    draft = page.get_latest_revision_as_object()
    draft.title = "Ein ganz anderer Titel"
    draft.save_revision()
    before, revisions = page.pdf_id, page.revisions.count()
    job = started(editor.post(reverse("publication_pdf", args=[page.pk])))
    assert job.state == Job.State.DONE, job.sentence
    page.refresh_from_db()
    assert (page.pdf_id, page.revisions.count()) == (before, revisions)
    assert page.get_latest_revision_as_object().title == "Ein ganz anderer Titel"
    assert page.pdf.title != "Ein ganz anderer Titel"


def test_a_file_of_the_editors_stays(
    editor: Client, draft: PublicationPage, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    draft.pdf = library.page("P01").pdf
    draft.save_revision()
    monkeypatch.setattr(building, "is_built", lambda page: False)
    address = reverse("publication_pdf", args=[draft.pk])
    assert "hängt eine eigene Datei" in editor.get(address).content.decode()
    job = started(editor.post(address))
    assert (job.state, job.message) == (Job.State.FAILED, building.OWN_FILE)


def test_who_may_not_publish_replaces_no_file_of_readers(
    facilitator: Client, library: Library, draft: PublicationPage
) -> None:
    answer = facilitator.post(reverse("publication_pdf", args=[library.page("P01").pk]))
    assert answer.status_code in (302, 403)
    assert not Job.objects.exists()
    assert facilitator.post(reverse("publication_pdf", args=[draft.pk])).status_code == 302
    assert Job.objects.exists()


@pytest.mark.parametrize(("pk", "message"), [(0, building.GONE)])
def test_a_publication_that_is_gone(pk: int, message: str, library: Library) -> None:
    from knowledge.jobs import enqueue

    job = enqueue(BUILD_PDF, pk)
    job.refresh_from_db()
    assert job.message == message
