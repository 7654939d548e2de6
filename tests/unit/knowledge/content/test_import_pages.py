"""The form that takes a file in: what it refuses leaves nothing behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from knowledge.content import import_pages
from tests.broken_archives import FAULTS, unreadable


def form(content: bytes) -> import_pages.ArchiveForm:
    return import_pages.ArchiveForm({}, {"archive": SimpleUploadedFile("inhalte.zip", content)})


def test_a_file_of_another_kind_is_refused_and_deleted(tmp_path: Path, settings: Any) -> None:
    settings.JOB_RESULTS_DIR = str(tmp_path)
    given = form(b"no archive")
    assert not given.is_valid() and "beschädigt" in given.errors["archive"][0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_cannot_be_unpacked_is_refused_and_deleted(
    tmp_path: Path, settings: Any, fault: str
) -> None:
    settings.JOB_RESULTS_DIR = str(tmp_path)
    given = form(unreadable(fault))
    assert not given.is_valid() and "beschädigt" in given.errors["archive"][0]
    assert list(tmp_path.iterdir()) == []


def test_whatever_goes_wrong_leaves_no_file(tmp_path: Path, settings: Any, monkeypatch: Any) -> None:
    settings.JOB_RESULTS_DIR = str(tmp_path)

    def broken(path: Path) -> int:
        raise MemoryError

    monkeypatch.setattr(import_pages, "check_archive", broken)
    with pytest.raises(MemoryError):
        form(b"x").is_valid()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_too_large_is_not_even_kept(tmp_path: Path, settings: Any, monkeypatch: Any) -> None:
    settings.JOB_RESULTS_DIR = str(tmp_path)
    monkeypatch.setattr(import_pages, "MOST_UPLOADED", 4)
    given = form(b"12345")
    assert not given.is_valid() and "20 MB" in given.errors["archive"][0]
    assert list(tmp_path.iterdir()) == []
