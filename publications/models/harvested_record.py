"""What a program that harvests was told of: a record by its key, and since when it is gone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.classification import classify

__all__ = ["HarvestedRecord", "HarvestedRecordQuerySet"]


class HarvestedRecordQuerySet(models.QuerySet["HarvestedRecord"]):
    """Sentences about what was told."""

    def gone(self) -> HarvestedRecordQuerySet:
        """Those that nobody may read any more."""
        return self.exclude(gone_on=None)


class HarvestedRecord(models.Model):
    """A record that everybody could read when a harvester last asked. It stays for ever and without a word of
    the text, so that harvesters hear that a record is gone, whatever the reason.
    """

    kind = models.CharField(_("Art"), max_length=20)
    key = models.UUIDField(_("Schlüssel"), unique=True, editable=False)
    gone_on = models.DateField(_("Nicht mehr öffentlich seit"), null=True, blank=True, db_index=True)
    back_on = models.DateField(_("Wieder öffentlich seit"), null=True, blank=True)

    objects = HarvestedRecordQuerySet.as_manager()

    classification: ClassVar[dict[str, Any]] = classify(internal="id kind key gone_on back_on")

    class Meta:
        verbose_name = _("Gesammelter Eintrag")
        verbose_name_plural = _("Gesammelte Einträge")

    def __str__(self) -> str:
        return f"{self.kind}:{self.key.hex}"
