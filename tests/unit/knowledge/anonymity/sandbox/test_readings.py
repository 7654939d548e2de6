"""Paragraphs, items, rows, and what was left out."""

from __future__ import annotations

import pytest

from knowledge.anonymity.sandbox.readings import Block, Reading, joined, row_text


def test_paragraphs_are_apart_items_below_each_other() -> None:
    blocks = [Block("a"), Block(" "), Block("eins", True), Block("zwei", True), Block("b")]
    assert joined(blocks) == "a\n\n- eins\n- zwei\n\nb"


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (["Titel", "Bad"], "Titel: Bad"),
        (["Titel:", "Bad"], "Titel: Bad"),
        (["Lage", "eins\nzwei"], "Lage:\neins\nzwei"),
        (["Lage", ""], "Lage:"),
        (["", "Bad"], "Bad"),
        (["Ein ganzer Satz.", "Noch einer."], "Ein ganzer Satz. | Noch einer."),
        (["Land:", "Bayern", "Größe:", "klein"], "Land: Bayern\nGröße: klein"),
        (["2020", "1\n2", "3"], "2020 | 1 2 | 3"),
        ([], ""),
    ],
)
def test_rows_keep_their_pairs(cells: list[str], text: str) -> None:
    assert row_text(cells) == text


def test_what_was_left_out_is_counted_with_its_places() -> None:
    reading = Reading("x")
    reading.drop("scan", page=2)
    reading.drop("scan", page=3)
    reading.drop("attachment", name="a.pdf")
    reading.drop("comment", 0)
    assert reading.as_header() == {
        "text": "x",
        "dropped": [
            {"kind": "scan", "count": 2, "pages": [2, 3], "names": []},
            {"kind": "attachment", "count": 1, "pages": [], "names": ["a.pdf"]},
        ],
    }
