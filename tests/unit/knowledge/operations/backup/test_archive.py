"""An archive says what it is, and a folder which is the newest."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from knowledge.operations.backup import BackupRefused, archive, newest
from tests.broken_archives import FAULTS, unreadable


def test_names_sort_by_time_and_others_are_left_alone(tmp_path: Path) -> None:
    for day in (9, 10, 2):
        (tmp_path / archive.stamp(datetime(2026, 11, day, 3, tzinfo=UTC))).touch()
    (tmp_path / "weiterdenken-alt.zip").touch()
    assert newest(tmp_path).name == "weiterdenken-20261110T030000Z.zip"
    assert newest(tmp_path / "weiterdenken-alt.zip").name == "weiterdenken-alt.zip"


@pytest.mark.django_db
def test_a_description_comes_back_and_names_settings_that_differ(tmp_path: Path, settings: Any) -> None:
    path = tmp_path / "a.zip"
    described = archive.describe(datetime(2026, 11, 29, tzinfo=UTC), "a" * 32)
    with zipfile.ZipFile(path, "w") as written:
        written.writestr(archive.DATABASE, b"x")
        archive.write_description(written, described)
    opened, found = archive.opened(path)
    opened.close()
    assert found == described and ("knowledge", "0001_initial") in found.migrations
    assert found.differing_settings() == []
    settings.SEARCH_MODE = "hybrid"
    assert found.differing_settings() == ["SEARCH_MODE war 'lexical' und ist hier 'hybrid'."]


def test_an_archive_without_a_database_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("backup.json", "{}")
    with pytest.raises(BackupRefused, match="keine Sicherung"):
        archive.opened(path)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("media/a.png", b"x" * 5_000)
    path.write_bytes(path.read_bytes().replace(b"xx", b"xy"))
    with zipfile.ZipFile(path) as opened, pytest.raises(zipfile.BadZipFile):
        archive.extract(opened, "media/a.png", tmp_path / "out" / "a.png")
    assert list((tmp_path / "out").iterdir()) == []


def test_links_are_no_media(tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()
    (tmp_path / "b.png").symlink_to("/etc/passwd")
    assert [path.name for path in archive.files_below(tmp_path)] == ["a.png"]
    assert list(archive.files_below(tmp_path / "fehlt")) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_an_archive_that_cannot_be_unpacked_is_none(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "weiterdenken-x.zip"
    path.write_bytes(unreadable(fault))
    with pytest.raises(BackupRefused, match="beschädigt"):
        archive.opened(path)
