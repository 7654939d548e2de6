"""Saved searches."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.models.constraints import OneOf
from search.models.subscriptions import MailSubscription, MailSubscriptionQuerySet


class SavedSearch(MailSubscription):
    """A search that somebody wants to hear about. Deleting the row ends it and forgets the address."""

    class Rhythm(models.TextChoices):
        """How often at most a mail is sent; without news there is none."""

        AT_ONCE = "sofort", _("sofort")
        WEEKLY = "woechentlich", _("einmal in der Woche")
        MONTHLY = "monatlich", _("einmal im Monat")

    address = models.TextField(_("Suche"), help_text=_("Die Suche als Teil ihrer Adresse, ohne Seitenzahl."))
    rhythm = models.CharField(_("Rhythmus"), max_length=16, choices=Rhythm, default=Rhythm.WEEKLY)
    last_sent = models.DateTimeField(_("Letzte Mail"), null=True, blank=True, editable=False)
    #: Key of a record -> fingerprint of what the reader already knows of it.
    seen = models.JSONField(_("Schon gemeldet"), default=dict, editable=False)

    objects = MailSubscriptionQuerySet["SavedSearch"].as_manager()

    class Meta:
        verbose_name = _("Gespeicherte Suche")
        verbose_name_plural = _("Gespeicherte Suchen")
        ordering = ["-created"]
        constraints = [OneOf("rhythm")]
