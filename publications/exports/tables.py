"""What a list or a search shows, as a table for Excel; no cell of it is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

from defusedcsv import csv
from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from knowledge import enums
from search import registry
from search.contract import Hit
from search.language import without_controls

__all__ = ["as_csv", "as_excel", "head", "rows_of"]

MOST: Final = 1000
"""Rows of a table."""


def head() -> list[str]:
    """Headings of the columns."""
    return [
        _("Art"), _("Titel"), _("Kurzfassung"), _("Ausgang"), _("Beleglage"), _("Größe"), _("Zeitraum"),
        _("Adresse"), _("Kennung"),
    ]  # fmt: skip


def _label(
    vocabulary: type[enums.Outcome | enums.LessonState | enums.EvidenceLevel | enums.SizeBand], value: str
) -> str:
    return str(vocabulary(value).label) if value in vocabulary.values else value


def rows_of(hits: Iterable[Hit]) -> list[list[str]]:
    """A row per hit, in the words that its card prints."""
    return [
        [
            str(registry.source_for(hit.kind).label),
            hit.title,
            hit.summary,
            _label(enums.Outcome, hit.display.get("outcome", ""))
            or _label(enums.LessonState, hit.display.get("state", "")),
            _label(enums.EvidenceLevel, hit.display.get("evidence", "")),
            _label(enums.SizeBand, hit.display.get("size_band", "")),
            hit.display.get("period", "") or hit.display.get("year", ""),
            f"{settings.PUBLIC_URL}{hit.url}",
            hit.key,
        ]
        for hit in hits
    ]


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """As Excel reads it in Germany: semicolons, UTF-8 with its mark, and no formula (``defusedcsv``)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head())
    writer.writerows([[_printable(value) for value in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def as_excel(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook whose cells are text, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Einträge"))
    sheet.freeze_panes = "A2"
    for place, width in enumerate((14, 50, 70, 20, 22, 28, 12, 40, 40)):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    for line in (head(), *rows):
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=_printable(value))
            cell.data_type = "s"
            cell.font = Font(bold=line is not None and line == head())
            cells.append(cell)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _printable(text: str) -> str:
    """One line, without the characters that a workbook cannot hold."""
    return " ".join(without_controls(text, " ").split())
