"""What the SQLite backend can do is known without asking a database that may be busy."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.backends.sqlite3 import base as django_backend

from knowledge.operations.sqlite import base

pytestmark = pytest.mark.django_db


def asked(backend: Any) -> set[str]:
    """Features that a new connection of this backend asks its database about."""
    wrapper = backend.DatabaseWrapper({**connection.settings_dict, "NAME": ":memory:"}, alias="default")
    found: set[str] = set()
    name = ""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.add(name)
        return execute(sql, params, many, context)

    with wrapper.execute_wrapper(note):
        for name in dir(wrapper.features):
            getattr(wrapper.features, name)
    wrapper.close()
    return found


@pytest.mark.skipif(connection.vendor != "sqlite", reason="another database")
def test_no_feature_is_asked_of_the_database() -> None:
    assert asked(base) == set()
    assert asked(django_backend) == {"can_introspect_json_field"}, (
        "the first name of it; without any the backend is not needed any more"
    )


def test_json_is_known() -> None:
    assert connection.features.supports_json_field
    assert connection.features.has_json_object_function


@pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="another database was asked for")
def test_every_process_of_the_suite_has_its_database_in_memory() -> None:
    """pytest-django gives parallel processes a file each where it does not know the backend; requests then
    close its connection.
    """
    assert connection.is_in_memory_db()


def _connection(path: Path) -> Any:
    options = {"init_command": "PRAGMA journal_mode=WAL;"}
    settings = {**connection.settings_dict, "NAME": str(path), "OPTIONS": options}
    return base.DatabaseWrapper(settings, alias="default")


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with a write-ahead log and one row, closed, on a disk that is full since."""

    def full(*_arguments: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    path = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.executescript("PRAGMA journal_mode=WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1);")
    monkeypatch.setattr(django_backend.DatabaseWrapper, "get_new_connection", full)
    return path


def test_what_cannot_be_written_can_be_read(stored: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(_connection(stored)) as reader, reader.cursor() as cursor:
        cursor.execute("SELECT a FROM t")
        assert cursor.fetchone() == (1,)
        with pytest.raises(OperationalError, match="readonly"):
            cursor.execute("INSERT INTO t VALUES (2)")
    assert "opened for reading alone" in caplog.text


def test_a_log_that_holds_something_is_never_passed_over(stored: Path) -> None:
    """Its changes would be missing from what is read."""
    stored.with_name("a.sqlite3-wal").write_bytes(b"x" * 100)
    stored.with_name("a.sqlite3-shm").symlink_to("/dev/full")
    with closing(_connection(stored)) as reader, pytest.raises(OperationalError):
        reader.ensure_connection()


def test_a_database_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with closing(_connection(tmp_path / "no" / "a.sqlite3")) as reader, pytest.raises(OperationalError):
        reader.ensure_connection()
