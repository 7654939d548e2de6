"""What other rooms hold against a public text, asked together with the detector: it may name nobody and still
tell too much beside what is read already.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.guard.rules import OpenFinding

__all__ = ["ask_as_well", "found_beside"]

_asked: dict[str, Callable[[Any], list[OpenFinding]]] = {}


def ask_as_well(name: str, ask: Callable[[Any], list[OpenFinding]]) -> None:
    """``ask`` gives what it finds in a record."""
    _asked[name] = ask


def found_beside(record: Any) -> list[OpenFinding]:
    """What all of them find."""
    return [item for ask in _asked.values() for item in ask(record)]
