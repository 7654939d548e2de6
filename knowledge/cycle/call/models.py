"""Applications for an announced cycle, who was at which meeting, and who wants to hear of the next call.

Person and concern are sealed with the keys of the raw cases and gone on their day. What is counted, places by
Land and size, stands in columns of its own.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from knowledge.base import VersionedRecord, in_use
from knowledge.classification import classify
from knowledge.cycle.call.places import nobody_was_there, places_left
from knowledge.cycle.legal_types import LegalType
from knowledge.cycle.models import ForumCycle, WorkingMeeting
from knowledge.cycle.steps import StateStep, Stepped
from knowledge.enums import (
    ApplicationState,
    FederalState,
    FinanceBand,
    SizeBand,
    WorkforceBand,
)
from knowledge.guard import SealError, open_sealed, seal
from search.models import MailSubscription, MailSubscriptionQuerySet, OneOf, mailbox_of

__all__ = [
    "Application",
    "ApplicationQuerySet",
    "Attendance",
    "NewsletterSubscription",
    "deletion_day",
    "mark_of",
]

KEPT_AFTER_CYCLE = 60
"""Days an application of somebody who took part is kept after the last meeting: for the work-up."""
KEPT_AFTER_REFUSAL = 30
"""Days an application that came to nothing is kept, so that the decision can be taken back."""

_LANDS = [(FederalState.BY.value, FederalState.BY.label), (FederalState.BW.value, FederalState.BW.label)]
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def _code() -> str:
    return "A-" + "".join(secrets.choice(_ALPHABET) for _index in range(6))


def mark_of(email: str) -> str:
    """Recognises the mailbox that applied before, without telling it."""
    return salted_hmac("knowledge.cycle.call", mailbox_of(email), algorithm="sha256").hexdigest()


def deletion_day(cycle: ForumCycle) -> date:
    """When the applications of a cycle are deleted."""
    return cycle.ends + timedelta(days=KEPT_AFTER_CYCLE)


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications by what became of them."""

    def undecided(self) -> ApplicationQuerySet:
        """Those an organiser has to look at."""
        return self.filter(state=ApplicationState.RECEIVED)

    def accepted(self) -> ApplicationQuerySet:
        """Who takes part."""
        return self.filter(state=ApplicationState.ACCEPTED)

    def due(self) -> ApplicationQuerySet:
        """Those whose day has come."""
        return self.filter(delete_on__lt=timezone.localdate())


class Application(Stepped, VersionedRecord):
    """Somebody wants to take part. It has a code instead of a name."""

    STEPS: ClassVar[tuple[StateStep, ...]] = (
        StateStep(
            "zusagen",
            _("Zusagen"),
            frozenset({ApplicationState.RECEIVED, ApplicationState.WAITING}),
            ApplicationState.ACCEPTED,
            places_left,
        ),
        StateStep(
            "warteliste",
            _("Auf die Warteliste"),
            frozenset({ApplicationState.RECEIVED}),
            ApplicationState.WAITING,
        ),
        StateStep(
            "ablehnen",
            _("Absagen"),
            frozenset({ApplicationState.RECEIVED, ApplicationState.WAITING}),
            ApplicationState.DECLINED,
        ),
        StateStep(
            "zuruecknehmen",
            _("Entscheidung zurücknehmen"),
            frozenset({ApplicationState.DECLINED, ApplicationState.WAITING, ApplicationState.ACCEPTED}),
            ApplicationState.RECEIVED,
            nobody_was_there,
            back=True,
        ),
        StateStep(
            "zurueckziehen",
            _("Anmeldung zurückziehen"),
            frozenset({ApplicationState.RECEIVED, ApplicationState.WAITING}),
            ApplicationState.WITHDRAWN,
        ),
        StateStep(
            "aussteigen",
            _("Aussteigen"),
            frozenset({ApplicationState.ACCEPTED}),
            ApplicationState.DROPPED_OUT,
        ),
    )

    cycle = models.ForeignKey(
        ForumCycle, on_delete=in_use.protect, related_name="applications", verbose_name=_("Staffel")
    )
    key = models.UUIDField(_("Schlüssel"), default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("Kennung"), max_length=10, unique=True, default=_code, editable=False)
    state = models.CharField(
        _("Stand"),
        max_length=16,
        choices=ApplicationState.choices,
        default=ApplicationState.RECEIVED,
        editable=False,
    )
    mailbox_mark = models.CharField(_("Kennzeichen des Postfachs"), max_length=64, editable=False)
    sealed_person = models.TextField(_("Person, verschlüsselt"), editable=False)
    sealed_concern = models.TextField(_("Anliegen, verschlüsselt"), editable=False)
    sealed_substitute = models.TextField(_("Vertretung, verschlüsselt"), blank=True, editable=False)
    federal_state = models.CharField(_("Land"), max_length=4, choices=_LANDS)
    size_band = models.CharField(_("Größe der Kommune"), max_length=20, choices=SizeBand.choices)
    legal_type = models.CharField(_("Rechtsform"), max_length=20, choices=LegalType.choices, blank=True)
    finance_band = models.CharField(
        _("Haushaltslage"), max_length=20, choices=FinanceBand.choices, blank=True
    )
    admin_size = models.CharField(
        _("Beschäftigte der Verwaltung"), max_length=20, choices=WorkforceBand.choices, blank=True
    )
    target_group = models.ForeignKey(
        "knowledge.TargetGroup",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Funktion"),
    )
    consent_wording = models.CharField(_("Fassung der Einwilligung"), max_length=20, editable=False)
    language = models.CharField(_("Sprache der Mails"), max_length=5, default="de", editable=False)
    received_at = models.DateTimeField(_("Eingegangen"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("Entschieden"), null=True, blank=True, editable=False)
    delete_on = models.DateField(_("Wird gelöscht am"), editable=False)

    objects = ApplicationQuerySet.as_manager()

    classification: ClassVar[dict[str, Any]] = classify(
        internal="""
            id row_version cycle key code state mailbox_mark sealed_person sealed_concern sealed_substitute
            federal_state size_band legal_type finance_band admin_size target_group consent_wording language
            received_at decided_at delete_on attendances
        """
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = _("Anmeldung")
        verbose_name_plural = _("Anmeldungen")
        constraints = [
            OneOf("state"),
            OneOf("federal_state"),
            OneOf("size_band"),
            OneOf("legal_type"),
            OneOf("finance_band"),
            OneOf("admin_size"),
            models.UniqueConstraint(fields=["cycle", "mailbox_mark"], name="one_application_per_mailbox"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def person(self) -> dict[str, str]:
        """``name``, ``email``, ``municipality``; ``function`` where no group fits. Raises ``SealError``."""
        return open_sealed(self.sealed_person) or {}

    @property
    def substitute(self) -> dict[str, str]:
        """``name`` and ``email`` of who comes instead, empty where nobody does."""
        return open_sealed(self.sealed_substitute) or {}

    @property
    def concern(self) -> str:
        """The question this person brings along."""
        return str(open_sealed(self.sealed_concern) or "")

    @property
    def is_readable(self) -> bool:
        """Whether a key opens what this person wrote; without one nobody can be told anything."""
        try:
            return bool(self.person is not None and self.substitute is not None and self.concern is not None)
        except SealError:
            return False

    def empty(self) -> None:
        """Keep nothing of what was written; the bands stay."""
        self.sealed_person = self.sealed_concern = self.sealed_substitute = ""

    def seal_person(self, **values: str) -> None:
        """Keep a name, an address, a municipality, a function of one's own, sealed."""
        self.sealed_person = seal(values)
        self.mailbox_mark = mark_of(values["email"])


class Attendance(models.Model):
    """Who was at a meeting, themselves or by their substitute. Counts for k of the cycle."""

    meeting = models.ForeignKey(
        WorkingMeeting, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("Arbeitstreffen")
    )
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("Anmeldung")
    )
    present = models.BooleanField(_("War da"), default=True)
    by_substitute = models.BooleanField(_("Vertreten"), default=False)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id meeting application present by_substitute"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Teilnahme an einem Treffen")
        verbose_name_plural = _("Teilnahmen an Treffen")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "application"], name="one_attendance_per_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.meeting}"


class NewsletterSubscription(MailSubscription):
    """An address that wants one mail when a cycle is announced. It stays until its owner ends it."""

    told_number = models.PositiveSmallIntegerField(_("Letzte gemeldete Staffel"), default=0, editable=False)

    objects = MailSubscriptionQuerySet["NewsletterSubscription"].as_manager()

    classification: ClassVar[dict[str, Any]] = classify(
        internal=(
            "id key email mailbox language created confirmed_at claimed_at asked_at retry_at told_number"
        )
    )

    class Meta:
        verbose_name = _("Rundbrief-Adresse")
        verbose_name_plural = _("Rundbrief-Adressen")
        ordering = ["-created"]
        constraints = [models.UniqueConstraint(fields=["mailbox"], name="one_newsletter_per_mailbox")]
