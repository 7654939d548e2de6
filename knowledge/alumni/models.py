"""What people who took part keep in the library: settings of their account, records with notes, topics they
offer or seek, and who asked whom.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.classification import classify
from search.models import OneOf

__all__ = ["AccountSettings", "ExchangeRequest", "ExchangeTopic", "KeptRecord"]


class AccountSettings(models.Model):
    """How often a person wants a mail, and when they last said that they still want their account."""

    class Digest(models.TextChoices):
        """How often news come by mail; without news there is none."""

        NEVER = "nie", _("nie")
        WEEKLY = "woechentlich", _("einmal in der Woche")
        MONTHLY = "monatlich", _("einmal im Monat")

    PERIODS: ClassVar[dict[str, timedelta]] = {
        Digest.WEEKLY: timedelta(days=7),
        Digest.MONTHLY: timedelta(days=30),
    }

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="account_settings",
        verbose_name=_("Konto"),
    )
    digest = models.CharField(
        _("Neues per Mail"), max_length=16, choices=Digest.choices, default=Digest.NEVER
    )
    digest_key = models.UUIDField(_("Schlüssel zum Abbestellen"), default=uuid.uuid4, unique=True)
    digest_sent_at = models.DateTimeField(_("Letzte Mail"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("Konto bestätigt am"), default=timezone.now)
    reminded_at = models.DateTimeField(_("An die Bestätigung erinnert am"), null=True, blank=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="user digest digest_key digest_sent_at confirmed_at reminded_at"
    )

    class Meta:
        verbose_name = _("Einstellungen eines Kontos")
        verbose_name_plural = _("Einstellungen der Konten")
        constraints = [OneOf("digest")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def is_digest_due(self, now: datetime) -> bool:
        """Whether the time between two mails is over."""
        period = self.PERIODS.get(self.digest)
        return period is not None and (self.digest_sent_at is None or self.digest_sent_at <= now - period)


class KeptRecord(models.Model):
    """A record, or a chapter of one, on a list of a person, with a note that nobody else reads."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="kept_records",
        verbose_name=_("Konto"),
    )
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="kept_by", verbose_name=_("Eintrag")
    )
    chapter = models.CharField(_("Kapitel"), max_length=60, blank=True)
    list_name = models.CharField(_("Liste"), max_length=60, blank=True)
    note = models.CharField(_("Notiz"), max_length=500, blank=True)
    kept_at = models.DateTimeField(_("Gemerkt am"), default=timezone.now)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id user page chapter list_name note kept_at"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Gemerkter Eintrag")
        verbose_name_plural = _("Gemerkte Einträge")
        ordering = ["list_name", "-kept_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "chapter"], name="kept_once_by_a_person")
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class ExchangeTopic(models.Model):
    """A challenge somebody can tell others about, or looks for somebody to talk to about. Words of their own
    would give them away, so it is one of the challenge areas.
    """

    class Kind(models.TextChoices):
        """Which way."""

        OFFER = "biete", _("Dazu kann ich etwas erzählen")
        SEEK = "suche", _("Dazu suche ich jemanden")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="exchange_topics",
        verbose_name=_("Konto"),
    )
    kind = models.CharField(_("Biete oder suche"), max_length=8, choices=Kind.choices)
    challenge_area = models.ForeignKey(
        "knowledge.ChallengeArea",
        on_delete=models.CASCADE,
        related_name="exchange_topics",
        verbose_name=_("Herausforderung"),
    )
    since = models.DateField(_("Seit"), default=timezone.localdate)

    classification: ClassVar[dict[str, Any]] = classify(internal="id user kind challenge_area since")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Thema zum Austausch")
        verbose_name_plural = _("Themen zum Austausch")
        ordering = ["challenge_area", "pk"]
        constraints = [
            OneOf("kind"),
            models.UniqueConstraint(
                fields=["user", "kind", "challenge_area"], name="one_topic_per_person_and_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.challenge_area}"


class ExchangeRequest(models.Model):
    """Somebody would like to talk about a topic: the first yes. Names are shown to both after the second."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "offen", _("Offen")
        ACCEPTED = "ja", _("Angenommen")
        DECLINED = "nein", _("Abgelehnt")

    topic = models.ForeignKey(
        ExchangeTopic, on_delete=models.CASCADE, related_name="requests", verbose_name=_("Thema")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="exchange_requests",
        verbose_name=_("Gefragt von"),
    )
    state = models.CharField(_("Stand"), max_length=8, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField(_("Gefragt am"), default=timezone.now)
    answered_at = models.DateTimeField(_("Beantwortet am"), null=True, blank=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id topic asked_by state asked_at answered_at"
    )

    class Meta:
        verbose_name = _("Kontaktwunsch")
        verbose_name_plural = _("Kontaktwünsche")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            OneOf("state"),
            models.UniqueConstraint(fields=["topic", "asked_by"], name="one_request_per_topic_and_person"),
            models.CheckConstraint(
                name="exchange_request_answer_has_a_day",
                condition=models.Q(state="offen", answered_at=None)
                | (~models.Q(state="offen") & models.Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_accepted(self) -> bool:
        """Whether both said yes, and each may know who the other is."""
        return self.state == self.State.ACCEPTED
