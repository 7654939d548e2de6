"""Making an archive: what appears meanwhile is in it, what was left behind is cleared away."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from knowledge.operations.backup import BackupRefused, actions, create

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "vorher.png").write_bytes(b"1")
    return tmp_path / "media"


def test_a_picture_of_the_last_moment_is_in_the_archive(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database may name what was uploaded while the media were read, and nobody what went then."""
    save = actions.databases.save

    def meanwhile(target: Path) -> None:
        (media / "inzwischen.png").write_bytes(b"2")
        (media / "vorher.png").unlink()
        save(target)

    monkeypatch.setattr(actions.databases, "save", meanwhile)
    with zipfile.ZipFile(create(folder=tmp_path / "backups")) as archive:
        assert {"media/vorher.png", "media/inzwischen.png", "database", "backup.json"} == set(
            archive.namelist()
        )


def test_an_imported_register_is_in_the_archive(media: Path, tmp_path: Path, settings: Any) -> None:
    settings.ANONYMITY_REGISTER_FILE = str(tmp_path / "register.csv")
    (tmp_path / "register.csv").write_text("name\n")
    with zipfile.ZipFile(create(folder=tmp_path / "backups")) as archive:
        assert archive.read("register.csv") == b"name\n"


def test_what_a_killed_run_left_is_cleared_away_later(media: Path, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    for name, age in ((".weiterdenken-alt", 2), (".weiterdenken-eben", 0)):
        (backups / name).mkdir(parents=True)
        moment = (backups / name).stat().st_mtime - age * 86_400
        os.utime(backups / name, (moment, moment))
    path = create(folder=backups)
    assert {entry.name for entry in backups.iterdir()} == {".weiterdenken-eben", path.name}


def test_a_folder_inside_the_media_is_refused(media: Path) -> None:
    with pytest.raises(BackupRefused, match="außerhalb"):
        create(folder=media / "sicherung")
    assert not (media / "sicherung").exists()


def test_a_file_of_withdrawals_that_cannot_be_written_is_said(
    media: Path, tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "datei").write_text("")
    settings.WITHDRAWALS_FILE = str(tmp_path / "datei" / "widerrufe.txt")
    with pytest.raises(BackupRefused, match="Verzeichnis der Widerrufe"):
        create(folder=tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []
