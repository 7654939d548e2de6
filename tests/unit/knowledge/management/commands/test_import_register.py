"""A newer register replaces the present one only after judgement, and says what changed."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from knowledge.anonymity.profile.register_import import compare
from knowledge.anonymity.register import municipalities
from knowledge.management.commands import import_register


def run(path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("import_register", path, stdout=out, **options)
    return out.getvalue()


def test_file_that_is_not_there_or_no_register_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        run(tmp_path / "fehlt.csv")
    path = tmp_path / "falsch.csv"
    path.write_text("kein;Verzeichnis\n", encoding="utf-8")
    with pytest.raises(CommandError):
        run(path)


@pytest.mark.parametrize("dry", [True, False])
def test_judged_register_is_written_unless_it_is_only_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, dry: bool
) -> None:
    settings.ANONYMITY_REGISTER_FILE = str(tmp_path / "register.csv")
    present = municipalities()
    monkeypatch.setattr(import_register, "read_candidate", lambda raw: ("neu", present))
    source = tmp_path / "neu.txt"
    source.write_bytes(b"neu")
    said = run(source, dry_run=dry)
    assert "Kein Unterschied" in said
    assert (tmp_path / "register.csv").exists() is not dry


def test_refused_register_replaces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.ANONYMITY_REGISTER_FILE = str(tmp_path / "register.csv")
    monkeypatch.setattr(import_register, "read_candidate", lambda raw: ("neu", municipalities()[:5]))
    source = tmp_path / "neu.txt"
    source.write_bytes(b"neu")
    with pytest.raises(CommandError, match="wird nicht übernommen"):
        run(source)
    assert not (tmp_path / "register.csv").exists()


def test_report_names_what_left() -> None:
    present = municipalities()
    out = StringIO()
    import_register.Command(stdout=out)._report(compare(present[1:], present), len(present) - 1)
    assert f"entfallen: 1\n  {present[0].name}" in out.getvalue()
