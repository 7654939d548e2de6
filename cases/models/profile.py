"""The profile of a municipality in bands; never a name, never a number."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.anonymity.classification import classify
from knowledge.enums import FinanceBand, PeriodBand, SizeBand, StateBand, WorkforceBand

__all__ = ["MunicipalityProfile"]


class MunicipalityProfile(models.Model):
    """Abstract: bands of a fixed scheme (docs/adr/0005). Together they are quasi-identifiers."""

    state_band = models.CharField(
        _("Land"), max_length=4, choices=StateBand.choices, default=StateBand.SUED, help_text=_("Im Zweifel das gröbere „Süddeutschland“.")
    )
    size_band = models.CharField(_("Größe"), max_length=20, choices=SizeBand.choices)
    finance_band = models.CharField(_("Haushaltslage"), max_length=16, choices=FinanceBand.choices, blank=True)
    workforce_band = models.CharField(_("Verwaltungsgröße"), max_length=12, choices=WorkforceBand.choices, blank=True)
    period_band = models.CharField(_("Zeitraum"), max_length=9, choices=PeriodBand.choices, help_text=_("Jahre, nicht die Staffel."))

    classification: ClassVar[dict[str, Any]] = classify(quasi="state_band size_band finance_band workforce_band period_band")

    class Meta:
        abstract = True

    @property
    def profile_line(self) -> str:
        """The profile in one line for listings: size, Land, period."""
        return f"{self.get_size_band_display()} · {self.get_state_band_display()} · {self.get_period_band_display()}"  # type: ignore[attr-defined]
