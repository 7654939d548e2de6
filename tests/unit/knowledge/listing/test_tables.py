"""Tables for Excel: text in every cell, whatever somebody has typed into it."""

from __future__ import annotations

import csv
import io

from openpyxl import load_workbook

from knowledge.listing import Sheet, as_csv, as_excel, table_file

ROWS = [["=1+1", "@cmd", "+49+1", "-2+3", "\t=x", "a\x00b", "zwei\nZeilen", ""]]
SHEET = Sheet("Probe", dict.fromkeys("abcdefgh", 10), ROWS)


def test_no_cell_of_csv_is_a_formula() -> None:
    written = as_csv(SHEET)
    assert written.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 by its mark"
    heads, cells = csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";")
    assert heads == [*"abcdefgh"]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-", "\t"))]
    assert cells[5:] == ["a b", "zwei Zeilen", ""]


def test_every_cell_of_a_workbook_is_text() -> None:
    book = load_workbook(io.BytesIO(as_excel(SHEET)))
    assert book.sheetnames == ["Probe"]
    heads, cells = book.active
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert [cell.value or "" for cell in cells] == [*ROWS[0][:4], "=x", "a b", "zwei Zeilen", ""]
    assert all(cell.font.bold for cell in heads) and not any(cell.font.bold for cell in cells)


def test_a_table_is_a_file_to_download() -> None:
    answer = table_file(SHEET, "csv", name="probe")
    assert answer["Content-Disposition"] == 'attachment; filename="probe.csv"'
    assert answer.content == as_csv(SHEET)
    assert table_file(SHEET, "xlsx", name="probe").content.startswith(b"PK")
