"""The profile of a municipality in bands; never a name, never a number."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.classification import classify
from knowledge.enums import FederalState, FinanceBand, PeriodBand, SizeBand, WorkforceBand
from search.models import OneOf

__all__ = ["MunicipalityProfile"]


class MunicipalityProfile(models.Model):
    """Abstract: bands of a fixed scheme (docs/adr/0005). Together they are quasi-identifiers."""

    federal_state = models.CharField(
        _("Land"),
        max_length=4,
        choices=FederalState.choices,
        default=FederalState.SUED,
        help_text=_("Im Zweifel das gröbere „Süddeutschland“."),
    )
    size_band = models.CharField(
        _("Größe"),
        max_length=20,
        choices=SizeBand.choices,
        help_text=_("Die Einwohnerzahl nur als Spanne; die genaue Zahl wird nirgends gespeichert."),
    )
    finance_band = models.CharField(
        _("Haushaltslage"),
        max_length=16,
        choices=FinanceBand.choices,
        blank=True,
        help_text=_(
            "Eigene Einschätzung, zum Beispiel „Angespannt“, wenn neue Aufgaben nur durch Streichen anderer"
            " möglich sind."
        ),
    )
    workforce_band = models.CharField(
        _("Verwaltungsgröße"),
        max_length=12,
        choices=WorkforceBand.choices,
        blank=True,
        help_text=_(
            "Köpfe in der Kernverwaltung, ohne Bauhof und Kitas. Sagt am meisten darüber, was machbar ist."
        ),
    )
    period_band = models.CharField(
        _("Zeitraum"), max_length=9, choices=PeriodBand.choices, help_text=_("Jahre, nicht die Staffel.")
    )

    classification: ClassVar[dict[str, Any]] = classify(
        quasi="federal_state size_band finance_band workforce_band period_band"
    )

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *OneOf.each("federal_state", "size_band", "period_band", blank=True),
            *OneOf.each("finance_band", "workforce_band"),
        ]

    @property
    def profile_line(self) -> str:
        """The profile in one line for listings: size, Land, period."""
        bands = (
            self.get_size_band_display(),
            self.get_federal_state_display(),
            self.get_period_band_display(),
        )
        return " · ".join(bands)
