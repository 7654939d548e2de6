"""``backup`` says where the archive is, or why there is none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from knowledge.management.commands import backup
from knowledge.operations.backup import BackupRefused


@pytest.mark.django_db
def test_path_and_the_keys_that_are_not_in_it_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(b"x" * 2_500_000)
    monkeypatch.setattr(backup, "create", lambda *, folder, keep: archive)
    out = io.StringIO()
    call_command("backup", tmp_path, stdout=out)
    assert f"{archive} (2.5 MB)" in out.getvalue() and ".env" in out.getvalue()


def test_a_refusal_is_the_end_of_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_options: object) -> Path:
        raise BackupRefused("Kein Platz.")

    monkeypatch.setattr(backup, "create", refuse)
    with pytest.raises(CommandError, match="Kein Platz"):
        call_command("backup", tmp_path)


@pytest.mark.parametrize("keep", [0, -3])
def test_none_is_not_a_number_to_keep(tmp_path: Path, keep: int) -> None:
    with pytest.raises(CommandError, match="Tagen ab 1"):
        call_command("backup", tmp_path, keep=keep)
