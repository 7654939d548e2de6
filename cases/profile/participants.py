"""Who took part in a cycle, in bands only: the anonymity set that counts beside the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from knowledge.base import VersionedRecord
from knowledge.classification import classify
from knowledge.enums import FederalState, SizeBand
from search.models import InRange, OneOf

__all__ = ["ParticipantBand", "count_those_present"]

_LANDS = [(FederalState.BY.value, FederalState.BY.label), (FederalState.BW.value, FederalState.BW.label)]


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
    count = models.PositiveSmallIntegerField(_("Zahl der Kommunen"), default=1)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id cycle federal_state size_band count row_version"
    )

    class Meta:
        ordering = ["cycle", "federal_state", "size_band"]
        verbose_name = _("Teilnehmende Kommunen")
        verbose_name_plural = _("Teilnehmende Kommunen")
        constraints = [
            OneOf("federal_state"),
            OneOf("size_band"),
            InRange("count", 1),
            models.UniqueConstraint(
                fields=["cycle", "federal_state", "size_band"], name="one_row_per_band_of_a_cycle"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.get_federal_state_display()}, {self.get_size_band_display()}"


@transaction.atomic
def count_those_present(sender: Any, cycle: Any, bands: Mapping[tuple[str, str], int], **kwargs: Any) -> None:
    """It was entered who was at a meeting: from now on those count who were there, not who has a place."""
    ParticipantBand.objects.filter(cycle=cycle).delete()
    for (land, size), count in sorted(bands.items()):
        ParticipantBand.objects.create(cycle=cycle, federal_state=land, size_band=size, count=count)
