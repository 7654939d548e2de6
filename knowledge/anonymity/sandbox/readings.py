"""What a reader hands on: the text in reading order, and what it left out, by kind. Pure module.

Kinds of ``dropped``: ``comment``, ``deletion`` (struck out in tracked changes), ``header``, ``footer``,
``hidden``, ``annotation``, ``note`` (a reference without its note), ``image``, ``drawing``, ``embedded``,
``attachment``, ``scan`` (a page that is a picture), ``ocr`` (a page whose text a machine recognised: it is
taken).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

__all__ = ["Block", "Reading", "joined", "row_text"]

_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list or a table, with its line breaks."""

    text: str
    is_item: bool = False


@dataclass(slots=True)
class Reading:
    """Text with what was left out."""

    text: str = ""
    dropped: dict[str, int] = field(default_factory=dict)
    pages: dict[str, list[int]] = field(default_factory=dict)
    """Pages by kind, counted from 1."""
    names: dict[str, list[str]] = field(default_factory=dict)
    """File names by kind."""
    by_page: list[str] = field(default_factory=list)
    """What is seen on each page, of a document that has pages."""

    def drop(self, kind: str, count: int = 1, *, page: int | None = None, name: str = "") -> None:
        """Note that something was left out."""
        if count:
            self.dropped[kind] = self.dropped.get(kind, 0) + count
        if page is not None and page not in self.pages.setdefault(kind, []):
            self.pages[kind].append(page)
        if name:
            self.names.setdefault(kind, []).append(name)

    def as_header(self) -> dict[str, object]:
        """As JSON: ``{"text", "dropped": [{"kind", "count", "pages", "names"}]}``."""
        rows = [
            {
                "kind": kind,
                "count": count,
                "pages": self.pages.get(kind, []),
                "names": self.names.get(kind, []),
            }
            for kind, count in self.dropped.items()
        ]
        return {"text": self.text, "dropped": rows}


def joined(blocks: Iterable[Block]) -> str:
    """Paragraphs apart, the items of a list below each other."""
    text, before = "", None
    for block in blocks:
        words = block.text.strip("\n\t ")
        if not words:
            continue
        if before is not None:
            text += "\n" if before.is_item and block.is_item else "\n\n"
        text += f"- {words}" if block.is_item else words
        before = block
    return text


def _is_label(cell: str) -> bool:
    return "\n" not in cell and 0 < len(cell) <= _LONGEST_LABEL and not cell.endswith((".", ";", ","))


def _pair(label: str, value: str) -> str:
    label = label.rstrip(": ")
    return f"{label}:\n{value}" if "\n" in value else f"{label}: {value}".rstrip()


def row_text(cells: Sequence[str]) -> str:
    """A row of a table: pairs stay together ("Titel: Hallenbad"), longer rows stand on one line."""
    cells = [cell.strip("\n\t ") for cell in cells]
    if len(cells) == 2 and _is_label(cells[0]):
        return _pair(*cells)
    if len(cells) > 2 and len(cells) % 2 == 0 and all(cell.endswith(":") for cell in cells[::2]):
        return "\n".join(_pair(*cells[at : at + 2]) for at in range(0, len(cells), 2))
    filled = [cell for cell in cells if cell]
    if len(filled) == 1:
        return filled[0]
    return " | ".join(re.sub(r"\s*\n\s*", " ", cell) for cell in filled)
