"""A record in pieces that a sentence vector can stand for."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from search import sentences
from search.contract import Document

#: Words of a piece.
PIECE_WORDS = 80
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Piece:
    """What is embedded (``title. heading. text``), what of it is shown, and where it stands."""

    embedded: str
    text: str
    anchor: str = ""

    @property
    def hash(self) -> bytes:
        """Names the vector: text, prefix and model decide it."""
        return hashlib.blake2b(
            f"{sentences.NAME}\0{sentences.PREFIX}{self.embedded}".encode(), digest_size=16
        ).digest()


def pieces(document: Document) -> list[Piece]:
    """A record in pieces of about :data:`PIECE_WORDS` words, each with the title before it; each entry phrase
    by itself, as people type it. What only some of its readers may read is found by words alone: its nearness
    would tell the others that it is there.
    """
    title = document.title.strip()
    made: list[Piece] = []
    for heading, text, anchor in (
        ("", document.summary, ""),
        *((p.heading, p.text, p.anchor) for p in document.passages if not p.audience),
    ):
        for part in cut(f"{heading}. {text}" if heading and text else text):
            made.append(
                Piece(
                    f"{title}. {part}" if title else part,
                    part.removeprefix(f"{heading}. ") if heading else part,
                    anchor,
                )
            )
    made += [Piece(phrase, "") for phrase in document.entry_phrases]
    if not made and title:
        made.append(Piece(title, ""))
    return made


def cut(text: str) -> list[str]:
    """Sentences joined until a piece is long enough; a longer sentence is cut between words."""
    parts: list[list[str]] = [[]]
    for sentence in _SENTENCE.split(text):
        words = sentence.split()
        for start in range(0, len(words), PIECE_WORDS):
            part = words[start : start + PIECE_WORDS]
            if parts[-1] and len(parts[-1]) + len(part) > PIECE_WORDS:
                parts.append([])
            parts[-1] += part
    return [" ".join(part) for part in parts if part]
