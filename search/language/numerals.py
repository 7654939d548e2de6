"""Numbers that are written as words."""

from __future__ import annotations

from search.language.forms import fold

__all__ = ["NUMERALS", "is_numeral"]

NUMERALS = {
    "ein": 1, "eine": 1, "einer": 1, "einem": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5,
    "sechs": 6, "sieben": 7, "acht": 8, "neun": 9,
    "zehn": 10, "elf": 11, "zwölf": 12, "fünfzehn": 15, "zwanzig": 20, "dreißig": 30, "vierzig": 40,
    "fünfzig": 50, "hundert": 100,
    "anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5, "halbe": 0.5, "halben": 0.5,
}  # fmt: skip
_FOLDED = frozenset(map(fold, NUMERALS))


def is_numeral(folded: str) -> bool:
    """Whether a folded word is a number: "zwanzig" tells no more than "20"."""
    return folded in _FOLDED
