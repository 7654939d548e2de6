"""The trail of anonymity: who decided what, when and why, without a word of the text.

A decision about a finding carries a keyed hash of the words, so that the same words can be recognised while
the case is worked on. The key belongs to one record and is destroyed at its release: from then on nobody can
try names against the hashes.
"""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.classification import classify
from search.models import InRange, OneOf

__all__ = ["AnonymityKey", "AnonymityTrail", "FindingDecision", "FindingKey"]


def _new_secret() -> str:
    return secrets.token_hex(32)


class AnonymityKey(models.Model):
    """The key of the hashes of one record; deleted at its release."""

    subject = models.CharField(_("Datensatz"), max_length=60, unique=True)
    secret = models.CharField(_("Schlüssel"), max_length=64, default=_new_secret)

    classification: ClassVar[dict[str, Any]] = classify(internal="id subject secret")

    class Meta:
        verbose_name = _("Schlüssel der Anonymitätsprüfung")
        verbose_name_plural = _("Schlüssel der Anonymitätsprüfung")

    def __str__(self) -> str:
        return self.subject


class AnonymityTrail(models.Model):
    """One decision or action: codes, numbers, a user, a time. There is no column for words."""

    class Action(models.TextChoices):
        """What was done."""

        DECISION = "fund", _("Entscheidung über einen Fund")
        REVIEW = "pruefung", _("Prüfung des Textes")
        REFUSED = "abgelehnt", _("Veröffentlichung abgelehnt")
        TERM = "frist", _("Frist für einen Fund")
        TAKEN_DOWN = "abgenommen", _("Abgenommen")
        WITHDRAWN = "widerruf", _("Widerruf")
        SCRUBBED = "bereinigt", _("Bereinigt")
        KEY_DESTROYED = "schluessel", _("Schlüssel vernichtet")
        FILE = "datei", _("Datei geprüft")
        TAKEN_IN = "uebernahme", _("Aus einem Rohfall übernommen")
        WRITTEN = "mitarbeit", _("Am Text beteiligt")
        RELEASED = "freigabe", _("Mündliche Freigabe vermerkt")
        FACT = "angabe", _("Entschieden, ob eine Angabe zählt")

    subject = models.CharField(_("Datensatz"), max_length=60, db_index=True)
    action = models.CharField(_("Vorgang"), max_length=12, choices=Action.choices)
    detector = models.CharField(_("Fassung der Prüfung"), max_length=20)
    kind = models.CharField(_("Art des Fundes"), max_length=20, blank=True)
    decision = models.CharField(_("Entscheidung"), max_length=24, blank=True)
    reason = models.CharField(
        _("Grund"), max_length=60, blank=True, help_text=_("Ein Kürzel, nie Worte des Falls.")
    )
    mark = models.CharField(_("Kennzeichen der Worte"), max_length=64, blank=True)
    count = models.PositiveIntegerField(_("Anzahl"), default=1)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Wer"),
    )
    at = models.DateTimeField(_("Wann"), auto_now_add=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id subject action detector kind decision reason mark count user at"
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("Protokoll der Anonymität")
        verbose_name_plural = _("Protokoll der Anonymität")
        constraints = [OneOf("action")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.subject}"


class FindingKey(models.Model):
    """The key of the marks of findings, sealed (``knowledge/guard/marks.py``); an installation has one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sealed = models.TextField(_("Verschlüsselt"))

    classification: ClassVar[dict[str, Any]] = classify(internal="id sealed")

    class Meta:
        verbose_name = _("Schlüssel der Kennzeichen")
        verbose_name_plural = _("Schlüssel der Kennzeichen")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_finding_key")]

    def __str__(self) -> str:
        return "-"


class FindingDecision(models.Model):
    """Why a finding in a public text may stay: marks and codes, never the words. Holds for these words in
    this field of this record.
    """

    class Reason(models.TextChoices):
        """The reasons there are."""

        COMMON_WORD = "gewoehnliches-wort", _("Gewöhnliches Wort, kein Name")
        GENERAL = "allgemein", _("Allgemein bekannt, weist auf niemanden hin")
        MANY = "trifft-viele", _("Zahl, Amt oder Ereignis, das auf viele Kommunen zutrifft")
        WIDE_AREA = "grosser-raum", _("Großer Raum, der viele Kommunen umfasst")
        AUTHOR = "urheber", _("Urheber*in oder Titel eines veröffentlichten Werks")
        MAKER = "veranstalter", _("Öffentliche Angabe derer, die Forum oder Bibliothek betreiben")

    subject = models.CharField(_("Datensatz"), max_length=60)
    mark = models.CharField(_("Kennzeichen"), max_length=32)
    kind = models.CharField(_("Art des Fundes"), max_length=20)
    certainty = models.FloatField(_("Sicherheit"))
    detector = models.CharField(_("Fassung der Prüfung"), max_length=20)
    reason = models.CharField(_("Grund"), max_length=20, choices=Reason.choices)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Wer"),
    )
    decided_at = models.DateTimeField(_("Wann"), auto_now=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id subject mark kind certainty detector reason decided_by decided_at"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Entscheidung über einen Fund in einem öffentlichen Text")
        verbose_name_plural = _("Entscheidungen über Funde in öffentlichen Texten")
        constraints = [
            OneOf("reason"),
            InRange("certainty", 0, 1),
            models.UniqueConstraint(fields=["subject", "mark"], name="one_decision_per_finding"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_reason_display()}"
