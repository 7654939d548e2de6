"""What must never be in a revision: plain models with tables of their own, no page, no search.

The link from a case to its meeting is the most dangerous fact of the library: with it, the participants of
one cycle are the anonymity set instead of the whole register.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cases.models.case_page import CasePage
from cases.models.gate import gate
from knowledge.base import in_use
from knowledge.classification import classify
from knowledge.enums import Outcome
from knowledge.guard.rules import touches_text
from search.models import OneOf, Rising

__all__ = [
    "AnonymityReview",
    "AnonymityScan",
    "CaseClearance",
    "CaseMeeting",
    "CaseTombstone",
    "Consent",
    "FindingTerm",
    "ReleaseLink",
]


class CaseMeeting(models.Model):
    """In which working meeting a case was consulted."""

    case = models.OneToOneField(
        CasePage, on_delete=models.CASCADE, related_name="meeting_link", verbose_name=_("Fall")
    )
    meeting = models.ForeignKey(
        "knowledge.WorkingMeeting",
        on_delete=in_use.protect,
        related_name="case_links",
        verbose_name=_("Arbeitstreffen"),
    )

    classification: ClassVar[dict[str, Any]] = classify(internal="id case meeting")

    class Meta:
        verbose_name = _("Fall eines Arbeitstreffens")
        verbose_name_plural = _("Fälle der Arbeitstreffen")

    def __str__(self) -> str:
        return f"{self.case_id} – {self.meeting}"


class Consent(models.Model):
    """The case giver's release of exactly one text, withdrawable at any time."""

    class Channel(models.TextChoices):
        """How the release was given."""

        LINK = "link", _("Freigabelink")
        PAPER = "papier", _("Papier")
        MEETING = "treffen", _("Im Treffen")
        DEMO = "demo", _("Beispielinhalt")

    case = models.ForeignKey(
        CasePage, on_delete=models.CASCADE, related_name="consents", verbose_name=_("Fall")
    )
    version_hash = models.CharField(_("Prüfsumme des Textes"), max_length=64)
    scope = models.JSONField(_("Umfang je Abschnitt"), default=dict)
    channel = models.CharField(_("Weg"), max_length=10, choices=Channel.choices)
    wording_version = models.CharField(_("Fassung der Erklärung"), max_length=20, default="1")
    given_at = models.DateTimeField(_("Erteilt am"))
    withdrawn_at = models.DateTimeField(_("Widerrufen am"), null=True, blank=True)
    link = models.ForeignKey(
        "cases.ReleaseLink",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consents",
        verbose_name=_("Freigabelink"),
    )
    comment = models.TextField(
        _("Anmerkung"), blank=True, help_text=_("Von der fallgebenden Person; nur für die Redaktion.")
    )

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id case version_hash scope channel wording_version given_at withdrawn_at link comment"
    )

    class Meta:
        ordering = ["-given_at"]
        verbose_name = _("Freigabe")
        verbose_name_plural = _("Freigaben")
        constraints = [
            OneOf("channel"),
            Rising(
                "given_at",
                "withdrawn_at",
                at="withdrawn_at",
                sentence=_("Widerrufen wird erst, was erteilt ist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.given_at:%d.%m.%Y}"


class AnonymityReview(models.Model):
    """The second pair of eyes: who checked a text, with what result."""

    class State(models.TextChoices):
        """Result of the review."""

        OPEN = "offen", _("Noch nicht geprüft")
        FINDING = "befund", _("Befund")
        PASSED = "bestanden", _("Bestanden")
        CONDITION = "auflage", _("Bestanden mit Auflage")

    class Reason(models.TextChoices):
        """Why a finding may stay; a code, never words of the case."""

        COMMON_WORD = "gewoehnliches-wort", _("Gewöhnliches Wort, kein Name")
        GENERAL = "allgemein", _("Allgemein bekannt, weist auf niemanden hin")
        MANY = "trifft-viele", _("Zahl, Amt oder Ereignis, das auf viele Kommunen zutrifft")
        WIDE_AREA = "grosser-raum", _("Großer Raum, der viele Kommunen umfasst")
        INVENTED = "erfunden", _("Erfundener Name")
        BORNE = "getragen", _("Restrisiko bedacht: mehrere kommen infrage, und niemandem schadet es")

    case = models.ForeignKey(
        CasePage, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("Fall")
    )
    state = models.CharField(_("Ergebnis"), max_length=10, choices=State.choices, default=State.OPEN)
    version_hash = models.CharField(_("Prüfsumme des Textes"), max_length=64)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Geprüft von"),
    )
    residual_risk = models.TextField(
        _("Restrisiko"), blank=True, help_text=_("Ohne Namen und ohne Zitate aus dem Fall.")
    )
    exceptions = models.JSONField(
        _("Begründete Ausnahmen"),
        default=list,
        blank=True,
        help_text=_("Kennzeichen des Fundes und Grund, kein Text."),
    )
    created_at = models.DateTimeField(_("Geprüft am"), auto_now_add=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id case state version_hash reviewer residual_risk exceptions created_at"
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("Anonymisierungsprüfung")
        verbose_name_plural = _("Anonymisierungsprüfungen")
        constraints = [OneOf("state")]

    def __str__(self) -> str:
        return self.get_state_display()


class AnonymityScan(models.Model):
    """What a version of the detector found in one text: numbers, fields and keyed marks, never the text."""

    case = models.ForeignKey(CasePage, on_delete=models.CASCADE, related_name="scans", verbose_name=_("Fall"))
    text_hash = models.CharField(_("Prüfsumme des Textes"), max_length=64)
    detector = models.CharField(_("Fassung der Prüfung"), max_length=20)
    certain = models.PositiveIntegerField(_("Sichere Funde"))
    findings = models.JSONField(_("Funde nach Feld, Art und Kennzeichen"), default=list)
    scanned_at = models.DateTimeField(_("Geprüft am"), auto_now_add=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id case text_hash detector certain findings scanned_at"
    )

    class Meta:
        verbose_name = _("Lauf der Anonymitätsprüfung")
        verbose_name_plural = _("Läufe der Anonymitätsprüfung")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "detector", "text_hash"], name="one_scan_per_text_and_detector"
            )
        ]

    def __str__(self) -> str:
        return f"{self.detector}: {self.certain}"


class FindingTerm(models.Model):
    """A doubtful finding of a newer detector in a live case, and the day until which somebody decides about
    it.
    """

    case = models.ForeignKey(CasePage, on_delete=models.CASCADE, related_name="terms", verbose_name=_("Fall"))
    mark = models.CharField(_("Kennzeichen"), max_length=32)
    field = models.CharField(_("Feld"), max_length=60)
    kind = models.CharField(_("Art"), max_length=20)
    detector = models.CharField(_("Fassung der Prüfung"), max_length=20)
    due = models.DateField(_("Zu entscheiden bis"))
    noted_at = models.DateTimeField(_("Gefunden am"), auto_now_add=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id case mark field kind detector due noted_at"
    )

    class Meta:
        ordering = ["due", "pk"]
        verbose_name = _("Frist für einen Fund")
        verbose_name_plural = _("Fristen für Funde")
        constraints = [models.UniqueConstraint(fields=["case", "mark"], name="one_term_per_finding")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}, {self.due:%d.%m.%Y}"


class CaseClearance(models.Model):
    """Written by the gate, in the transaction that publishes: exactly this text may be read. Without it
    nothing is served. What lists print (:data:`cases.sections.LISTED`) is kept as it was, so that a case
    whose title was changed behind the gate is named nowhere.
    """

    case = models.OneToOneField(
        CasePage, on_delete=models.CASCADE, related_name="clearance", verbose_name=_("Fall")
    )
    consent = models.ForeignKey(
        Consent, on_delete=models.CASCADE, related_name="+", verbose_name=_("Freigabe")
    )
    cleared_hash = models.CharField(_("Prüfsumme des Textes"), max_length=64)
    cleared_detector = models.CharField(_("Fassung der Prüfung"), max_length=20)
    detector_order = models.PositiveIntegerField(_("Rang der Fassung"))
    k = models.PositiveIntegerField(_("Zahl der Kommunen mit diesem Profil"))
    outcome = models.CharField(_("Ausgang"), max_length=12, choices=Outcome.choices)
    title = models.CharField(_("Titel"), max_length=255)
    kernel = models.TextField(_("Der Fall in 60 Sekunden"))
    title_en = models.CharField(_("Titel auf Englisch"), max_length=160, blank=True)
    kernel_en = models.TextField(_("Kern auf Englisch"), blank=True)
    size_band = models.CharField(_("Größe"), max_length=20)
    federal_state = models.CharField(_("Land"), max_length=4)
    period_band = models.CharField(_("Zeitraum"), max_length=9)
    evidence_level = models.CharField(_("Beleglage"), max_length=16)
    cleared_at = models.DateTimeField(_("Zugelassen am"), auto_now=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="""
            id case consent cleared_hash cleared_detector detector_order k outcome title kernel title_en
            kernel_en size_band federal_state period_band evidence_level cleared_at
        """
    )

    class Meta:
        verbose_name = _("Veröffentlichungsfreigabe")
        verbose_name_plural = _("Veröffentlichungsfreigaben")
        constraints = [OneOf("outcome")]

    def __str__(self) -> str:
        return f"{self.cleared_detector}, k = {self.k}"


class CaseTombstone(models.Model):
    """A withdrawn case: its address answers 410, its key stays for harvesters, its text is gone."""

    case = models.OneToOneField(
        CasePage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tombstone",
        verbose_name=_("Fall"),
    )
    slug = models.CharField(_("Adresse"), max_length=40, unique=True)
    key = models.CharField(_("Schlüssel"), max_length=32, unique=True)
    withdrawn_on = models.DateField(_("Zurückgezogen am"))
    reopened_on = models.DateField(
        _("Wieder aufgenommen am"),
        null=True,
        blank=True,
        help_text=_(
            "Die fallgebende Person möchte doch wieder; bis zur Veröffentlichung sagt die Adresse 410."
        ),
    )

    classification: ClassVar[dict[str, Any]] = classify(internal="id case slug key withdrawn_on reopened_on")

    class Meta:
        verbose_name = _("Zurückgezogener Fall")
        verbose_name_plural = _("Zurückgezogene Fälle")

    def __str__(self) -> str:
        return self.slug


class ReleaseLink(models.Model):
    """A link for the case giver, without an account. Of the token a hash is stored; where the library itself
    writes to the case giver, token and address are kept sealed until the answer.
    """

    case = models.ForeignKey(
        CasePage, on_delete=models.CASCADE, related_name="release_links", verbose_name=_("Fall")
    )
    token_hash = models.CharField(_("Prüfsumme des Links"), max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Erstellt von"),
    )
    created_at = models.DateTimeField(_("Erstellt am"), auto_now_add=True)
    expires_at = models.DateTimeField(_("Gültig bis"))
    revoked_at = models.DateTimeField(_("Gesperrt am"), null=True, blank=True)
    sealed_letter = models.TextField(
        _("Adresse und Link, verschlüsselt"),
        blank=True,
        help_text=_("Nur wo die Bibliothek selbst schreibt, und nur bis zur Antwort."),
    )
    reminded_at = models.DateTimeField(_("Erinnert am"), null=True, blank=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="""
            id case token_hash created_by created_at expires_at revoked_at sealed_letter reminded_at
        """
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("Freigabelink")
        verbose_name_plural = _("Freigabelinks")
        constraints = [
            Rising(
                "created_at", "expires_at", at="expires_at", sentence=_("Der Link endet, bevor er beginnt.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%d.%m.%Y}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered; a withdrawal stays possible after the end."""
        return self.revoked_at is None and self.expires_at > timezone.now()


@receiver(post_save, sender=Page, dispatch_uid="cases.models.gate.base_page")
def guard_base_page(
    sender: type[Page],
    instance: Page,
    update_fields: frozenset[str] | None = None,
    raw: bool = False,
    **kwargs: Any,
) -> None:
    """A case saved as plain ``Page`` passes the same gate: ``Page.objects.get(pk=...)`` does not run
    ``CasePage.save``.
    """
    if raw or instance.specific_class is not CasePage:
        return
    if touches_text(CasePage, update_fields):
        gate.judge(instance.pk)
