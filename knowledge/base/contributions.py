"""Rows that arrive beside the form of a page (usage reports, verdicts, follow-ups) survive the publication of
an older draft.

A revision holds all rows of its page as they were when it was saved, and publishing deletes what it does not
hold. So a draft is read with the rows that have come since, and notes which ones an editor took out on
purpose: only those go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

__all__ = ["REMOVED", "add_arrived", "removed_rows"]

REMOVED = "removed_rows"
"""Key in the JSON of a revision: by relation, the ids of rows taken out on purpose."""


def _rows(page: Any) -> Iterator[tuple[str, Any]]:
    for name in page.contributed:
        yield name, page._meta.get_field(name)


def _live(page: Any, relation: Any) -> list[Any]:
    return list(
        relation.related_model._base_manager.filter(**{relation.field.name: page.pk}).order_by(
            "sort_order", "pk"
        )
    )


def _says(row: Any, parent: str) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in {parent, "sort_order"}
    }


def _is_same(row: Any, other: Any, parent: str) -> bool:
    """Whether a row of a draft that has no id yet is this stored row: by the rule that allows one of them, or
    by what it says.
    """
    for rule in row._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and parent in rule.fields:
            names = [row._meta.get_field(name).attname for name in rule.fields if name != parent]
            return all(getattr(row, name) == getattr(other, name) for name in names)
    return _says(row, parent) == _says(other, parent)


def add_arrived(page: Any, draft: Any, content: dict[str, Any]) -> None:
    """Give a draft the rows of its page that have come since it was saved; each is marked ``has_arrived``."""
    draft.removed = {name: list(ids) for name, ids in (content.get(REMOVED) or {}).items()}
    draft.known = {}
    for name, relation in _rows(page):
        parent = relation.field.name
        rows = list(getattr(draft, name).all())
        ids = {row.pk for row in rows} | set(draft.removed.get(name, ()))
        arrived = [row for row in _live(page, relation) if row.pk not in ids]
        for row in arrived:
            twin = next((mine for mine in rows if mine.pk is None and _is_same(mine, row, parent)), None)
            if twin is not None:
                twin.pk = row.pk
            else:
                row.has_arrived = True
                rows.append(row)
        if arrived:
            setattr(draft, name, rows)
        draft.known[name] = [row.pk for row in rows if row.pk]


def removed_rows(page: Any) -> dict[str, list[int]]:
    """Ids by relation that this draft knew and does not hold any more, those of its predecessors included."""
    removed: dict[str, list[int]] = {}
    for name, relation in _rows(page):
        touched = name in getattr(page, "_cluster_related_objects", {})
        known = (
            page.known.get(name)
            if page.known is not None
            else ([row.pk for row in _live(page, relation)] if page.pk and touched else [])
        )
        held = {row.pk for row in getattr(page, name).all()}
        gone = {*page.removed.get(name, ()), *(known or ())} - held
        if gone:
            removed[name] = sorted(gone)
    return removed
