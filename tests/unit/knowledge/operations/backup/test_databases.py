"""The database as one file: a moment's copy, and the programs of PostgreSQL with their errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from knowledge.operations.backup import BackupRefused, databases
from tests.factories import HomePageFactory


@pytest.mark.django_db
def test_a_copy_of_sqlite_stands_alone(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite")
    databases.save(tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert copy.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 50
    assert databases.approximate_size() >= (tmp_path / "copy").stat().st_size


@pytest.mark.django_db
def test_what_somebody_made_is_content() -> None:
    assert databases.foreign_content() == ""
    HomePageFactory()
    assert databases.foreign_content() == "Startseite: 1"


@pytest.fixture
def postgres(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An installation on PostgreSQL whose programs only write down how they were called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr(connections["default"], "vendor", "postgresql")
    monkeypatch.setitem(connection.settings_dict, "NAME", "library")
    monkeypatch.setitem(connection.settings_dict, "USER", "leitung")
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "geheim")
    monkeypatch.setitem(connection.settings_dict, "HOST", "db.example")
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"sslmode": "require", "pool": True})
    yield folder


def _program(folder: Path, script: str) -> None:
    (folder / "pg_dump").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "pg_dump").chmod(0o755)


def test_the_password_stands_in_no_command_line(postgres: Path, tmp_path: Path) -> None:
    _program(postgres, f'echo "$@" > {tmp_path}/called; env | grep ^PG > {tmp_path}/environment')
    databases.save(tmp_path / "copy")
    called = (tmp_path / "called").read_text()
    assert "--dbname=library" in called and "-h db.example" in called and "--format=custom" in called
    assert "geheim" not in called
    environment = (tmp_path / "environment").read_text()
    assert "PGPASSWORD=geheim" in environment and "PGSSLMODE=require" in environment


def test_what_the_program_says_is_said(postgres: Path, tmp_path: Path) -> None:
    _program(postgres, "echo 'server version mismatch' >&2; exit 1")
    with pytest.raises(BackupRefused, match=r"pg_dump ist gescheitert \(server version mismatch\)"):
        databases.save(tmp_path / "copy")


def test_a_program_that_is_not_installed_is_named(
    postgres: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases.shutil, "which", lambda program: None)
    with pytest.raises(BackupRefused, match=r"pg_dump fehlt.*postgresql-client"):
        databases.save(tmp_path / "copy")


def test_options_that_only_the_driver_knows_are_left_out() -> None:
    assert databases._plain_options({"OPTIONS": {"sslmode": "require", "pool": {}}}) == {"sslmode": "require"}
    options: dict[str, Any] = {}
    assert databases._plain_options(options) == {}
