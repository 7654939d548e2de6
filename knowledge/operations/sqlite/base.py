"""Django's SQLite backend, which never asks a database what only the library linked to Python can answer,
and which leaves readers their pages on a full disk.

Django finds out whether SQLite knows JSON inside a transaction, once per connection and whenever a query
first wants to know. With ``transaction_mode`` IMMEDIATE that transaction is a write: while somebody else
writes it fails, and the wrong "no" stays with the connection until the process ends. Every page with
``JSONObject`` (knowledge/base/rows.py) then answers 500. It is the only feature that Django looks up this
way on SQLite; ``tests/unit/knowledge/operations/sqlite/test_base.py`` says so if another one comes.

With a write-ahead log every connection, also of a reader, makes two files beside the database. Where the disk
is full or read-only that fails, so such a connection is opened for reading alone (https://sqlite.org/wal.html
and https://sqlite.org/uri.html, ``immutable``); ``knowledge/web/outages.py`` tells whoever wants to write.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base, features
from django.db.backends.sqlite3._functions import register as register_functions

__all__ = ["DatabaseFeatures", "DatabaseWrapper"]

logger = logging.getLogger(__name__)


def _knows_json() -> bool:
    """Whether the SQLite of this process has its JSON functions, as every build since 3.38 does."""
    with closing(sqlite3.connect(":memory:")) as scratch:
        try:
            scratch.execute("SELECT JSON('{}')")
        except sqlite3.OperationalError:
            return False
    return True


class DatabaseFeatures(features.DatabaseFeatures):
    """What SQLite can do, told without opening a transaction."""

    supports_json_field = _knows_json()


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend; ``ENGINE`` is ``knowledge.operations.sqlite``."""

    features_class = DatabaseFeatures

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """A connection as the settings want it; one that can only read where the files beside the database
        cannot be made. Raises the error of SQLite where that does not help either.
        """
        try:
            opened: sqlite3.Connection = super().get_new_connection(conn_params)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise
            reader = self._reader(conn_params)
            if reader is None:
                raise
            logger.error("the database is opened for reading alone: %s", error)
            return reader
        return opened

    def _reader(self, conn_params: dict[str, Any]) -> sqlite3.Connection | None:
        path = Path(str(conn_params["database"]))
        if not path.is_file():
            return None
        log = path.with_name(f"{path.name}-wal")
        # Immutable means that the log is not looked at, so only where there is nothing in it.
        is_whole = not log.exists() or log.stat().st_size == 0
        for options in ("mode=ro", *(["mode=ro&immutable=1"] if is_whole else [])):
            address = f"{path.absolute().as_uri()}?{options}"
            try:
                reader: sqlite3.Connection = self.Database.connect(**{**conn_params, "database": address})
                reader.execute("SELECT name FROM sqlite_master LIMIT 1").fetchone()
            except sqlite3.OperationalError:
                continue
            register_functions(reader)
            return reader
        return None
