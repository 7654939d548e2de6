"""Which method card is meant by what somebody typed: its name, its name without the part in brackets, another
name of it, or a beginning that only one card has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["NamedMethods", "named_methods"]

_SHORTEST_BEGINNING = 5
_ABBREVIATION = 3
"""Names up to so many letters count only as they are spelt: "KB" is a method, "kb" may be anything."""
_ENDING = r"(?:e?[ns])?(?!\w)"
_SEPARATORS = re.compile(r"[\n;,]")


@dataclass
class NamedMethods:
    """What was typed, and what it means."""

    cards: list[Any] = field(default_factory=list)
    """The cards that are meant, each once, in the order of the text."""
    unclear: dict[str, list[str]] = field(default_factory=dict)
    """What may mean several cards, and their titles."""
    unknown: list[str] = field(default_factory=list)
    """What is the name of no card."""


def named_methods(text: str, cards: Iterable[Any]) -> NamedMethods:
    """The cards a text names, a name a line or between commas; words around a name do not matter."""
    names = _names(cards)
    found = NamedMethods()
    for piece in _SEPARATORS.split(text):
        typed = piece.strip(" -–•*\t.")
        if not typed:
            continue
        meanings = _inside(typed, names) or _beginning(typed, names)
        for meant in meanings:
            if len(meant) == 1:
                found.cards += [card for card in meant if card not in found.cards]
            else:
                found.unclear[typed] = sorted(card.title for card in meant)
        if not meanings:
            found.unknown.append(typed)
    return found


def _names(cards: Iterable[Any]) -> dict[str, list[Any]]:
    """The cards of each name. Where a name is the title of one card it does not mean another."""
    ranked: dict[str, list[tuple[int, Any]]] = {}
    for card in cards:
        own = [[card.title], [card.title.partition(" (")[0]], [card.title_en, *card.alias_list]]
        ranks: dict[str, int] = {}
        for rank, some in enumerate(own):
            for name in filter(None, (name.strip() for name in some)):
                ranks.setdefault(_folded(name), rank)
        for name, rank in ranks.items():
            ranked.setdefault(name, []).append((rank, card))
    return {
        name: [card for rank, card in found if rank == min(rank for rank, _card in found)]
        for name, found in ranked.items()
    }


def _folded(name: str) -> str:
    return name if len(name) <= _ABBREVIATION else name.casefold()


def _inside(typed: str, names: dict[str, list[Any]]) -> list[list[Any]]:
    """What the names in the text mean, in its order; a name inside a longer one is no name."""
    spans: list[tuple[int, int, list[Any]]] = []
    for name in sorted(names, key=len, reverse=True):
        where = typed if len(name) <= _ABBREVIATION else typed.casefold()
        for match in re.finditer(rf"(?<!\w){re.escape(name)}{_ENDING}", where):
            if not any(start < match.end() and match.start() < end for start, end, _cards in spans):
                spans.append((match.start(), match.end(), names[name]))
    return [cards for _start, _end, cards in sorted(spans, key=lambda span: span[:2])]


def _beginning(typed: str, names: dict[str, list[Any]]) -> list[list[Any]]:
    """The cards with a name that begins so."""
    if len(typed) < _SHORTEST_BEGINNING:
        return []
    begun: list[Any] = []
    for name, cards in names.items():
        if name.startswith(typed.casefold()):
            begun += [card for card in cards if card not in begun]
    return [begun] if begun else []
