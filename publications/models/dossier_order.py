"""A dossier that somebody wants as a file: what it is made of, for an hour."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.classification import classify
from knowledge.jobs import Job

__all__ = ["DossierOrder", "DossierOrderQuerySet"]

KEPT: Final = timedelta(hours=1)


class DossierOrderQuerySet(models.QuerySet["DossierOrder"]):
    """Sentences about orders."""

    def kept(self) -> DossierOrderQuerySet:
        """Those whose hour is not over."""
        return self.filter(created__gt=timezone.now() - KEPT)


class DossierOrder(models.Model):
    """An order under a name that nobody guesses. ``query`` is the address of the selection, remarks of the
    reader included; whoever ordered is not stored.
    """

    key = models.UUIDField(_("Schlüssel"), default=uuid.uuid4, unique=True, editable=False)
    query = models.TextField(_("Auswahl"))
    form = models.CharField(_("Format"), max_length=4)
    fingerprint = models.CharField(_("Prüfsumme"), max_length=64, db_index=True)
    job = models.ForeignKey(
        Job, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("Auftrag")
    )
    created = models.DateTimeField(_("Angelegt"), default=timezone.now, db_index=True, editable=False)

    objects = DossierOrderQuerySet.as_manager()

    classification: ClassVar[dict[str, Any]] = classify(internal="id key query form fingerprint job created")

    class Meta:
        verbose_name = _("Bestelltes Dossier")
        verbose_name_plural = _("Bestellte Dossiers")

    def __str__(self) -> str:
        return f"{self.form} {self.key}"
