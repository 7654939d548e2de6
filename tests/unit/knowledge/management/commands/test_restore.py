"""``restore`` takes the newest archive of a folder and says what is left to do."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from knowledge.management.commands import restore
from knowledge.operations import PROBLEM, Diagnosis


def test_the_newest_is_taken_and_keys_that_do_not_fit_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (1, 2):
        (tmp_path / f"weiterdenken-2026110{day}T030000Z.zip").touch()
    taken: list[tuple[Path, Path | None]] = []

    def put_back(*, path: Path, tell: Any, ledger: Path | None) -> Any:
        taken.append((path, ledger))
        tell("Datenbank eingespielt")
        return SimpleNamespace(created="2026-11-02T03:00:00+00:00")

    monkeypatch.setattr(restore, "restore", put_back)
    monkeypatch.setattr(
        restore.health,
        "examine",
        lambda areas: [Diagnosis(areas[0], PROBLEM, "3 Texte öffnet kein Schlüssel")],
    )
    out = io.StringIO()
    newest, ledger = tmp_path / "weiterdenken-20261102T030000Z.zip", tmp_path / "widerrufe.txt"
    call_command("restore", tmp_path, stdout=out)
    call_command("restore", tmp_path, withdrawals=ledger, stdout=out)
    assert taken == [(newest, None), (newest, ledger)]
    for part in ("Datenbank eingespielt", "Fehler: 3 Texte öffnet kein Schlüssel", "collectstatic"):
        assert part in out.getvalue()


def test_a_folder_without_an_archive_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="liegt keine Sicherung"):
        call_command("restore", tmp_path)
