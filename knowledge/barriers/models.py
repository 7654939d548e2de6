"""A report of a barrier waits here for whoever answers it, not in a mailbox."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from knowledge.classification import classify

__all__ = ["KEPT", "BarrierReport", "last_day"]

KEPT: Final = timedelta(days=180)
"""So long a report is kept that nobody has marked as done by deleting it."""


def last_day() -> date:
    """Until when a report that comes today is kept."""
    return timezone.localdate() + KEPT


class BarrierReport(models.Model):
    """What did not work, where, and perhaps whom to answer. Its name says none of it: logs keep names."""

    text = models.TextField(_("Was ging nicht?"), max_length=4000)
    place = models.CharField(_("Auf welcher Seite?"), max_length=500, blank=True)
    contact = models.CharField(_("Antwort an"), max_length=254, blank=True)
    received_at = models.DateTimeField(_("Eingegangen"), default=timezone.now, editable=False)
    keep_until = models.DateField(_("Wird gelöscht am"), default=last_day, editable=False)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id text place contact received_at keep_until"
    )

    class Meta:
        verbose_name = _("Gemeldete Barriere")
        verbose_name_plural = _("Gemeldete Barrieren")
        ordering = ["received_at", "pk"]

    def __str__(self) -> str:
        day = date_format(timezone.localtime(self.received_at), "j. F Y")
        return _now("Barriere, gemeldet am %(day)s") % {"day": day}
