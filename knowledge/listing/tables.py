"""A list as a table for Excel; no cell of it is a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from defusedcsv import csv
from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from search.language import without_controls

__all__ = ["Sheet", "as_csv", "as_excel", "table_file"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headings with the widths of their columns, and the rows; ``name`` is that of the sheet."""

    name: str
    columns: Mapping[str, int]
    rows: Sequence[Sequence[str]]


def as_csv(table: Sheet) -> bytes:
    """As Excel reads it in Germany: semicolons, UTF-8 with its mark, and no formula (``defusedcsv``)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([[_printable(value) for value in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig")


def as_excel(table: Sheet) -> bytes:
    """A workbook whose cells are text, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(table.columns.values()):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    for place, line in enumerate((tuple(table.columns), *table.rows)):
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=_printable(value))
            cell.data_type = "s"
            cell.font = Font(bold=place == 0)
            cells.append(cell)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


_FORMS: Final = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def table_file(table: Sheet, form: str, *, name: str) -> HttpResponse:
    """The table to download, as ``csv`` or ``xlsx``."""
    write, content_type = _FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(write(table), content_type=content_type, headers=headers)


def _printable(text: str) -> str:
    """One line, without the characters that a workbook cannot hold."""
    return " ".join(without_controls(text, " ").split())
