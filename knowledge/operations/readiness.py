"""Whether pages would answer: what ``/healthz/`` says to whoever decides where readers are sent."""

from __future__ import annotations

from functools import cache

from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

__all__ = ["MISSING", "OK", "parts"]

OK, MISSING = "ok", "missing"

_ON_EVERY_PAGE = ("css/site.css", "js/site.js")


def parts() -> dict[str, str]:
    """Each part that pages need with :data:`OK` or :data:`MISSING`. Three short queries."""
    found = {"static": OK if _has_static_files() else MISSING}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return found | {"database": MISSING}
    found["database"] = OK
    try:
        found["migrations"] = OK if _expected() <= _applied() else MISSING
    except DatabaseError:
        found["database"] = MISSING
    return found


def _has_static_files() -> bool:
    """Whether this process knows the files by the names that pages print."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return True
    try:
        for name in _ON_EVERY_PAGE:
            staticfiles_storage.stored_name(name)
    except ValueError:
        return False
    return True


@cache
def _expected() -> frozenset[tuple[str, str]]:
    """The last migration of each app, as the files of this process have them."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def _applied() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationRecorder(connection).applied_migrations())
