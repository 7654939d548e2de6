"""Snippets: the best passage, the best window in it, matches marked.

Own code, because engines mark nothing for parts of compounds and synonyms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape

from search.results.matching import Scanned, ScannedRecord, WordMatch, best_per_word

WINDOW = 240
_LEAD = 60
_BREAK = re.compile(r"\s*\n\s*")
_BORDER = re.compile(r"\s*\n\s*|(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """Marked text, the anchor of its passage, and what the passage matches."""

    html: str
    anchor: str = ""
    places: tuple[WordMatch, ...] = ()


def highlight(text: str, places: Sequence[WordMatch], start: int = 0, end: int | None = None) -> str:
    """A stretch of text as safe HTML with ``<mark>`` around matches."""
    stop = len(text) if end is None else end
    pieces: list[str] = []
    position = start
    for place in places:
        # A word may match twice: by itself and as half of a verb in two parts.
        if place.start < position or place.end > stop:
            continue
        pieces.append(_lines(text[position : place.start]))
        pieces.append(f"<mark>{escape(text[place.start : place.end])}</mark>")
        position = place.end
    pieces.append(_lines(text[position:stop]))
    return "".join(pieces)


def _lines(text: str) -> str:
    """Lines are thoughts of their own (ideas, conditions): on one line a dot stands between them."""
    return escape(_BREAK.sub(" · ", text))


def best_snippet(reading: ScannedRecord, weights: Mapping[int, float]) -> Snippet:
    """The passage that covers most of the query; the summary when no passage covers more."""
    best_score = -1.0
    best = Scanned("", ())
    for one in reading.body:
        score = covered_by([*one.places, *one.heading], weights)
        if score > best_score + 0.05:
            best_score, best = score, one
    start, end = _window(best.text, best.places, weights)
    html = highlight(best.text, best.places, start, end)
    return Snippet(
        ("… " if start > 0 else "") + html + (" …" if end < len(best.text) else ""), best.anchor, best.places
    )


def opening(text: str, anchor: str) -> Snippet:
    """A passage that was found by its meaning: nothing in it can be marked."""
    start, end = _cut(text, 0, WINDOW)
    return Snippet(highlight(text, (), start, end) + (" …" if end < len(text) else ""), anchor)


def covered_by(places: Sequence[WordMatch], weights: Mapping[int, float]) -> float:
    """How much of the query these places answer, weighted by the rarity of its words."""
    return sum(place.target.value * weights.get(index, 1.0) for index, place in best_per_word(places).items())


def _window(text: str, places: Sequence[WordMatch], weights: Mapping[int, float]) -> tuple[int, int]:
    """The stretch of about :data:`WINDOW` characters with most different matches."""
    best_score, best_start = 0.0, 0
    for position, first in enumerate(places):
        near = [
            place for place in places[position : position + 24] if place.end - first.start <= WINDOW - _LEAD
        ]
        score = covered_by(near, weights)
        if score > best_score + 1e-9:
            best_score, best_start = score, first.start
    return _cut(text, _beginning(text, best_start), WINDOW)


def _beginning(text: str, place: int) -> int:
    """Where a window begins that shows ``place``: with its line or sentence, unless that is far, else between
    words.
    """
    start = max(0, place - _LEAD)
    borders = [border.end() for border in _BORDER.finditer(text, start, place)]
    if borders or not start:
        return borders[-1] if borders else 0
    return text.find(" ", start, place) + 1 or start


def _cut(text: str, start: int, size: int) -> tuple[int, int]:
    """A stretch from ``start`` on that ends between words."""
    if len(text) <= size:
        return 0, len(text)
    end = min(len(text), start + size)
    if end < len(text):
        blank = text.rfind(" ", start + 1, end)
        end = blank if blank > start else end
    return start, end
