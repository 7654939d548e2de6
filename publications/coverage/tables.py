"""The counts of the coverage page as tables to take along: what is not named there is not named here."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from knowledge.listing import Sheet
from publications.coverage.counts import Matrix, Way

__all__ = ["table_of_matrix", "table_of_ways"]


def table_of_matrix(matrix: Matrix) -> Sheet:
    """A row per challenge area, then that of all cases; no row where there is no case."""
    columns = {_("Herausforderung"): 50} | dict.fromkeys(matrix.columns, 22) | {_("Fälle"): 10}
    rows = [[row.label, *(_said(cell.count) for cell in row.cells), str(row.total)] for row in matrix.rows]
    if rows:
        rows.append([_("Alle Fälle"), *(_said(cell.count) for cell in matrix.totals), ""])
    return Sheet(matrix.title, columns, rows)


def table_of_ways(ways: Sequence[Way]) -> Sheet:
    """A row per way from one kind of record to another."""
    columns = {
        _("Von"): 22, _("Zu"): 22, _("Verbindungen"): 18, _("Einträge mit Verbindung"): 26,
        _("Ohne Verbindung"): 20,
    }  # fmt: skip
    return Sheet(
        _("Wege"),
        columns,
        [
            [way.start, way.end, _said(way.connections), _said(way.connected), _said(way.dead_ends)]
            for way in ways
        ],
    )


def _said(count: int | None) -> str:
    return _("nicht genannt") if count is None else str(count)
