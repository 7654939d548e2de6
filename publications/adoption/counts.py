"""What may be told about the adoptions of a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from knowledge.enums import Adoption
from publications.models import AdoptionReport

__all__ = ["LEAST", "AdoptionCounts", "counts_in", "counts_of"]

LEAST: Final = 3
"""Reports below which nothing is told, and numbers below which none is named."""


@dataclass(frozen=True, slots=True)
class AdoptionCounts:
    """How many took a record over, adapted ones included, how many of them adapted it, how many dropped it;
    ``None`` for a number below three. ``changes`` and ``hindrances`` by alphabet: their order in time tells
    nothing.
    """

    adopted: int | None
    adapted: int | None
    dropped: int | None
    changes: tuple[str, ...]
    hindrances: tuple[str, ...]


def counts_of(page: Any) -> AdoptionCounts | None:
    """What everybody may know of the accepted reports; ``None`` below :data:`LEAST`. One query."""
    return counts_in(list(AdoptionReport.objects.filter(page_id=page.pk).shown(inner=False)))


def counts_in(rows: Sequence[AdoptionReport]) -> AdoptionCounts | None:
    """What may be told of these reports about one record; ``None`` below :data:`LEAST`."""
    if len(rows) < LEAST:
        return None
    found = Counter(row.kind for row in rows)
    adapted, dropped = found[Adoption.ADAPTED], found[Adoption.DROPPED]
    return AdoptionCounts(
        adopted=_named(found[Adoption.ADOPTED] + adapted),
        adapted=_named(adapted),
        dropped=_named(dropped),
        changes=tuple(sorted({row.changed for row in rows if row.changed})),
        hindrances=tuple(sorted({row.hindrance for row in rows if row.hindrance})),
    )


def _named(count: int) -> int | None:
    return count if count >= LEAST else None
