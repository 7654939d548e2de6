"""The run sheet of a method: clock times from a start time, quantities from the number of people. Pure
functions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.enums import QuantityRule

__all__ = [
    "DEFAULT_START",
    "PackingItem",
    "RunSheet",
    "TimedPhase",
    "build_run_sheet",
    "clock",
    "parse_people",
    "parse_start",
]

DEFAULT_START = 9 * 60
"""Minutes after midnight where no or no sensible start time is given: 9:00."""

_MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class TimedPhase:
    """A phase with its clock times ("14:05") and minutes."""

    title: str
    start: str
    end: str
    minutes: int


@dataclass(frozen=True, slots=True)
class PackingItem:
    """An item to pack and how many of it."""

    item: str
    quantity: int


@dataclass(frozen=True, slots=True)
class RunSheet:
    """What a facilitator takes into the room. ``unknown_start`` and ``unknown_people`` repeat what was asked
    for and could not be used; ``too_few`` and ``too_many`` say that the method is not made for so many.
    """

    start: str
    end: str
    people: int
    phases: tuple[TimedPhase, ...]
    packing: tuple[PackingItem, ...]
    too_few: bool = False
    too_many: bool = False
    unknown_start: str = ""
    unknown_people: str = ""


def parse_start(text: str) -> int | None:
    """Minutes after midnight from "14:00", "14.00", "14 Uhr", "1430" or "9"; ``None`` for anything else."""
    match = re.fullmatch(r"\s*(\d{1,2})(?:[:.h ]?\s*(\d{2}))?\s*(?:uhr)?\s*", text[:20], flags=re.IGNORECASE)
    if not match:
        return None
    hours, minutes = int(match[1]), int(match[2] or 0)
    return hours * 60 + minutes if hours < 24 and minutes < 60 else None


def parse_people(text: str) -> int | None:
    """A number of people between 1 and 999; ``None`` for anything else."""
    digits = text.strip()[:4]
    return int(digits) if digits.isascii() and digits.isdigit() and 1 <= int(digits) <= 999 else None


def clock(minutes: int) -> str:
    """Minutes after midnight as "14:05"; times after midnight wrap."""
    wrapped = minutes % _MINUTES_PER_DAY
    return f"{wrapped // 60:02d}:{wrapped % 60:02d}"


def _quantity(quantity: int, rule: str, group_size: int | None, people: int) -> int:
    if rule == QuantityRule.PER_PERSON:
        return quantity * people
    if rule == QuantityRule.PER_GROUP:
        return quantity * math.ceil(people / max(1, group_size or 1))
    return quantity


def build_run_sheet(
    *,
    phases: Sequence[tuple[str, int]],
    materials: Sequence[tuple[str, int, str, int | None]],
    start: str,
    people: str,
    limits: tuple[int, int, int],
) -> RunSheet:
    """Lay the phases (title, minutes) along the clock and multiply the materials (item, quantity, rule, group
    size).

    ``limits`` are the smallest, ideal and largest group. Methods over several days wrap at midnight; the
    minutes stay right.
    """
    smallest, ideal, largest = limits
    asked_people, asked_start = parse_people(people), parse_start(start)
    count = ideal if asked_people is None else asked_people
    now = begin = DEFAULT_START if asked_start is None else asked_start
    timed = []
    for title, minutes in phases:
        timed.append(TimedPhase(title, clock(now), clock(now + minutes), minutes))
        now += minutes
    packing = tuple(
        PackingItem(item, _quantity(quantity, rule, size, count)) for item, quantity, rule, size in materials
    )
    return RunSheet(
        clock(begin),
        clock(now),
        count,
        tuple(timed),
        packing,
        too_few=count < smallest,
        too_many=count > largest,
        unknown_start=start.strip()[:20] if asked_start is None else "",
        unknown_people=people.strip()[:20] if asked_people is None else "",
    )
