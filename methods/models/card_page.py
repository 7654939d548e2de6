"""The method card ("Methodenkarte"): declarations. Its inlines stand in ``card_children.py``."""

from __future__ import annotations

from statistics import median
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.fields import RichTextField

from knowledge.base import TEXT_FEATURES, ChoiceListField, reading
from knowledge.classification import classify
from knowledge.enums import Confidentiality, ConflictFit, Difficulty, MeetingPhase, OnlineFit, PurposeTag
from knowledge.models import (
    ChallengeArea,
    LessonPage,
    LibraryIndexPage,
    LibraryPage,
    LibraryPageManager,
    LibraryPageQuerySet,
)
from knowledge.permissions import viewer_for
from methods.models.facts import facts_in_words
from methods.models.forms import MethodCardForm
from methods.models.panels import card_tabs
from methods.planner import RunSheet, build_run_sheet
from search.models import InRange, OneOf, Rising

__all__ = ["MethodCardPage", "MethodIndexPage", "MethodQuerySet"]

REPORTS_FOR_GROUP = 3
"""Fewer reports say how many came to one meeting, not with how many a method works."""
_GROUP_STEP = 5


class MethodQuerySet(LibraryPageQuerySet):
    """Method cards as readers ask for them."""

    def with_public_associations(self) -> MethodQuerySet:
        """Everything a listing, a document or an export prints, in a fixed number of queries."""
        return self.prefetch_related(
            "entry_phrases",
            "challenge_area_items__tag",
            "phases",
            "roles",
            "materials",
            "pitfalls",
            "variants",
            "access_notes",
            "tips",
            "questions",
            "combinations__other",
            "sources",
            "files__document",
            "usage_reports",
            "inner_passages",
        )

    def for_area(self, area: ChallengeArea) -> MethodQuerySet:
        """Cards that suit a challenge area."""
        return self.filter(challenge_area_items__tag=area)


class MethodIndexPage(LibraryIndexPage):
    """All method cards, filtered by purpose, people and time."""

    listed_kind = "method"
    template = "methods/method_index_page.html"
    parent_page_types = ["knowledge.HomePage"]
    subpage_types = ["methods.MethodCardPage"]
    max_count = 1

    class Meta:
        verbose_name = _("Übersicht der Methoden")


class MethodCardPage(LibraryPage):
    """How to run a method: the run sheet, what it needs, where it fails, when to leave it."""

    other_names = models.CharField(
        _("Andere Namen"),
        max_length=240,
        blank=True,
        help_text=_("Auch englisch oder als Abkürzung, mit Komma getrennt. Die Suche kennt sie."),
    )
    purpose = models.CharField(_("Zweck"), max_length=200, help_text=_("Wozu? Was liegt am Ende vor?"))
    title_en = models.CharField(
        _("Name auf Englisch"), max_length=120, blank=True, help_text=_("Der dort gebräuchliche Name.")
    )
    purpose_en = models.CharField(
        _("Zweck auf Englisch"),
        max_length=240,
        blank=True,
        help_text=_("Steht auf der englischen Seite über dem deutschen Text."),
    )
    description = RichTextField(
        _("Worum es geht"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Zwei bis fünf Sätze: was geschieht, wann es hilft, was es nicht leistet."),
    )
    purpose_tags = ChoiceListField(
        PurposeTag, verbose_name=_("Ziele"), blank=False, help_text=_("Ein bis drei Ziele.")
    )
    phase_of_meeting = ChoiceListField(
        MeetingPhase,
        verbose_name=_("Einsatz im Treffen"),
        help_text=_("Wo im Treffen die Methode ihren Platz hat, zum Beispiel „Ankommen“."),
    )
    group_min = models.PositiveSmallIntegerField(
        _("Gruppe mindestens"), null=True, help_text=_("Mit weniger Leuten geht es nicht.")
    )
    group_opt = models.PositiveSmallIntegerField(
        _("Gruppe ideal"),
        null=True,
        help_text=_("So viele Leute sind am besten. Daraus wird die Packliste vorbelegt."),
    )
    group_max = models.PositiveSmallIntegerField(
        _("Gruppe höchstens"), null=True, help_text=_("Mit mehr Leuten wird es zäh.")
    )
    group_size = models.PositiveSmallIntegerField(
        _("Untergruppen von"),
        null=True,
        blank=True,
        help_text=_("Nur wenn in Untergruppen gearbeitet wird, zum Beispiel 3."),
    )
    group_note = models.CharField(
        _("Hinweis zur Gruppe"),
        max_length=200,
        blank=True,
        help_text=_("Zum Beispiel „Tische zu viert bis fünft“."),
    )
    duration_min = models.PositiveSmallIntegerField(
        _("Dauer mindestens (Minuten)"), null=True, blank=True, help_text=_("Leer lassen: Summe der Phasen.")
    )
    duration_typ = models.PositiveSmallIntegerField(
        _("Dauer üblich (Minuten)"), null=True, blank=True, help_text=_("Leer lassen: Summe der Phasen.")
    )
    duration_max = models.PositiveSmallIntegerField(
        _("Dauer höchstens (Minuten)"), null=True, blank=True, help_text=_("Leer lassen: Summe der Phasen.")
    )
    duration_reason = models.CharField(
        _("Grund für eine andere Dauer"), max_length=200, blank=True,
        help_text=_("Die Dauer ist die Summe der Phasen. Nur wenn sie abweichen soll: hier begründen."),
    )  # fmt: skip
    prep_minutes = models.PositiveSmallIntegerField(
        _("Vorbereitung (Minuten)"),
        null=True,
        blank=True,
        help_text=_("Raum richten, Material schneiden, Einladung schreiben; ohne Einkauf."),
    )
    difficulty = models.CharField(
        _("Anspruch an die Moderation"),
        max_length=14,
        choices=Difficulty.choices,
        help_text=_("Was die Person können muss, die moderiert."),
    )
    when_not = models.TextField(_("Wann nicht"), help_text=_("Grenzen, Risiken, Machtgefälle."))
    online = models.CharField(
        _("Online-Eignung"),
        max_length=14,
        choices=OnlineFit.choices,
        help_text=_("Wie gut es am Bildschirm geht."),
    )
    online_text = models.TextField(
        _("Online: worauf achten"),
        blank=True,
        help_text=_(
            "Ein bis zwei Sätze. Beispiel: „Kleingruppen vorher einteilen, Karten auf gemeinsamem Bogen.“"
        ),
    )
    conflict_fit = models.CharField(
        _("Bei Konflikt"),
        max_length=12,
        choices=ConflictFit.choices,
        help_text=_("Ob die Methode auch trägt, wenn im Raum gestritten wird."),
    )
    confidentiality = models.CharField(
        _("Vertraulichkeit"),
        max_length=18,
        choices=Confidentiality.choices,
        help_text=_("Was aus dem Raum hinausgetragen werden darf. „Chatham-Regel“: Inhalte ja, Namen nein."),
    )
    challenge_areas = ClusterTaggableManager(
        through="methods.MethodChallengeArea", verbose_name=_("Passt zu Herausforderungen"), blank=True
    )
    curator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Kuratiert von"),
        help_text=_("Wer die Karte pflegt und die Einsatzberichte liest."),
    )

    objects = LibraryPageManager.from_queryset(MethodQuerySet)()

    classification: ClassVar[dict[str, Any]] = classify(
        public="""
            other_names purpose title_en purpose_en description purpose_tags phase_of_meeting
            group_min group_opt group_max group_size group_note duration_min duration_typ
            duration_max duration_reason prep_minutes difficulty when_not online online_text
            conflict_fit confidentiality challenge_areas challenge_area_items phases roles
            materials questions tips pitfalls variants access_notes combinations sources files
            inner_passages
        """,
        internal="curator tagged_items usage_reports",
    )

    template = "methods/method_card_page.html"
    contributed = ("usage_reports",)
    review_months = 18
    names_authors = ("sources", "other_names")
    parent_page_types = ["methods.MethodIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Eine Methode mit Ablauf in Minuten, Rollen, Material und Stolpersteinen.")
    base_form_class = MethodCardForm
    edit_handler = card_tabs()

    class Meta(LibraryPage.Meta):
        verbose_name = _("Methodenkarte")
        verbose_name_plural = _("Methodenkarten")
        constraints = [
            *LibraryPage.Meta.constraints,
            *OneOf.each("difficulty", "online", "conflict_fit", "confidentiality", blank=True),
            InRange("group_min", 1),
            InRange("group_size", 1),
            Rising(
                "group_min",
                "group_opt",
                "group_max",
                at="group_opt",
                sentence=_("Die ideale Gruppengröße liegt zwischen der kleinsten und der größten."),
            ),
        ]

    def clean(self) -> None:
        """At most three purposes.

        Raises ``ValidationError`` at the field.
        """
        super().clean()
        if self.purpose_tags and len(self.purpose_tags) > 3:
            raise ValidationError({"purpose_tags": _("Bitte höchstens drei Ziele wählen.")})

    # ------------------------------------------------------------------ computed

    def phase_sums(self) -> tuple[int, int, int]:
        """Minimum, usual and maximum minutes as sums over the phases."""
        phases = list(self.phases.all())
        return (
            sum(p.minutes_min for p in phases),
            sum(p.minutes_typ for p in phases),
            sum(p.minutes_max for p in phases),
        )

    def apply_phase_sums(self) -> None:
        """Take the duration from the phases unless an editor gave a reason for another one."""
        if not self.duration_reason:
            self.duration_min, self.duration_typ, self.duration_max = self.phase_sums()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the duration equal to its phases."""
        if list(self.phases.all()):
            self.apply_phase_sums()
        super().save(*args, **kwargs)

    @property
    def group_limits(self) -> tuple[int, int, int]:
        """Smallest, ideal and largest group; of a draft that says nothing of it, any."""
        smallest = self.group_min or 1
        return smallest, self.group_opt or smallest, self.group_max or 999

    @property
    def in_words(self) -> str:
        """Its facts as people would say them."""
        return facts_in_words(self)

    @property
    def alias_list(self) -> list[str]:
        """Other names, one by one."""
        return [alias.strip() for alias in self.other_names.split(",") if alias.strip()]

    @property
    def median_actual_minutes(self) -> int | None:
        """Median of the real minutes in the usage reports, or ``None`` without reports."""
        minutes = [report.actual_minutes for report in self.shown_reports]
        return round(median(minutes)) if minutes else None

    @property
    def practised_group(self) -> tuple[int, int] | None:
        """From how many to how many people it was run with, in steps of five, so that it tells of no single
        meeting who came; ``None`` below :data:`REPORTS_FOR_GROUP` reports.
        """
        people = [report.participants for report in self.shown_reports]
        if len(people) < REPORTS_FOR_GROUP:
            return None
        return max(1, min(people) // _GROUP_STEP * _GROUP_STEP), -(-max(people) // _GROUP_STEP) * _GROUP_STEP

    @property
    def reported_pitfalls(self) -> list[str]:
        """What those who ran it warn of, each once."""
        return list(dict.fromkeys(report.pitfall for report in self.shown_reports if report.pitfall))

    @property
    def shown_reports(self) -> list[Any]:
        """The usage reports that this reader may see, by duration: their order in time would tell when."""
        return sorted(self.shown("usage_reports"), key=lambda report: report.actual_minutes)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``run_sheet`` (times, quantities), and what this reader may read: ``cases`` that used the card,
        ``lessons`` about it, ``combinations``.
        """
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        viewer = viewer_for(request)
        context["run_sheet"] = self.run_sheet(request.GET.get("beginn", ""), request.GET.get("personen", ""))
        uses = set(self.case_uses.values_list("case_id", flat=True))
        wanted = uses | {row.other_id for row in self.combinations.all()}
        cases = type(self).case_uses.rel.related_model._meta.get_field("case").related_model
        pages = reading.readable_pages(wanted, viewer, MethodCardPage, cases)
        context["combinations"] = [row for row in self.combinations.all() if row.other_id in pages]
        for row in context["combinations"]:
            row.other = pages[row.other_id]
        context["cases"] = [page for pk, page in pages.items() if pk in uses]
        context["lessons"] = LessonPage.objects.readable_by(viewer).drawn_from(self)
        return context

    def run_sheet(self, start: str = "", people: str = "") -> RunSheet:
        """The run sheet for a start time ("14:00") and a number of people; sensible defaults for anything
        else, which the sheet repeats.
        """
        return build_run_sheet(
            phases=[(phase.title, phase.minutes_typ) for phase in self.phases.all()],
            materials=[(m.item, m.quantity, m.rule, m.group_size) for m in self.materials.all()],
            start=start,
            people=people,
            limits=self.group_limits,
        )
