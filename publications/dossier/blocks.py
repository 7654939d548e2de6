"""What a dossier consists of, whatever it is written as: headings, paragraphs, lists, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import ClassVar, Final

__all__ = ["Block", "Bullets", "Grid", "Heading", "Paragraph", "lines_in", "shortened"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 to 4."""

    text: str
    level: int = 2
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``mark`` says which record it is from, ``gap`` that the reader has to fill it in."""

    text: str
    mark: str = ""
    lead: str = ""
    gap: bool = False
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, each entry with its mark; ``numbered`` where the order counts."""

    lines: tuple[tuple[str, str], ...]
    numbered: bool = False
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a heading row; ``caption`` says what it shows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: ClassVar[str] = "table"

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each row as heading and cell: where a row is stacked, every cell says what it is."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


Block = Heading | Paragraph | Bullets | Grid


_PER_LINE: Final = 100
"""Characters of a line of the PDF (A4, 9.5 pt)."""

_PER_CELL: Final = {4: (32, 22, 22, 22), 5: (21, 38, 11, 11, 11)}
"""Characters of a line of each cell, by the number of columns."""


OMITTED: Final = "[…]"
"""Stands where a text goes on in its record."""


def lines_in(blocks: Iterable[Block]) -> float:
    """How much room blocks take on paper, in lines of the text, the space around them included."""
    return sum(_lines(block) for block in blocks)


def _lines(block: Block) -> float:
    if isinstance(block, Heading):
        return {2: 2.6, 3: 2.3, 4: 1.5}[block.level] * ceil(len(block.text) / (_PER_LINE * 0.85))
    if isinstance(block, Bullets):
        return sum(ceil((len(text) + len(mark)) / (_PER_LINE - 4)) + 0.3 for text, mark in block.lines)
    if isinstance(block, Grid):
        return 2.5 + sum(_row(row) for row in block.rows)
    return ceil((len(block.lead) + len(block.text) + len(block.mark)) / _PER_LINE) + 0.4


def _row(row: Sequence[str]) -> float:
    widths = _PER_CELL[len(row)]
    return 0.4 + 0.92 * max(ceil(len(cell) / width) for cell, width in zip(row, widths, strict=True))


def shortened(text: str, words: int) -> str:
    """The beginning of a text, whole sentences up to so many words, at least one sentence; what is left out
    is marked.
    """
    kept: list[str] = []
    for line in text.split("\n"):
        for sentence in _sentences(line):
            if kept and sum(len(one.split()) for one in kept) + len(sentence.split()) > words:
                return " ".join([*kept, OMITTED])
            kept.append(sentence)
    return " ".join(kept)


_END: Final = re.compile(r"(?<![\s.(„]\w)(?<!\s\d\d)[.!?]“?(?=\s+[A-ZÄÖÜ„]|\s*$)")
"""End of a sentence: none after a single letter ("z. B."), a day ("3. Mai"), nor before a small letter or a
number ("Abs. 2").
"""


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for found in _END.finditer(line):
        yield line[start : found.end()].strip()
        start = found.end()
    if rest := line[start:].strip():
        yield rest
