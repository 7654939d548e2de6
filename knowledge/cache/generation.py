"""The generation of all kept pages: another one after each transaction that wrote what readers may see.

Every statement that writes is looked at, so ``update()``, bulk inserts and plain SQL count like ``save()``,
and a table that nobody has thought of counts as well. Only tables that no public page prints are left out.
The row is written in the transaction of the change: who sees the change sees the new generation, and what is
rolled back changes nothing.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from knowledge.cache.models import PageChange

__all__ = ["change", "current", "seen", "watch"]

_WRITING = re.compile(
    r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+"?(\w+)', re.I
)
_SET = re.compile(r'"(\w+)" = ')

_SILENT = frozenset(
    {
        "knowledge_pagechange",
        "django_session",
        "django_admin_log",
        "django_migrations",
        "usersessions_usersession",
        "auth_user",
        "account_emailaddress",
        "mfa_authenticator",
        "socialaccount_socialaccount",
        "socialaccount_socialapp",
        "socialaccount_socialtoken",
        "django_tasks_database_dbtaskresult",
        "knowledge_job",
        "knowledge_jobworker",
        "knowledge_outgoingmail",
        "search_tally",
        "search_commandrun",
        "search_unansweredquery",
        "search_followedquery",
        "wagtailcore_revision",
        "wagtailcore_pagelogentry",
        "wagtailcore_modellogentry",
        "wagtailcore_referenceindex",
        "wagtailcore_comment",
        "wagtailcore_commentreply",
        "wagtailcore_pagesubscription",
        "wagtailcore_workflowstate",
        "wagtailcore_taskstate",
        "wagtailusers_userprofile",
        "wagtailadmin_editingsession",
        "wagtailsearch_indexentry",
    }
)
"""Tables that no public page prints: sessions, queue, counters, drafts, logs."""

_DRAFT_COLUMNS = frozenset(
    {
        "latest_revision_id",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "locked",
        "locked_at",
        "locked_by_id",
    }
)
"""What saving a draft writes to a page."""

_KEPT_ROWS = 200
_has_table = False
_seen = ""


def watch() -> None:
    """Look at every statement of every connection from now on."""
    connection_created.connect(_look_at, dispatch_uid="knowledge.cache.generation")


def _look_at(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.alias == "default" and _noting not in connection.execute_wrappers:
        connection.execute_wrappers.append(_noting)


def _noting(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Afterwards: a page that is rendered between the write and this belongs to the former generation."""
    result = execute(sql, params, many, context)
    if (found := _WRITING.match(sql)) and _is_seen(found[1].lower(), sql):
        change(context["connection"])
    return result


def _is_seen(table: str, sql: str) -> bool:
    if table in _SILENT:
        return False
    return table != "wagtailcore_page" or not sql.startswith("UPDATE") or not _is_of_draft(sql)


def _is_of_draft(sql: str) -> bool:
    columns = set(_SET.findall(sql.partition(" WHERE ")[0]))
    return bool(columns) and columns <= _DRAFT_COLUMNS


def change(to: BaseDatabaseWrapper = connection) -> None:  # type: ignore[assignment]
    """Another generation, once per transaction."""
    _look_again()
    if any(entry[1] is _noted for entry in to.run_on_commit) or not _exists(to):
        return
    row = PageChange.objects.using(to.alias).create(token=uuid4().hex)
    if row.pk % _KEPT_ROWS == 0:
        # Not by the queryset, whose transaction of its own SQLite cannot end while the INSERT that was looked
        # at still has its keys to hand on.
        with to.cursor() as cursor:
            cursor.execute("DELETE FROM knowledge_pagechange WHERE id <= %s", [row.pk - _KEPT_ROWS])
    if to.in_atomic_block:
        to.on_commit(_noted)


def _noted() -> None:
    """Stands in the list of a transaction, and goes with it or with its savepoint, as the row does."""
    _look_again()


def _exists(to: BaseDatabaseWrapper) -> bool:
    """Migrations write before the table is there."""
    global _has_table
    if not _has_table:
        _has_table = PageChange._meta.db_table in to.introspection.table_names()
    return _has_table


def current() -> str:
    """The generation that this process sees now: one short query. How many rows there are belongs to it,
    because a transaction may end after one that began later.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*), MAX(id), (SELECT token FROM knowledge_pagechange ORDER BY id DESC LIMIT 1)"
            " FROM knowledge_pagechange"
        )
        return _learn(":".join(map(str, cursor.fetchone())))


def seen() -> str:
    """What this process knows of the generation without asking: another text after each write of its own, and
    after each request that found another generation.
    """
    return _seen


def _learn(state: str) -> str:
    global _seen
    _seen = state
    return state


def _look_again() -> None:
    """What was read before belongs to no generation."""
    _learn(uuid4().hex)
