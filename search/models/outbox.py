"""What waits for the index, what the copy on this machine holds, and the identity of both."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.models.constraints import OneOf


class IndexJobQuerySet(models.QuerySet["IndexJob"]):
    """Jobs that wait for the outbox worker."""

    def due(self) -> IndexJobQuerySet:
        """Oldest first."""
        return self.order_by("version")

    def of(self, target: str) -> IndexJobQuerySet:
        """Jobs of the engine of the installation (empty name) or of one fallback index."""
        return self.filter(target=target)


class IndexJob(models.Model):
    """A record whose place in the index has to be looked at again; written inside the transaction that
    changed it.
    """

    class Action(models.TextChoices):
        """``UPSERT`` is decided anew when the job runs: what is not eligible then is removed."""

        UPSERT = "upsert", _("Aufnehmen")
        REMOVE = "remove", _("Entfernen")

    version = models.BigAutoField(primary_key=True)
    key = models.CharField(_("Schlüssel"), max_length=255, db_index=True)
    kind = models.CharField(_("Art"), max_length=40)
    object_id = models.CharField(_("Datensatz"), max_length=64, blank=True)
    action = models.CharField(_("Auftrag"), max_length=10, choices=Action)
    #: Empty for the engine of the installation, else the name of a fallback index, which has its own row.
    target = models.CharField(_("Ziel"), max_length=40, blank=True, default="", db_index=True)
    created = models.DateTimeField(_("Angelegt"), auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    error = models.CharField(_("Letzter Fehler"), max_length=300, blank=True)

    objects = IndexJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("Auftrag an den Suchindex")
        verbose_name_plural = _("Aufträge an den Suchindex")
        constraints = [OneOf("action")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"


class FallbackIndex(models.Model):
    """A copy of the index on one machine, which answers there while the cluster is away; every change is
    written down for it too.
    """

    name = models.CharField(_("Name"), max_length=40, primary_key=True)
    seen = models.DateTimeField(_("Zuletzt gesehen"))

    class Meta:
        verbose_name = _("Kopie des Suchindex")
        verbose_name_plural = _("Kopien des Suchindex")

    def __str__(self) -> str:
        return self.name


class IndexState(models.Model):
    """What the database knows of an index: whose it is, and how often it was changed. Compared with the
    identity beside the index (:mod:`search.index.identity`).
    """

    target = models.CharField(_("Ziel"), max_length=40, primary_key=True)
    identity = models.CharField(_("Kennung"), max_length=32)
    counter = models.PositiveBigIntegerField(_("Änderungen"), default=0)

    class Meta:
        verbose_name = _("Stand des Suchindex")
        verbose_name_plural = _("Stände des Suchindex")

    def __str__(self) -> str:
        return f"{self.target or '-'}: {self.counter}"
