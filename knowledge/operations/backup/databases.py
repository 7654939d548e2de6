"""The database as one file, and back: SQLite by its online backup, PostgreSQL by ``pg_dump`` and
``pg_restore``. Both copy one moment while others read and write.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection

from knowledge.models import HomePage
from knowledge.operations.backup.archive import BackupRefused

__all__ = ["approximate_size", "foreign_content", "load", "save"]


def approximate_size() -> int:
    """Bytes of the database, at most as many as its copy needs."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def foreign_content() -> str:
    """What a restored database would replace, in German; empty where nothing is there that anybody made."""
    file = _file()
    if file is not None and not file.exists():
        return ""
    tables = set(connection.introspection.table_names())
    if not tables:
        return ""
    if "django_migrations" not in tables:
        return f"{len(tables)} Tabellen eines anderen Programms"
    users = get_user_model()
    counts = {
        label: model._default_manager.count() if model._meta.db_table in tables else 0
        for label, model in (("Startseite", HomePage), ("Konten", users))
    }
    return ", ".join(f"{label}: {count}" for label, count in counts.items() if count)


def _file() -> Path | None:
    """The file of SQLite; ``None`` for a server and for a database in memory."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():  # type: ignore[attr-defined]
        return None
    return Path(str(connection.settings_dict["NAME"]))


def save(target: Path) -> None:
    """Copy the database as it is now into a file. Raises :class:`BackupRefused`."""
    if connection.vendor == "postgresql":
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def load(source: Path) -> None:
    """Replace the database by what :func:`save` wrote, whole or not at all. Raises :class:`BackupRefused`."""
    if connection.vendor == "postgresql":
        connection.close()
        _run(
            "pg_restore",
            "--single-transaction",
            "--exit-on-error",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--no-privileges",
            source=source,
        )
        return
    if (file := _file()) is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    connection.ensure_connection()
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        copy.backup(connection.connection)
    connection.close()


def _run(program: str, *options: str, source: Path | None = None) -> None:
    """A program of PostgreSQL with the address of this installation; its password stands in no command
    line.
    """
    from django.db.backends.postgresql.client import DatabaseClient

    if shutil.which(program) is None:
        raise BackupRefused(
            f"{program} fehlt: Installieren Sie das Paket postgresql-client in der Fassung des Servers."
        )
    arguments, environment = DatabaseClient.settings_to_cmd_args_env(
        {**connection.settings_dict, "OPTIONS": _plain_options(connection.settings_dict)}, []
    )
    *address, name = arguments[1:]
    command = [program, *options, "--no-password", *address, f"--dbname={name}"]
    if source is not None:
        command.append(str(source))
    done = subprocess.run(  # noqa: S603 - programs of PostgreSQL, options of our own
        command, env=os.environ | (environment or {}), capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["ohne Meldung"]
        raise BackupRefused(
            f"{program} ist gescheitert ({lines[0].strip()}): Prüfen Sie DATABASE_URL und ob das Paket"
            " postgresql-client so neu ist wie der Server."
        )


def _plain_options(database: dict[str, Any]) -> dict[str, Any]:
    """Options that the programs of PostgreSQL know as well (TLS, service, passfile)."""
    known = ("service", "passfile", "sslmode", "sslrootcert", "sslcert", "sslkey")
    return {name: value for name, value in (database.get("OPTIONS") or {}).items() if name in known}
