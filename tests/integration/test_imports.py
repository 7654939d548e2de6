"""What one library gives out, another takes in: a list first, then drafts, the same words, nothing live."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cases.gate import withdraw
from cases.models import CasePage
from knowledge.content.export import EXPORT
from knowledge.content.imports import CHECK, IMPORT
from knowledge.enums import AccessLevel
from knowledge.jobs import Job, results
from knowledge.models import LessonPage, PolicyField
from methods.models import MethodCardPage
from publications.models import PublicationPage
from tests.integration.conftest import Library

KEPT = {"case": {"F01", "F07"}, "method": {"M01", "M02"}, "lesson": {"L01"}, "publication": {"P01"}}
MODELS = {"case": CasePage, "method": MethodCardPage, "lesson": LessonPage, "publication": PublicationPage}


@pytest.fixture
def editor(library: Library, client: Client) -> Client:
    client.force_login(get_user_model().objects.get(username="redaktion"))
    return client


_given_out: dict[str, bytes] = {}


def exported(editor: Client) -> dict[str, bytes]:
    """What the demo library gives out, once for all tests of this file."""
    if not _given_out:
        _given_out.update(_export(editor))
    Job.objects.all().delete()
    return _given_out


def _export(editor: Client) -> dict[str, bytes]:
    editor.post(reverse("job_start", args=[EXPORT]))
    job = Job.objects.filter(kind=EXPORT).latest("pk")
    response: Any = editor.get(reverse("job_result", args=[job.pk]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> SimpleUploadedFile:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("inhalte.zip", whole.getvalue())


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().splitlines()]


def written(records: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def some(files: dict[str, bytes]) -> dict[str, bytes]:
    """A handful of each kind: the way is the same for all of them."""
    titles = {
        kind: set(model.objects.filter(external_id__in=KEPT[kind]).values_list("title", flat=True))
        for kind, model in MODELS.items()
    }
    return {"format.json": files["format.json"]} | {
        f"{kind}.jsonl": written(
            [record for record in lines(files[f"{kind}.jsonl"]) if record["title"] in titles[kind]]
        )
        for kind in KEPT
    }


def handed_in(editor: Client, files: dict[str, bytes]) -> Job:
    answer = editor.post(reverse("import_start"), {"archive": packed(files)})
    job = Job.objects.filter(kind=CHECK).latest("pk")
    assert answer["Location"] == reverse("job", args=[job.pk])
    return job


def found(job: Job) -> dict[str, dict[str, Any]]:
    path = results.path_of(job)
    assert path is not None, job.sentence
    return {row["title"]: row for row in json.loads(path.read_text("utf-8"))}


def taken_in(editor: Client, checked: Job) -> Job:
    editor.post(reverse("import_list", args=[checked.pk]))
    return Job.objects.filter(kind=IMPORT).latest("pk")


def forget(*codes: str) -> None:
    """As in a library that has never had them; what points to them is not asked."""
    for code in codes:
        for model in MODELS.values():
            for page in model.objects.filter(external_id=code):
                Page.objects.filter(pk=page.pk).update(translation_key="0" * 24 + f"{page.pk:08d}")


def test_what_goes_out_comes_in_as_drafts_with_the_same_words(editor: Client) -> None:
    files = some(exported(editor))
    before = {kind: lines(files[f"{kind}.jsonl"]) for kind in KEPT}
    forget(*set().union(*KEPT.values()))
    count = Page.objects.count()
    checked = handed_in(editor, files)
    assert {row["does"] for row in found(checked).values()} == {"new"}, found(checked)
    assert Page.objects.count() == count, "a dry run writes nothing"
    page = editor.get(reverse("import_list", args=[checked.pk])).text
    assert "Als Entwürfe einspielen" in page and before["case"][0]["title"] in page
    done = taken_in(editor, checked)
    assert done.numbers["new"] == 6 and done.numbers["refused"] == 0, found(done)
    for kind, records in before.items():
        for record in records:
            made = MODELS[kind].objects.get(translation_key=record["key"].partition(":")[2])
            assert not made.live and made.access_level == AccessLevel.PUBLIC and made.released_on is None
            assert made.get_latest_revision_as_object().title == record["title"]
            assert editor.get(reverse("wagtailadmin_pages:edit", args=[made.pk])).status_code == 200
    again = handed_in(editor, files)
    told = found(again)
    assert {row["does"] for row in told.values()} == {"same"}, [
        row for row in told.values() if row["does"] != "same"
    ]
    assert "Als Entwürfe einspielen" not in editor.get(reverse("import_list", args=[again.pk])).text


def test_a_changed_record_becomes_a_draft_and_the_live_text_stays(editor: Client, library: Library) -> None:
    files = some(exported(editor))
    (lesson,) = lines(files["lesson.jsonl"])
    lesson["fields"]["statement"] = "Wer fragt, bekommt eine Antwort."
    page = library.page("L01")
    checked = handed_in(editor, {"format.json": files["format.json"], "lesson.jsonl": written([lesson])})
    assert [row["does"] for row in found(checked).values()] == ["changed"]
    assert taken_in(editor, checked).numbers["changed"] == 1
    fresh = LessonPage.objects.get(pk=page.pk)
    assert (fresh.live, fresh.statement) == (True, page.statement)
    assert fresh.get_latest_revision_as_object().statement == "Wer fragt, bekommt eine Antwort."
    lesson["fields"]["statement"] = "Noch etwas anderes."
    checked = handed_in(editor, {"format.json": files["format.json"], "lesson.jsonl": written([lesson])})
    (row,) = found(checked).values()
    assert row["does"] == "refused" and "schon einen Entwurf" in row["why"]


def test_nothing_internal_comes_in_and_the_guard_counts(editor: Client) -> None:
    files = some(exported(editor))
    (lesson,) = lines(files["lesson.jsonl"])
    assert (
        not {"live", "access_level", "owner", "origin", "owner_role", "external_id"} & lesson["fields"].keys()
    )
    forget("L01")
    lesson["fields"] |= {
        "live": True,
        "access_level": "alumni",
        "owner_role": "Chefin",
        "observation": "<p>Das sagte Herr Peter Licht gestern.</p>",
        "sdgs": [4711],
    }
    done = taken_in(
        editor, handed_in(editor, {"format.json": files["format.json"], "lesson.jsonl": written([lesson])})
    )
    (row,) = found(done).values()
    draft = LessonPage.objects.get(pk=row["page"]).get_latest_revision_as_object()
    assert not draft.live and draft.access_level == AccessLevel.PUBLIC and draft.owner_role != "Chefin"
    assert row["findings"] >= 1
    assert any("4711" in sentence for sentence in row["left_open"])
    assert "kann jemanden erkennen lassen" in editor.get(reverse("import_list", args=[done.pk])).text


def test_a_withdrawn_case_does_not_come_back_by_a_file(editor: Client, library: Library) -> None:
    files = some(exported(editor))
    withdraw(case=library.page("F07"))
    told = found(handed_in(editor, files))
    refused = [row for row in told.values() if row["does"] == "refused"]
    assert len(refused) == 1 and "zurückgezogen" in refused[0]["why"]


def test_terms_that_are_missing_here_are_named(editor: Client) -> None:
    files = some(exported(editor))
    forget("F01", "F07")
    for term in PolicyField.objects.all():
        PolicyField.objects.filter(pk=term.pk).update(key=f"anders-{term.pk}")
    told = found(handed_in(editor, {name: files[name] for name in ("format.json", "case.jsonl")}))
    assert all(row["does"] == "new" and row["left_open"] for row in told.values())


def test_another_file_is_refused_with_a_sentence(editor: Client) -> None:
    answer = editor.post(reverse("import_start"), {"archive": SimpleUploadedFile("a.zip", b"no archive")})
    assert answer.status_code == 200 and "beschädigt" in answer.text
    assert not Job.objects.exists()


def test_a_record_of_another_form_is_refused_alone(editor: Client) -> None:
    files = some(exported(editor))
    first, second = lines(files["method.jsonl"])
    forget("M01", "M02")
    first["fields"]["group_min"] = "viele"
    job = taken_in(
        editor,
        handed_in(editor, {"format.json": files["format.json"], "method.jsonl": written([first, second])}),
    )
    assert (job.numbers["new"], job.numbers["refused"]) == (1, 1), found(job)


def test_only_who_may_export_may_import(library: Library) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(username="moderation"))
    assert client.get(reverse("import_start")).status_code in (302, 403)
