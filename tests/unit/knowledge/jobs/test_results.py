"""Files of jobs: fetched for a day, then gone."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from knowledge.jobs import Job, results


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.JOB_RESULTS_DIR = str(tmp_path / "auftraege")
    return tmp_path / "auftraege"


def test_a_file_is_there_for_a_day(folder: Path) -> None:
    path = results.new_file()
    job = Job(result=path.name, finished=timezone.now())
    assert results.path_of(job) is None  # nobody wrote it
    path.write_bytes(b"x")
    assert results.path_of(job) == path
    job.finished = timezone.now() - results.KEPT - timedelta(seconds=1)
    assert results.path_of(job) is None
    assert results.path_of(Job()) is None
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


def test_what_is_old_is_deleted(folder: Path) -> None:
    assert results.delete_old() == 0  # no folder yet
    old, new = results.new_file(), results.new_file()
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    past = (timezone.now() - results.KEPT - timedelta(minutes=1)).timestamp()
    os.utime(old, (past, past))
    assert results.delete_old() == 1
    assert list(folder.iterdir()) == [new]
