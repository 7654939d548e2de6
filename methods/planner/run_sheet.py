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
    """What a facilitator takes into the room. ``note`` says when an input was not usable or does not suit the
    method.
    """

    start: str
    end: str
    people: int
    phases: tuple[TimedPhase, ...]
    packing: tuple[PackingItem, ...]
    too_few: bool = False
    too_many: bool = False


def parse_start(text: str) -> int:
    """Minutes after midnight from "14:00", "14.00", "14 Uhr", "1430" or "9"; the default for anything
    else.
    """
    match = re.fullmatch(r"\s*(\d{1,2})(?:[:.h ]?\s*(\d{2}))?\s*(?:uhr)?\s*", text[:20], flags=re.IGNORECASE)
    if not match:
        return DEFAULT_START
    hours, minutes = int(match[1]), int(match[2] or 0)
    return hours * 60 + minutes if hours < 24 and minutes < 60 else DEFAULT_START


def parse_people(text: str, *, default: int) -> int:
    """A number of people between 1 and 999; ``default`` for anything else."""
    digits = text.strip()[:4]
    return int(digits) if digits.isascii() and digits.isdigit() and 1 <= int(digits) <= 999 else default


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
    count = parse_people(people, default=ideal)
    now = begin = parse_start(start)
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
    )
