"""Wagtail's own search, for listings and choosers of the administration, with the German of the public
search.

Wagtail's database index stays where it is and keeps its permissions, filters and drafts; only the words that
go into it and the words that are asked of it pass through :mod:`search.language`
(docs/adr/0009-german-in-the-admin.md). Nothing of it can reach readers: the public search asks the engines
behind :mod:`search.contract` and never this index.

``WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.wagtail.backend"}}``; after switching to it or
after a change of the language rules run ``manage.py update_index`` once.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from modelsearch.backends.database import SearchBackend as DatabaseBackend

__all__ = ["SearchBackend"]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name Wagtail looks for
    """The backend for this installation's database; on another one Wagtail's own, which knows no German."""
    # Written portion by portion, its words found before each: in one transaction over everything nobody else
    # could write meanwhile. A listing finds the old words of a page until its turn has come.
    params = {"ATOMIC_REBUILD": False, **params}
    # Each half imports tables that exist on its own database alone.
    if connection.vendor == "postgresql":
        from search.wagtail.postgres import PostgresBackend

        return PostgresBackend({"SEARCH_CONFIG": "simple", **params})
    plain = DatabaseBackend(params)
    if connection.vendor != "sqlite":
        return plain
    from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend

    from search.wagtail.sqlite import SQLiteBackend

    return SQLiteBackend(params) if isinstance(plain, SQLiteSearchBackend) else plain
