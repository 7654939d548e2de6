"""What the database knows about its own tables, from which it chooses a way to the rows."""

from __future__ import annotations

from django.db import connection

__all__ = ["gather_statistics"]


def gather_statistics() -> None:
    """Let PostgreSQL count its rows after many came at once: without that a query over all kinds of pages
    takes ten seconds, until its own service has looked by itself. SQLite needs none.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
