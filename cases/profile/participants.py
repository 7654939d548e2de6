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

from cases.once import once
from knowledge.base import VersionedRecord
from knowledge.classification import classify
from knowledge.cycle import Bands, LegalType
from knowledge.enums import FederalState, FinanceBand, SizeBand, WorkforceBand
from search.models import InRange, OneOf

__all__ = [
    "Circle",
    "ParticipantBand",
    "Presence",
    "circle_of",
    "circle_of_case",
    "count_those_present",
]

_LANDS = [(FederalState.BY.value, FederalState.BY.label), (FederalState.BW.value, FederalState.BW.label)]


class ParticipantBand(VersionedRecord):
    """How many municipalities of one Land and size took part in a cycle, or were at one of its meetings. No
    names: bands and a count are enough to count k.
    """

    cycle = models.ForeignKey(
        "knowledge.ForumCycle",
        on_delete=models.CASCADE,
        related_name="participant_bands",
        verbose_name=_("Staffel"),
    )
    meeting = models.ForeignKey(
        "knowledge.WorkingMeeting",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="participant_bands",
        verbose_name=_("Arbeitstreffen"),
    )
    federal_state = models.CharField(_("Land"), max_length=4, choices=_LANDS)
    size_band = models.CharField(_("Größe"), max_length=20, choices=SizeBand.choices)
    legal_type = models.CharField(_("Rechtsform"), max_length=20, blank=True, choices=LegalType.choices)
    finance_band = models.CharField(
        _("Haushaltslage"), max_length=16, blank=True, choices=FinanceBand.choices
    )
    workforce_band = models.CharField(
        _("Größe der Verwaltung"), max_length=12, blank=True, choices=WorkforceBand.choices
    )
    count = models.PositiveSmallIntegerField(_("Zahl der Kommunen"), default=1)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="""
            id cycle meeting federal_state size_band legal_type finance_band workforce_band count row_version
        """
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
                fields=["cycle", *Bands._fields],
                condition=models.Q(meeting=None),
                name="one_row_per_band_of_a_cycle",
            ),
            models.UniqueConstraint(
                fields=["meeting", *Bands._fields],
                condition=models.Q(meeting__isnull=False),
                name="one_row_per_band_of_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.get_federal_state_display()}, {self.get_size_band_display()}"


@transaction.atomic
def count_those_present(
    sender: Any,
    cycle: Any,
    meeting: Any,
    ever: Mapping[Bands, int],
    present: Mapping[Bands, int],
    **kwargs: Any,
) -> None:
    """It was entered who was at a meeting: from now on those count who were there, not who has a place.
    ``ever`` are numbers of who was ever there in this cycle, ``present`` at this meeting.
    """
    for of_meeting, bands in ((None, ever), (meeting, present)):
        ParticipantBand.objects.filter(cycle=cycle, meeting=of_meeting).delete()
        for band, count in sorted(bands.items()):
            ParticipantBand.objects.create(cycle=cycle, meeting=of_meeting, **band._asdict(), count=count)


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
    """The participants among whom a case could be looked for. ``own`` are those of its meeting where
    attendance is recorded, else those of its cycle: who was ever there, else who has a place.

    ``None`` means that nobody entered it. ``cycle`` and ``meeting`` are where the case belongs, as far as
    that is known; ``of_meeting`` tells whether those of the meeting count.
    """

    everybody: tuple[Presence, ...] | None = None
    own: tuple[Presence, ...] | None = None
    cycle: int | None = None
    meeting: int | None = None
    of_meeting: bool = False

    @property
    def has_cycle(self) -> bool:
        """Whether the cycle is known at all."""
        return self.cycle is not None


def circle_of(cycle: int | None, meeting: int | None = None) -> Circle:
    """The circle of a cycle or one of its meetings, as entered now."""
    of_cycle: list[tuple[int, Presence]] = []
    of_meeting: list[Presence] = []
    rows = ParticipantBand.objects.filter(models.Q(meeting=None) | models.Q(meeting=meeting or 0))
    for own, at, *band in rows.values_list("cycle_id", "meeting_id", *Bands._fields, "count"):
        if at is None:
            of_cycle.append((own, Presence(*band)))
        else:
            of_meeting.append(Presence(*band))
    everybody = tuple(presence for _cycle, presence in of_cycle)
    own_cycle = tuple(presence for own, presence in of_cycle if own == cycle)
    return Circle(everybody or None, tuple(of_meeting) or own_cycle or None, cycle, meeting, bool(of_meeting))


def circle_of_case(case: Any) -> Circle:
    """The circle of the meeting in which a case was consulted; of none where that is not entered."""
    if case is None or not case.pk:
        return circle_of(None)
    link = type(case)._meta.get_field("meeting_link").related_model
    meetings = link.objects.filter(case_id=case.pk).values_list("meeting__cycle_id", "meeting_id")
    return once(("circle", case.pk), lambda: circle_of(*(meetings.first() or (None, None))))
