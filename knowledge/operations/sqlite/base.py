"""Django's SQLite backend, which never asks a database what only the library linked to Python can answer.

Django finds out whether SQLite knows JSON inside a transaction, once per connection and whenever a query
first wants to know. With ``transaction_mode`` IMMEDIATE that transaction is a write: while somebody else
writes it fails, and the wrong "no" stays with the connection until the process ends. Every page with
``JSONObject`` (knowledge/base/rows.py) then answers 500. It is the only feature that Django looks up this
way on SQLite; ``tests/unit/knowledge/operations/sqlite/test_base.py`` says so if another one comes.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from django.db.backends.sqlite3 import base, features

__all__ = ["DatabaseFeatures", "DatabaseWrapper"]


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
