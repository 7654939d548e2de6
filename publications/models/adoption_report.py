"""What another municipality made of a record."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.base import LibraryPage, in_use
from knowledge.classification import classify
from knowledge.contributions import Contribution
from knowledge.enums import Adoption, AdoptionStage, SizeBand
from search.models import FitsWith, InRange, OneOf

__all__ = ["LEAST_GOOD", "STAGES", "TRIED", "AdoptionReport"]

TRIED: Final = (AdoptionStage.BEGUN, AdoptionStage.DONE)
"""Stages from which on somebody can say how well it went."""

LEAST_GOOD: Final = 4
"""A result from which on nobody drops it."""

_TAKEN: Final = (AdoptionStage.DECIDED, *TRIED)
STAGES: Final = {
    Adoption.ADOPTED: _TAKEN,
    Adoption.ADAPTED: _TAKEN,
    Adoption.DROPPED: tuple(stage for stage in AdoptionStage if stage != AdoptionStage.DONE),
}
"""How far one can be with what became of it."""


class AdoptionReport(Contribution):
    """Taken over, adapted or dropped: a form of ninety seconds, without an account. Shown from three on, so
    that no number tells who it was.
    """

    about = "page"
    waits_for_batch = False

    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=in_use.protect,
        related_name="adoptions",
        verbose_name=_("Eintrag"),
        help_text=_("Wovon die Rede ist: ein Fall, eine Lehre, eine Methode, eine Veröffentlichung."),
    )
    kind = models.CharField(
        _("Was daraus wurde"),
        max_length=12,
        choices=Adoption,
        help_text=_("„Verworfen“ hilft anderen genauso."),
    )
    stage = models.CharField(
        _("Wie weit"), max_length=12, choices=AdoptionStage, help_text=_("Wie weit die Kommune damit ist.")
    )
    size_band = models.CharField(
        _("Größe der Kommune"),
        max_length=24,
        choices=SizeBand,
        blank=True,
        help_text=_("Nur die Spanne; mehr wird nicht gefragt."),
    )
    changed = models.TextField(
        _("Was wurde geändert?"),
        blank=True,
        help_text=_("Zum Beispiel „ohne Punktesystem, dafür mit zwei Töpfen“."),
    )
    result = models.PositiveSmallIntegerField(
        _("Wie gut trug es? (1 bis 5)"), null=True, blank=True, help_text=_("1 gar nicht, 5 sehr gut.")
    )
    hindrance = models.TextField(
        _("Woran hakte es?"), blank=True, help_text=_("Was andere vorher wissen sollten.")
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="kind stage changed result hindrance", quasi="size_band", internal="id page"
    )

    class Meta(Contribution.Meta):
        verbose_name = _("Übernahmebericht")
        verbose_name_plural = _("Übernahmeberichte")
        constraints = [
            *Contribution.Meta.constraints,
            OneOf("kind"),
            OneOf("stage"),
            OneOf("size_band", blank=True),
            InRange("result", 1, 5),
            FitsWith(
                "stage",
                when="kind",
                values=[Adoption.ADOPTED, Adoption.ADAPTED],
                allowed=_TAKEN,
                sentence=_(
                    "Übernommen ist etwas, sobald es beschlossen ist. Wenn Sie noch beraten, berichten Sie"
                    " bitte später; wenn nichts daraus wird, wählen Sie „Verworfen“."
                ),
            ),
            FitsWith(
                "stage",
                when="kind",
                values=[Adoption.DROPPED],
                allowed=STAGES[Adoption.DROPPED],
                sentence=_(
                    "„Verworfen“ und „Umgesetzt“ passen nicht zusammen. Wenn Sie es nach einem Versuch"
                    " verworfen haben, wählen Sie „Begonnen“."
                ),
            ),
            FitsWith(
                "result",
                when="stage",
                values=[stage for stage in AdoptionStage if stage not in TRIED],
                allowed=[],
                sentence=_(
                    "Wie gut es trug, zeigt sich erst, wenn Sie begonnen haben. Bitte lassen Sie es offen."
                ),
            ),
            FitsWith(
                "result",
                when="kind",
                values=[Adoption.DROPPED],
                allowed=range(1, LEAST_GOOD),
                sentence=_("Was gut trug, wird kaum verworfen. Bitte prüfen Sie beide Antworten."),
            ),
        ]

    @classmethod
    def can_be_about(cls, page_type: type[models.Model] | None) -> bool:
        """Whatever the library lists; its other pages, such as the imprint, are nothing to take over."""
        return page_type is not None and issubclass(page_type, LibraryPage)

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def record(self) -> Any:
        """The page as what it is."""
        return self.page.specific
