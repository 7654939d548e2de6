"""The confidential room: what a case giver told, before it is guarded. Plain models: no page, no revision, no
search.

Text and names are stored sealed (``knowledge/guard/sealing.py``). Who opens a raw case is written down
without a word of it.
"""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case_page import CasePage
from knowledge.base import in_use
from knowledge.classification import classify
from search.models import InRange, OneOf, Rising

__all__ = [
    "RawAccess",
    "RawCase",
    "RawDecision",
    "default_deletion_date",
    "deletion_date_after_release",
    "hold_raw",
    "raw_of",
]

_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without characters that people confuse when they read a code aloud."""


def _random_code() -> str:
    return "R-" + "".join(secrets.choice(_CODE_ALPHABET) for _index in range(6))


def default_deletion_date() -> date:
    """When a new raw case is deleted, whether it was used or not."""
    return timezone.localdate() + timedelta(days=settings.RAW_CASE_DAYS)


LONGEST_AFTER_RELEASE = 90
"""Days; no setting may keep a raw text longer after its handover."""


def deletion_date_after_release() -> date:
    """The last day of a raw case of which a case was made today."""
    return timezone.localdate() + timedelta(
        days=min(settings.RAW_CASE_DAYS_AFTER_RELEASE, LONGEST_AFTER_RELEASE)
    )


class RawCase(models.Model):
    """A case as it was told. It has a code instead of a title, because a title names people."""

    code = models.CharField(_("Kennung"), max_length=10, unique=True, default=_random_code)
    sealed_text = models.TextField(_("Text, verschlüsselt"))
    sealed_names = models.TextField(_("Namen, verschlüsselt"), blank=True)
    sealed_key = models.TextField(_("Schlüssel der Kennzeichen, verschlüsselt"), blank=True)
    sealed_labels = models.TextField(_("Decknamen, verschlüsselt"), blank=True)
    source_mark = models.CharField(
        _("Zeichen der Quelle"),
        max_length=32,
        blank=True,
        db_index=True,
        help_text=_(
            "Woran ein erneuter Import den Rohfall wiedererkennt; die Kennung selbst steht nirgends."
        ),
    )
    meeting = models.ForeignKey(
        "knowledge.WorkingMeeting",
        null=True,
        blank=True,
        on_delete=in_use.protect,
        related_name="raw_cases",
        verbose_name=_("Arbeitstreffen"),
        help_text=_("Bleibt intern. Damit wird gezählt, auf wie viele Teilnehmende das Profil zutrifft."),
    )
    case = models.OneToOneField(
        CasePage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="raw_case",
        verbose_name=_("Fall"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Aufgenommen von"),
    )
    created_at = models.DateTimeField(_("Aufgenommen am"), auto_now_add=True)
    released_at = models.DateTimeField(_("Übernommen am"), null=True, blank=True)
    delete_on = models.DateField(_("Wird gelöscht am"), default=default_deletion_date)
    version = models.PositiveIntegerField(
        _("Stand"),
        default=1,
        help_text=_(
            "Zählt jedes Speichern, damit die zweite von zwei Personen sieht, dass die erste gespeichert hat."
        ),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        internal="""
            id code sealed_text sealed_names sealed_key sealed_labels meeting case created_by created_at
            released_at delete_on version source_mark decisions accesses
        """
    )

    wagtail_reference_index_ignore = True
    """Which case came of it stands here only, not in Wagtail's index of references."""

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("Rohfall")
        verbose_name_plural = _("Rohfälle")
        permissions = [("review_rawcase", _("Kann Rohfälle prüfen und in einen Fall übernehmen"))]
        constraints = [
            InRange("version", 1),
            Rising(
                "created_at",
                "released_at",
                at="released_at",
                sentence=_("Übernommen wird erst, was aufgenommen ist."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_released(self) -> bool:
        """Whether a case was made of it; its text can no longer be changed."""
        return self.released_at is not None

    @property
    def has_names(self) -> bool:
        """Whether the names given at intake are still kept."""
        return bool(self.sealed_names)


_HELD = "_raw_case_held"


def hold_raw(case: CasePage) -> None:
    """From now on ``raw_of`` answers for this object with what it came with: for one judgement."""
    case.__dict__[_HELD] = getattr(case, "raw_case", None)


def raw_of(case: CasePage) -> RawCase | None:
    """The raw case a case was made of, while it is kept; asked for anew unless it is held."""
    if _HELD in case.__dict__:
        held: RawCase | None = case.__dict__[_HELD]
        return held
    return RawCase.objects.filter(case_id=case.pk).first() if case.pk else None


class RawDecision(models.Model):
    """What a person decided about a finding, for all its mentions, or corrected about the findings: marks and
    codes, never the words.
    """

    class Choice(models.TextChoices):
        """What happens to the words."""

        REPLACE = "ersetzen", _("Ersetzen")
        IGNORE = "bleibt", _("Bleibt stehen")
        JOIN = "zusammen", _("Mit einem anderen Fund zusammengelegt")
        SPLIT = "getrennt", _("Getrennt")
        MARK = "markiert", _("Übersehene Stelle markiert")

    ABOUT_WORDS: ClassVar[tuple[str, ...]] = (Choice.REPLACE, Choice.IGNORE)
    """What closes a finding."""
    CORRECTIONS: ClassVar[tuple[str, ...]] = (Choice.JOIN, Choice.SPLIT, Choice.MARK)
    """What a person corrects about the findings themselves."""

    raw_case = models.ForeignKey(
        RawCase, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("Rohfall")
    )
    mark = models.CharField(_("Kennzeichen"), max_length=32)
    kind = models.CharField(_("Art"), max_length=20)
    certainty = models.FloatField(_("Sicherheit"))
    detector = models.CharField(_("Fassung der Prüfung"), max_length=20)
    choice = models.CharField(_("Entscheidung"), max_length=10, choices=Choice.choices)
    reason = models.CharField(_("Grund"), max_length=20, blank=True)
    sealed_replacement = models.TextField(_("Ersatz, verschlüsselt"), blank=True)
    batch = models.CharField(_("Vorgang"), max_length=32)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Entschieden von"),
    )
    decided_at = models.DateTimeField(_("Entschieden am"), auto_now_add=True)
    undone_at = models.DateTimeField(_("Zurückgenommen am"), null=True, blank=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal=(
            "id raw_case mark kind certainty detector choice reason sealed_replacement batch decided_by"
            " decided_at undone_at"
        )
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Entscheidung über einen Fund")
        verbose_name_plural = _("Entscheidungen über Funde")
        indexes = [models.Index(fields=["raw_case", "mark"])]
        constraints = [
            OneOf("choice"),
            InRange("certainty", 0, 1),
            Rising(
                "decided_at",
                "undone_at",
                at="undone_at",
                sentence=_("Zurückgenommen wird erst, was entschieden ist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_choice_display()} ({self.kind})"


class RawAccess(models.Model):
    """Who did what with a raw case, and when; it outlives the raw case, without its text."""

    class Action(models.TextChoices):
        """What was done."""

        CREATED = "aufgenommen", _("aufgenommen")
        OPENED = "geoeffnet", _("geöffnet")
        CHANGED = "geaendert", _("geändert")
        REVIEWED = "geprueft", _("Funde entschieden")
        UNDONE = "zurueckgenommen", _("Entscheidung zurückgenommen")
        RELEASED = "uebernommen", _("in einen Fall übernommen")
        NAMES_DESTROYED = "namen-vernichtet", _("Namen vernichtet")
        DELETED = "geloescht", _("gelöscht")

    raw_case = models.ForeignKey(
        RawCase, null=True, on_delete=models.SET_NULL, related_name="accesses", verbose_name=_("Rohfall")
    )
    code = models.CharField(_("Kennung"), max_length=10)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Person"),
    )
    action = models.CharField(_("Vorgang"), max_length=20, choices=Action.choices)
    at = models.DateTimeField(_("Zeitpunkt"), auto_now_add=True)

    classification: ClassVar[dict[str, Any]] = classify(internal="id raw_case code user action at")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("Zugriff auf einen Rohfall")
        verbose_name_plural = _("Zugriffe auf Rohfälle")
        constraints = [OneOf("action")]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_action_display()}"
