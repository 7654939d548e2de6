"""Who took part in a cycle, in bands only: the anonymity set that counts beside the register.

A cycle has a dozen municipalities, too few for assumed shares: a quarter of twelve, half of that, and every
header falls short or, worse, seems to fit somebody. So nothing is assumed here. The organisers know who came;
legal type, budget and staff count where their list states them, and only those it states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from knowledge.base import VersionedRecord
from knowledge.classification import classify
from knowledge.enums import FederalState, FinanceBand, SizeBand, WorkforceBand
from search.models import InRange, OneOf

__all__ = ["Circle", "ParticipantBand", "Presence", "circle_of", "count_those_present"]

_LANDS = [(FederalState.BY.value, FederalState.BY.label), (FederalState.BW.value, FederalState.BW.label)]
_LEGAL_TYPES = [
    ("Gemeinde", _("Gemeinde")),
    ("Markt", _("Markt")),
    ("Stadt", _("Stadt")),
    ("Große Kreisstadt", _("Große Kreisstadt")),
    ("kreisfreie Stadt", _("kreisfreie Stadt")),
    ("Stadtkreis", _("Stadtkreis")),
]
"""As in the register."""


class ParticipantBand(VersionedRecord):
    """How many municipalities of one Land and size took part in a cycle. No names: bands and a count are
    enough to count k.
    """

    cycle = models.ForeignKey(
        "knowledge.ForumCycle",
        on_delete=models.CASCADE,
        related_name="participant_bands",
        verbose_name=_("Staffel"),
    )
    federal_state = models.CharField(_("Land"), max_length=4, choices=_LANDS)
    size_band = models.CharField(_("Größe"), max_length=20, choices=SizeBand.choices)
    legal_type = models.CharField(_("Rechtsform"), max_length=20, blank=True, choices=_LEGAL_TYPES)
    finance_band = models.CharField(
        _("Haushaltslage"), max_length=16, blank=True, choices=FinanceBand.choices
    )
    workforce_band = models.CharField(
        _("Größe der Verwaltung"), max_length=12, blank=True, choices=WorkforceBand.choices
    )
    count = models.PositiveSmallIntegerField(_("Zahl der Kommunen"), default=1)

    classification: ClassVar[dict[str, Any]] = classify(
        internal=("id cycle federal_state size_band legal_type finance_band workforce_band count row_version")
    )

    class Meta:
        ordering = ["cycle", "federal_state", "size_band"]
        verbose_name = _("Teilnehmende Kommunen")
        verbose_name_plural = _("Teilnehmende Kommunen")
        constraints = [
            OneOf("federal_state"),
            OneOf("size_band"),
            OneOf("legal_type"),
            OneOf("finance_band"),
            OneOf("workforce_band"),
            InRange("count", 1),
            models.UniqueConstraint(
                fields=[
                    *("cycle", "federal_state", "size_band"),
                    *("legal_type", "finance_band", "workforce_band"),
                ],
                name="one_row_per_band_of_a_cycle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.get_federal_state_display()}, {self.get_size_band_display()}"


@transaction.atomic
def count_those_present(
    sender: Any, cycle: Any, bands: Mapping[tuple[str, str, str, str], int], **kwargs: Any
) -> None:
    """It was entered who was at a meeting: from now on those count who were there, not who has a place.
    ``bands`` are numbers by Land, size, budget situation and staff; the last two may be empty.
    """
    names = ("federal_state", "size_band", "finance_band", "workforce_band")
    ParticipantBand.objects.filter(cycle=cycle).delete()
    for band, count in sorted(bands.items()):
        ParticipantBand.objects.create(cycle=cycle, **dict(zip(names, band, strict=True)), count=count)


# --------------------------------------------------------------------------- who could it be


@dataclass(frozen=True, slots=True)
class Presence:
    """So many municipalities of one Land, size, legal type, budget situation and staff; what is empty is not
    stated.
    """

    federal_state: str
    size_band: str
    legal_type: str = ""
    finance_band: str = ""
    workforce_band: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Circle:
    """The participants among whom a case could be looked for. ``own`` are those of its cycle: who was
    ever present where attendance is recorded, else who has a place.

    ``None`` means that nobody entered it. ``has_cycle`` tells whether the cycle is known at all.
    """

    everybody: tuple[Presence, ...] | None = None
    own: tuple[Presence, ...] | None = None
    has_cycle: bool = False


def circle_of(cycle: int | None) -> Circle:
    """The circle of a cycle, as entered now."""
    bands = list(
        ParticipantBand.objects.values_list(
            *("cycle_id", "federal_state", "size_band"),
            *("legal_type", "finance_band", "workforce_band", "count"),
        )
    )
    own = tuple(Presence(*band[1:]) for band in bands if band[0] == cycle)
    return Circle(tuple(Presence(*band[1:]) for band in bands) or None, own or None, cycle is not None)
