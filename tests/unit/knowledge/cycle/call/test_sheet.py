"""The list as a spreadsheet: words stay words."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from knowledge.cycle.call import sheet
from knowledge.cycle.call.known import Known, KnownRecord
from knowledge.guard import seal
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def test_nothing_is_calculated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "already_known_each", lambda concerns: [Known((), ()) for _one in concerns])
    cycle = make.announced()
    row = make.application(cycle, sealed_concern=seal("=HYPERLINK(1)\x00+2"))
    row.seal_person(name="=1+1", email="a@rathaus.example", municipality="@SUM(A1)")
    row.save()
    book = load_workbook(io.BytesIO(sheet.applications_sheet(cycle.applications.all())))
    cells = [cell for cells in book.active.iter_rows() for cell in cells if cell.value]
    assert all(cell.data_type == "s" for cell in cells)
    shown = [str(cell.value) for cell in cells]
    assert "'=1+1" in shown and "'@SUM(A1)" in shown and "'=HYPERLINK(1)+2" in shown
    assert row.code in shown


def test_no_character_hides_a_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "already_known_each", lambda concerns: [Known((), ()) for _one in concerns])
    cycle = make.announced()
    row = make.application(cycle, sealed_concern=seal("\ufffe+1"))
    row.seal_person(name="\x01=cmd", email="a@rathaus.example", municipality="\x0b\x01@SUM(A1)")
    row.save()
    book = load_workbook(io.BytesIO(sheet.applications_sheet(cycle.applications.all())))
    shown = {str(cell.value) for cells in book.active.iter_rows() for cell in cells if cell.value}
    assert {"'=cmd", "'@SUM(A1)", "'+1"} <= shown


def test_the_library_is_asked_once_for_all_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def known(concerns: list[str]) -> list[Known]:
        asked.append(concerns)
        return [Known((KnownRecord(f"zu {one}", "/", ""),), ()) for one in concerns]

    monkeypatch.setattr(sheet, "already_known_each", known)
    cycle = make.announced()
    for person, concern in (("A", "Bus"), ("B", ""), ("C", "Bad")):
        make.application(cycle, person, sealed_concern=seal(concern))
    book = load_workbook(io.BytesIO(sheet.applications_sheet(cycle.applications.all())))
    rows = [(row[10] or "", row[11] or "") for row in book.active.iter_rows(min_row=2, values_only=True)]
    assert sorted(rows) == [("", ""), ("Bad", "zu Bad"), ("Bus", "zu Bus")]
    assert [sorted(concerns) for concerns in asked] == [["Bad", "Bus"]]
