"""What may be told about the adoptions of a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from knowledge.enums import Adoption, AdoptionStage
from publications.models import AdoptionReport

__all__ = ["LEAST", "RESULTS", "AdoptionCounts", "counts_in", "counts_of"]

LEAST: Final = 3
"""Reports below which nothing is told, and numbers below which none is named."""

RESULTS: Final = {5: _("sehr gut"), 4: _("gut"), 3: _("halb"), 2: _("kaum"), 1: _("gar nicht")}
"""How well it went, as the form asks."""


@dataclass(frozen=True, slots=True)
class AdoptionCounts:
    """How many took a record over, adapted ones included, how many of them adapted it, how many dropped it;
    ``None`` for a number below three. ``stages``: how far they are, as far as three are equally far;
    ``result``: how well it went in the middle of the ``rated`` reports, "" below three. ``changes``
    and ``hindrances`` by alphabet: their order in time tells nothing.
    """

    adopted: int | None
    adapted: int | None
    dropped: int | None
    stages: tuple[tuple[str, int], ...]
    result: str
    rated: int
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
    far = Counter(row.stage for row in rows)
    rated = [row.result for row in rows if row.result]
    says_how = len(rated) >= LEAST
    return AdoptionCounts(
        adopted=_named(found[Adoption.ADOPTED] + adapted),
        adapted=_named(adapted),
        dropped=_named(dropped),
        stages=tuple((str(stage.label), far[stage]) for stage in AdoptionStage if far[stage] >= LEAST),
        result=str(RESULTS[median_low(rated)]) if says_how else "",
        rated=len(rated) if says_how else 0,
        changes=tuple(sorted({row.changed for row in rows if row.changed})),
        hindrances=tuple(sorted({row.hindrance for row in rows if row.hindrance})),
    )


def _named(count: int) -> int | None:
    return count if count >= LEAST else None
