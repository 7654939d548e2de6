"""How a section of a record becomes blocks within the room there is."""

from __future__ import annotations

import pytest

from knowledge.listing import ENTRY
from publications.dossier.blocks import Bullets, Paragraph, lines_in
from publications.dossier.composition import _section

PARTIES = [
    f"{role} will etwas anderes als die übrigen" for role in ("Rat", "Bürger", "Verein", "Amt", "Kirche")
]


@pytest.mark.parametrize(("room", "named"), [(40.0, 5), (6.0, 2), (4.2, 1)])
def test_a_list_says_how_many_of_its_entries_are_left_out(room: float, named: int) -> None:
    blocks = _section("Beteiligte", "\n".join(ENTRY + party for party in PARTIES), "[1]", room)
    (bullets,) = (block for block in blocks if isinstance(block, Bullets))
    lines = [line for line, _mark in bullets.lines]
    assert lines[:named] == PARTIES[:named]
    assert lines[named:] == ([f"und {5 - named} weitere im Eintrag"] if named < 5 else [])
    assert all(mark == "[1]" for _line, mark in bullets.lines)
    assert lines_in(blocks) <= room


def test_a_list_without_room_is_not_begun() -> None:
    assert _section("Beteiligte", "\n".join(ENTRY + party for party in PARTIES), "[1]", 2.5) == []


def test_prose_that_goes_on_in_its_record_says_so() -> None:
    text = "Der Pächter hört auf. " + "Der Rat ist gespalten, und die Spitze gilt als befangen. " * 9
    (cut,) = _section("Lage", text, "[1]", 3.0)
    (whole,) = _section("Lage", text, "[1]", 40.0)
    assert isinstance(cut, Paragraph) and isinstance(whole, Paragraph)
    assert cut.text.endswith(". […]") and "[…]" not in whole.text
