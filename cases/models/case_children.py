"""Inlines of a case. Each model is one row of the form an editor sees."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable

from cases.models.case_page import CasePage
from knowledge.base import InnerPassage
from knowledge.classification import classify
from knowledge.enums import (
    DueBand,
    Effort,
    IdeaStatus,
    PreconditionKind,
    RelationKind,
    Resonance,
    Stance,
)
from knowledge.models import ChallengeAreaItem
from search.models import Needed, OneOf

__all__ = [
    "CaseActor",
    "CaseChallengeArea",
    "CaseHypothesis",
    "CaseIdea",
    "CaseInnerPassage",
    "CaseMethod",
    "CasePitfall",
    "CasePrecondition",
    "CaseRelation",
    "CaseStep",
]


class _CaseRow(Orderable):
    """A row of a case in the editor's order."""

    class Meta(Orderable.Meta):
        abstract = True


class CaseChallengeArea(ChallengeAreaItem):
    """Challenge area of a case, most important first."""

    content_object = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="challenge_area_items")


class CaseActor(_CaseRow):
    """Somebody involved, by role."""

    case = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="actors")
    role = models.CharField(
        _("Rolle"), max_length=120, help_text=_("Rolle statt Name, zum Beispiel „Kämmerei“.")
    )
    interest = models.TextField(_("Interesse"), help_text=_("Worum geht es dieser Seite?"))
    stance = models.CharField(
        _("Haltung"),
        max_length=2,
        choices=Stance.choices,
        default=Stance.NEUTRAL,
        help_text=_("Wie diese Seite zum Vorhaben stand, als beraten wurde."),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="role interest stance sort_order", internal="id case"
    )

    class Meta(_CaseRow.Meta):
        verbose_name = _("Beteiligte")
        verbose_name_plural = _("Beteiligte")
        constraints = [OneOf("stance", blank=True)]

    def __str__(self) -> str:
        return self.role


class CaseHypothesis(_CaseRow):
    """A guess of the peers and how it was received."""

    case = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="hypotheses")
    text = models.TextField(_("Hypothese"), help_text=_("„Ich vermute, dass …“: je Eintrag ein Gedanke."))
    resonance = models.CharField(
        _("Resonanz"),
        max_length=8,
        choices=Resonance.choices,
        help_text=_(
            "Was die fallgebende Person dazu sagte. Auch Hypothesen, die nicht trafen, sind lehrreich."
        ),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="text resonance sort_order", internal="id case"
    )

    class Meta(_CaseRow.Meta):
        verbose_name = _("Hypothese")
        verbose_name_plural = _("Hypothesen")
        constraints = [OneOf("resonance", blank=True)]

    def __str__(self) -> str:
        return self.text[:60]


class CaseIdea(_CaseRow):
    """An idea of the peers; an idea is not a recommendation."""

    case = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="ideas")
    text = models.TextField(_("Idee"), help_text=_("Konkret und machbar."))
    effort = models.CharField(
        _("Aufwand"),
        max_length=1,
        choices=Effort.choices,
        help_text=_("Klein: in Wochen mit eigenen Leuten. Groß: mit Beschluss, Geld oder neuer Stelle."),
    )
    reach = models.CharField(
        _("Reichweite"), max_length=200, blank=True, help_text=_("Wofür und wie weit trägt die Idee?")
    )
    status = models.CharField(
        _("Stand"),
        max_length=14,
        choices=IdeaStatus.choices,
        help_text=_("Was die fallgebende Person am Ende der Beratung damit machte."),
    )
    reason = models.TextField(
        _("Grund"), blank=True, help_text=_("Nötig, wenn die Idee geparkt oder verworfen wurde.")
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="text effort reach status reason sort_order", internal="id case"
    )

    class Meta(_CaseRow.Meta):
        verbose_name = _("Lösungsidee")
        verbose_name_plural = _("Lösungsideen")
        constraints = [
            OneOf("effort", blank=True),
            OneOf("status", blank=True),
            Needed(
                "reason",
                when="status",
                values=[IdeaStatus.PARKED, IdeaStatus.REJECTED],
                sentence=_("Bitte den Grund nennen, warum die Idee nicht aufgegriffen wurde."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class CaseMethod(_CaseRow):
    """A method card used in the consultation."""

    case = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="case_methods")
    method = models.ForeignKey(
        "methods.MethodCardPage",
        on_delete=models.CASCADE,
        related_name="case_uses",
        verbose_name=_("Methodenkarte"),
        help_text=_("Die Karte, nach der beraten wurde, zum Beispiel „Kollegiale Beratung“."),
    )

    panels = [PageChooserPanel("method", "methods.MethodCardPage")]

    classification: ClassVar[dict[str, Any]] = classify(public="method sort_order", internal="id case")

    class Meta(_CaseRow.Meta):
        verbose_name = _("Eingesetzte Methode")
        verbose_name_plural = _("Eingesetzte Methoden")

    def __str__(self) -> str:
        return str(self.method)


class CaseStep(_CaseRow):
    """An agreed next step."""

    case = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="steps")
    what = models.TextField(
        _("Schritt"),
        help_text=_(
            "Ein Schritt, den man abhaken kann. Beispiel: „Zwei Wochen Strichliste am Tresen führen“."
        ),
    )
    role = models.CharField(
        _("Wer (Rolle)"), max_length=120, help_text=_("Rolle statt Name, zum Beispiel „Hauptamt“.")
    )
    due_band = models.CharField(
        _("Bis wann"),
        max_length=6,
        choices=DueBand.choices,
        help_text=_("Eine Spanne statt eines Datums; ein Datum verrät, wann beraten wurde."),
    )
    done = models.BooleanField(
        _("Erledigt"), default=False, help_text=_("Anhaken, sobald die fallgebende Person es bestätigt hat.")
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="what role due_band done sort_order", internal="id case"
    )

    class Meta(_CaseRow.Meta):
        verbose_name = _("Nächster Schritt")
        verbose_name_plural = _("Nächste Schritte")
        constraints = [OneOf("due_band", blank=True)]

    def __str__(self) -> str:
        return self.what[:60]


class CasePrecondition(_CaseRow):
    """What must be given so that the solution carries; read by "Passt das zu uns?"."""

    case = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="preconditions")
    kind = models.CharField(
        _("Art"),
        max_length=16,
        choices=PreconditionKind.choices,
        help_text=_("Wovon es abhängt, zum Beispiel „Ratsmehrheit“."),
    )
    text = models.TextField(
        _("Voraussetzung"),
        help_text=_(
            "So, dass andere es bei sich prüfen können. Beispiel: „Die Spitze macht selbst Telefondienst"
            " mit.“"
        ),
    )
    must = models.BooleanField(
        _("Ohne das geht es nicht"), default=False, help_text=_("Anhaken, wenn die Lösung sonst nicht trägt.")
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="kind text must sort_order", internal="id case"
    )

    class Meta(_CaseRow.Meta):
        verbose_name = _("Voraussetzung")
        verbose_name_plural = _("Voraussetzungen")
        constraints = [OneOf("kind", blank=True)]

    def __str__(self) -> str:
        return self.text[:60]


class CasePitfall(_CaseRow):
    """A mistake that was made, or a trap that is easily stepped into: the text names the mistake, not the
    better way.
    """

    case = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="pitfalls")
    text = models.TextField(
        _("Stolperstein"),
        help_text=_(
            "Der Fehler selbst, im Infinitiv mit „zu“, so dass er sich hinter „Davor warnen wir:“ liest."
            " Beispiel: „Projekte anzukündigen, bevor die Ämter gefragt sind“."
        ),
    )

    panels = [FieldPanel("text")]

    classification: ClassVar[dict[str, Any]] = classify(public="text sort_order", internal="id case")

    class Meta(_CaseRow.Meta):
        verbose_name = _("Stolperstein")
        verbose_name_plural = _("Stolpersteine")

    def __str__(self) -> str:
        return self.text[:60]


class CaseInnerPassage(InnerPassage, _CaseRow):
    """A passage that goes deeper, for alumni or for those of one cycle alone. It is released and reviewed
    like the rest of the case.
    """

    case = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="inner_passages")

    classification: ClassVar[dict[str, Any]] = classify(internal="case")

    class Meta(InnerPassage.Meta, _CaseRow.Meta):
        pass


class CaseRelation(_CaseRow):
    """Another case worth reading, and why."""

    case = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(
        CasePage,
        on_delete=models.CASCADE,
        related_name="related_from",
        verbose_name=_("Fall"),
        help_text=_("Ein Fall, den man danach lesen sollte."),
    )
    kind = models.CharField(
        _("Verbindung"),
        max_length=16,
        choices=RelationKind.choices,
        help_text=_("„Ähnliche Frage“ oder „Gleiche Idee, anderes Ergebnis“."),
    )
    reason = models.CharField(
        _("Begründung"),
        max_length=240,
        help_text=_("Ein Satz, warum sich das Lesen lohnt. Steht beim Verweis."),
    )

    panels = [PageChooserPanel("other", "cases.CasePage"), FieldPanel("kind"), FieldPanel("reason")]

    classification: ClassVar[dict[str, Any]] = classify(
        public="other kind reason sort_order", internal="id case"
    )

    class Meta(_CaseRow.Meta):
        verbose_name = _("Verwandter Fall")
        verbose_name_plural = _("Verwandte Fälle")
        constraints = [OneOf("kind", blank=True)]

    def __str__(self) -> str:
        return str(self.other)
