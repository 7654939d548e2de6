"""The sheet of a session plan: clock times, slack, packing list, and what will go wrong with it. Pure
functions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _

from methods.planner.run_sheet import TimedPhase, build_run_sheet, clock

__all__ = [
    "LONGEST_WITHOUT_BREAK",
    "CardFacts",
    "PackedItem",
    "PlannedBlock",
    "SessionSheet",
    "build_session_sheet",
]

LONGEST_WITHOUT_BREAK = 90
"""Minutes after which a round needs a break."""

_BREAK = re.compile(r"\w*pausen?\b|\bkaffee\w*|\b(?:mittag|abend)essen\b|\bimbiss\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What the sheet needs of a method card. ``materials`` are (item, quantity, rule, group size); durations
    in minutes, if known.
    """

    title: str
    group: tuple[int, int]
    minutes: tuple[int | None, int | None]
    has_access_note: bool
    materials: tuple[tuple[str, int, str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """A block of the programme; a free one has no card."""

    title: str
    minutes: int
    card: CardFacts | None = None

    @property
    def is_break(self) -> bool:
        """A free block whose title speaks of a break, coffee or a meal."""
        return self.card is None and _BREAK.search(self.title) is not None


@dataclass(frozen=True, slots=True)
class PackedItem:
    """An item, how many of it all blocks need together, and how many each of them needs."""

    item: str
    quantity: int
    uses: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """What follows from a plan. ``slack`` in minutes is negative when the programme is too long, ``None``
    without a planned end.
    """

    start: str
    end: str
    minutes: int
    people: int
    slack: int | None
    phases: tuple[TimedPhase, ...]
    packing: tuple[PackedItem, ...]
    warnings: tuple[str, ...]


def build_session_sheet(
    *, blocks: Sequence[PlannedBlock], start: time, planned_end: time | None, people: int
) -> SessionSheet:
    """Lay the blocks along the clock from ``start``, pack for ``people`` (1 to 999) and say what does not
    fit.
    """
    needs = [(block.title, material) for block in blocks if block.card for material in block.card.materials]
    sheet = build_run_sheet(
        phases=[(block.title, block.minutes) for block in blocks],
        materials=[material for _title, material in needs],
        start=f"{start:%H:%M}",
        people=str(people),
        limits=(1, 1, 999),
    )
    begin, total = start.hour * 60 + start.minute, sum(block.minutes for block in blocks)
    slack = None if planned_end is None else planned_end.hour * 60 + planned_end.minute - begin - total
    return SessionSheet(
        start=sheet.start,
        end=sheet.end,
        minutes=total,
        people=people,
        slack=slack,
        phases=sheet.phases,
        packing=_packed(
            [
                (title, packed.item, packed.quantity)
                for (title, _material), packed in zip(needs, sheet.packing, strict=True)
            ]
        ),
        warnings=(*_time_warnings(slack), *_card_warnings(blocks, people), *_break_warnings(blocks, begin)),
    )


def _packed(needs: Sequence[tuple[str, str, int]]) -> tuple[PackedItem, ...]:
    """Needs (block, item, quantity) added up per item, in the order of first use."""
    uses: dict[str, list[tuple[str, int]]] = {}
    for block, item, quantity in needs:
        uses.setdefault(item, []).append((block, quantity))
    return tuple(
        PackedItem(item, sum(quantity for _block, quantity in rows), tuple(rows))
        for item, rows in uses.items()
    )


def _time_warnings(slack: int | None) -> list[str]:
    if slack is None or slack >= 0:
        return []
    return [
        _("Das Programm ist %(minutes)s Minuten länger, als das Treffen dauern soll.") % {"minutes": -slack}
    ]


def _card_warnings(blocks: Sequence[PlannedBlock], people: int) -> list[str]:
    """One sentence per block and mismatch with its card: size of the group, minutes, accessibility."""
    found = []
    for block in blocks:
        if block.card is None:
            continue
        names = {"block": block.title, "card": block.card.title}
        smallest, largest = block.card.group
        if not smallest <= people <= largest:
            numbers = {"people": people, "min": smallest, "max": largest}
            found.append(
                _(
                    "„%(block)s“: „%(card)s“ ist für %(min)s bis %(max)s Personen gedacht, geplant sind"
                    " %(people)s."
                )
                % (names | numbers)
            )
        shortest, longest = block.card.minutes
        if shortest is not None and block.minutes < shortest:
            numbers = {"minutes": block.minutes, "min": shortest}
            found.append(
                _("„%(block)s“: „%(card)s“ braucht mindestens %(min)s Minuten, geplant sind %(minutes)s.")
                % (names | numbers)
            )
        if longest is not None and block.minutes > longest:
            numbers = {"minutes": block.minutes, "max": longest}
            found.append(
                _("„%(block)s“: „%(card)s“ dauert höchstens %(max)s Minuten, geplant sind %(minutes)s.")
                % (names | numbers)
            )
        if not block.card.has_access_note:
            found.append(
                _("„%(block)s“: Auf der Karte „%(card)s“ fehlt ein Hinweis zur Barrierefreiheit.") % names
            )
    return found


def _break_warnings(blocks: Sequence[PlannedBlock], begin: int) -> list[str]:
    """One sentence per stretch that is too long; ``begin`` in minutes after midnight."""
    found = []
    stretch_start = now = begin
    for block in [*blocks, None]:
        if block is not None and not block.is_break:
            now += block.minutes
            continue
        if now - stretch_start > LONGEST_WITHOUT_BREAK:
            times = {
                "start": clock(stretch_start),
                "end": clock(now),
                "minutes": now - stretch_start,
                "longest": LONGEST_WITHOUT_BREAK,
            }
            found.append(
                _(
                    "Von %(start)s bis %(end)s gibt es keine Pause: %(minutes)s Minuten, gut sind höchstens"
                    " %(longest)s."
                )
                % times
            )
        if block is not None:
            stretch_start = now = now + block.minutes
    return found
