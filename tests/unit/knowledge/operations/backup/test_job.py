"""The archive as a file of the page "Aufträge", for the administration alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from knowledge.jobs import Job, enqueue, find, results
from knowledge.operations.backup import MAKE_BACKUP, BackupRefused, job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.JOB_RESULTS_DIR = str(tmp_path / "auftraege")
    return tmp_path / "auftraege"


def test_only_the_administration_may_fetch_it(admin_user: Any) -> None:
    known = find(MAKE_BACKUP)
    assert known is not None
    assert known.allowed(admin_user)
    assert not known.allowed(get_user_model().objects.create_user("redaktion", is_staff=True))


def test_the_archive_is_the_file_of_the_job(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def create(*, folder: Path) -> Path:
        path = folder / "weiterdenken-20261129T120000Z.zip"
        path.write_bytes(b"x" * 2_000_000)
        return path

    monkeypatch.setattr(job, "create", create)
    made = enqueue(MAKE_BACKUP)
    made.refresh_from_db()
    assert made.state == Job.State.DONE, made.sentence
    assert "2 MB" in made.sentence
    assert made.result_name == "weiterdenken-20261129T120000Z.zip"
    assert [results.path_of(made)] == list(folder.iterdir())


def test_a_full_disk_is_said_without_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*, folder: Path) -> Path:
        raise BackupRefused("/geheimer/ort ist voll")

    monkeypatch.setattr(job, "create", refuse)
    made = enqueue(MAKE_BACKUP)
    made.refresh_from_db()
    assert (made.state, made.message) == (Job.State.FAILED, job.REFUSED)
