"""The organiser's list of applications as a spreadsheet. Nothing in it is ever read as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font

from knowledge.cycle.call.known import Known, already_known_each
from knowledge.cycle.call.models import Application
from search.language import without_controls

__all__ = ["applications_sheet"]

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_WIDTH = 24


def applications_sheet(applications: Iterable[Application]) -> bytes:
    """A file (.xlsx), a row per application: code, state, person, bands, concern, what is known already."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Anmeldungen")
    heads = [
        _("Kennung"),
        _("Stand"),
        _("Name"),
        _("Mailadresse"),
        _("Kommune"),
        _("Funktion"),
        _("Land"),
        _("Größe"),
        _("Beschäftigte"),
        _("Haushaltslage"),
        _("Anliegen"),
        _("Schon bekannt"),
        _("Vertretung"),
        _("Eingegangen"),
        _("Wird gelöscht am"),
    ]
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(1, column)
        _fill(cell, head)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = _WIDTH
    rows = list(applications)
    for row, (application, known) in enumerate(zip(rows, _known(rows), strict=True), 2):
        for column, value in enumerate(_values(application, known), 1):
            _fill(sheet.cell(row, column), value)
    sheet.freeze_panes = "A2"
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def _known(rows: Sequence[Application]) -> list[Known]:
    """What is known already of each, asked at once."""
    asked = {row.pk: row.concern for row in rows if row.is_readable and row.concern}
    found = dict(zip(asked, already_known_each(list(asked.values())), strict=True))
    return [found.get(row.pk, Known((), ())) for row in rows]


def _values(application: Application, known: Known) -> list[str]:
    if application.is_readable:
        person, concern, substitute = application.person, application.concern, application.substitute
    else:
        person, concern, substitute = {}, _("(ohne Schlüssel)"), {}
    return [
        application.code,
        application.get_state_display(),
        person.get("name", ""),
        person.get("email", ""),
        person.get("municipality", ""),
        str(application.target_group or person.get("function", "")),
        application.get_federal_state_display(),
        application.get_size_band_display(),
        application.get_admin_size_display() if application.admin_size else "",
        application.get_finance_band_display() if application.finance_band else "",
        concern,
        "; ".join(str(record) for record in (*known.cases, *known.lessons)),
        substitute.get("name", ""),
        f"{timezone.localtime(application.received_at):%d.%m.%Y}",
        f"{application.delete_on:%d.%m.%Y}",
    ]


def _fill(cell: Cell, text: str) -> None:
    """Words stay words. A mark before what a spreadsheet would calculate keeps it one also where the file is
    saved as CSV and opened again. What a workbook cannot hold goes first: it would hide a formula.
    """
    text = without_controls(text)
    if text.lstrip(" ").startswith(_DANGEROUS):
        text = f"'{text}"
    cell.value = text
    cell.data_type = "s"
