"""Lessons: confirmed, adapted or refuted by the rounds of later cycles."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from knowledge.base import (
    TEXT_FEATURES,
    ChallengeArea,
    ChallengeAreaItem,
    ChoiceListField,
    ContributionsPanel,
    GuardedRow,
    InnerPassage,
    LibraryPage,
    LibraryPageManager,
    LibraryPageQuerySet,
    RetoldPassage,
    group,
    library_tabs,
    path_to,
)
from knowledge.classification import classify
from knowledge.enums import (
    LessonKind,
    LessonRole,
    LessonState,
    LessonTrigger,
    PreconditionKind,
    VerdictKind,
)
from knowledge.guard import texts_of
from knowledge.lessons.outcomes import ask_outcomes
from knowledge.lessons.state import Confidence, RoundVerdict, SourceOutcome, confidence
from knowledge.permissions import viewer_for
from search.contract import Viewer
from search.models import NotItself, OneOf

__all__ = [
    "LessonAnchor",
    "LessonChallengeArea",
    "LessonCondition",
    "LessonInnerPassage",
    "LessonPage",
    "LessonQuerySet",
    "LessonSource",
]


class LessonQuerySet(LibraryPageQuerySet):
    """Lessons as readers ask for them."""

    def with_public_associations(self) -> LessonQuerySet:
        """Everything a listing or a document prints, in a fixed number of queries."""
        return self.prefetch_related(
            "entry_phrases",
            "challenge_area_items__tag",
            "conditions",
            "addressees",
            "sdgs",
            "sources__page",
            "anchors__page",
            "verdicts__meeting",
            "verdicts__cycle",
            "inner_passages",
        )

    def for_area(self, area: ChallengeArea) -> LessonQuerySet:
        """Lessons on a challenge area."""
        return self.filter(challenge_area_items__tag=area)

    def drawn_from(self, page: Page) -> LessonQuerySet:
        """Lessons that name ``page`` among their sources, in an order that tells nothing."""
        return self.filter(sources__page_id=page.pk).distinct().drawn()


class LessonPage(LibraryPage):
    """A lesson in one sentence, its reasoning, its limits and its history."""

    statement = models.CharField(
        _("Lehre in einem Satz"),
        max_length=240,
        help_text=_("Wenn …, dann …, weil …: Bedingung, Empfehlung, Begründung in einem Satz."),
    )
    short_name = models.CharField(
        _("Kurzname"),
        max_length=60,
        blank=True,
        help_text=_("Wie die Lehre in Listen und im Gespräch heißt, zum Beispiel „Die Uhr in der Mitte“."),
    )
    statement_en = models.CharField(
        _("Lehre auf Englisch"),
        max_length=280,
        blank=True,
        help_text=_("Derselbe Satz; er steht auf der englischen Seite über dem deutschen Text."),
    )
    kind = models.CharField(
        _("Art"),
        max_length=12,
        choices=LessonKind.choices,
        help_text=_("Inhaltlich (zur Sache), methodisch (wie beraten wird) oder zum Format des Forums."),
    )
    observation = RichTextField(
        _("Beobachtung"),
        features=TEXT_FEATURES,
        help_text=_("Was ist passiert? Beispiel: „In drei Runden schwieg die Hälfte.“"),
    )
    insight = RichTextField(_("Erkenntnis"), features=TEXT_FEATURES, help_text=_("Warum ist es passiert?"))
    recommendation = RichTextField(
        _("Empfehlung"), features=TEXT_FEATURES, help_text=_("Was sollte man künftig tun oder lassen?")
    )
    addressees = ParentalManyToManyField(
        "knowledge.TargetGroup",
        verbose_name=_("Für wen"),
        related_name="lessons",
        help_text=_("Wem die Lehre nützt, zum Beispiel „Kämmerei“."),
    )
    triggers = ChoiceListField(
        LessonTrigger,
        verbose_name=_("Zeigen bei"),
        blank=False,
        help_text=_("Wo soll die Lehre von selbst erscheinen?"),
    )
    challenge_areas = ClusterTaggableManager(
        through="knowledge.LessonChallengeArea", verbose_name=_("Herausforderungen"), blank=True
    )
    sdgs = ParentalManyToManyField(
        "knowledge.SustainableDevelopmentGoal",
        verbose_name=_("Nachhaltigkeitsziele"),
        blank=True,
        help_text=_("Höchstens drei der 17 Ziele."),
    )
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="superseded_by",
        verbose_name=_("Ersetzt die Lehre"),
        help_text=_("Die angepasste Fassung ist eine neue Lehre; die alte bleibt zitierbar."),
    )  # fmt: skip
    origin = models.ForeignKey(
        "knowledge.WorkingMeeting",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="originated_lessons",
        verbose_name=_("Entstanden im Treffen"),
        help_text=_("Nur intern; öffentlich wird nie gesagt, in welchem Treffen eine Lehre entstand."),
    )
    owner_role = models.CharField(
        _("Zuständig (Rolle)"), max_length=120, help_text=_("Zum Beispiel „Moderation des Forums“.")
    )
    curator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Pat*in"),
        help_text=_("Wer die Lehre in die nächste Staffel trägt."),
    )

    objects = LibraryPageManager.from_queryset(LessonQuerySet)()

    classification: ClassVar[dict[str, Any]] = classify(
        public="""
            statement statement_en short_name kind observation insight recommendation addressees
            triggers challenge_areas challenge_area_items sdgs supersedes conditions sources
            anchors inner_passages
        """,
        internal="origin owner_role curator verdicts tagged_items observed",
    )

    template = "knowledge/lesson_page.html"
    contributed = ("verdicts",)
    review_months = 18
    read_with = ("supersedes", "superseded_by")
    parent_page_types = ["knowledge.LessonIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Eine Lehre aus dem Forum, geprüft durch spätere Staffeln.")

    # The statement is the title, so editors need not write it twice.
    content_panels = [
        # Its sentence is its title, without which no draft can be found again.
        group(
            _("Die Lehre"),
            FieldPanel("statement", required_on_save=True),
            "short_name",
            "statement_en",
            "kind",
        ),
        group(_("Wie es dazu kam"), "observation", "insight", "recommendation"),
        InlinePanel("conditions", heading=_("Gilt wenn, gilt nicht wenn"), label=_("Bedingung"), min_num=2),
        InlinePanel("sources", heading=_("Belege"), label=_("Beleg"), min_num=1),
        ContributionsPanel("verdicts"),
        InlinePanel("anchors", heading=_("Verankert in"), label=_("Stelle")),
        InlinePanel("inner_passages", heading=_("Vertiefung für Ehemalige"), label=_("Vertiefung")),
    ]
    edit_handler = library_tabs(
        content=content_panels,
        placement=[
            InlinePanel(
                "challenge_area_items",
                heading=_("Herausforderungen"),
                label=_("Herausforderung"),
                min_num=1,
                max_num=3,
            ),
            group(_("Für wen und wo"), "addressees", "triggers", "sdgs"),
            group(_("Fassungen"), PageChooserPanel("supersedes", "knowledge.LessonPage")),
        ],
        internal=[group(_("Herkunft und Pflege"), "origin", "owner_role", "curator")],
    )

    class Meta(LibraryPage.Meta):
        verbose_name = _("Lehre")
        verbose_name_plural = _("Lehren")
        constraints = [
            *LibraryPage.Meta.constraints,
            OneOf("kind", blank=True),
            NotItself(
                "supersedes", own="page_ptr", sentence=_("Eine Lehre kann sich nicht selbst ersetzen.")
            ),
        ]

    def _set_core_field_defaults(self) -> None:
        """The statement is the title, from which the address is drawn; for drafts as well."""
        self.title = self.statement or self.title
        self.draft_title = self.draft_title or self.title
        super()._set_core_field_defaults()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``newer`` and ``earlier``: the versions of this lesson that this reader may read, or
        ``None``.
        """
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        viewer = viewer_for(request)
        for name, other in (("newer", getattr(self, "superseded_by", None)), ("earlier", self.supersedes)):
            context[name] = other if other is not None and other.is_readable_by(viewer) else None
        return context

    @property
    def name(self) -> str:
        """What it is called in lists: the short name, or the whole sentence."""
        return self.short_name or self.statement

    def retelling(self) -> list[RetoldPassage]:
        """Every word of it, of its sources."""
        origins = frozenset(source.page_id for source in self.sources.all())
        return [RetoldPassage(*row, origins) for row in texts_of(self)] if origins else []

    # ------------------------------------------------------------------ history

    @cached_property
    def round_verdicts(self) -> list[RoundVerdict]:
        """The verdicts that this reader may see, as the formula wants them."""
        return [verdict.as_round_verdict() for verdict in self.shown_verdicts]

    @property
    def shown_verdicts(self) -> list[Any]:
        """The verdicts that this reader may see."""
        return self.shown("verdicts")

    @property
    def tells_verdicts(self) -> bool:
        """Whether the judgements are shown one by one. A single one would tell everybody which cycle it was:
        readers see their count until two cycles have judged.
        """
        judged = {v.cycle for v in self.round_verdicts if v.kind is not VerdictKind.UNTESTABLE}
        return self.read_inside or len(judged) >= 2

    @cached_property
    def size_bands(self) -> list[str]:
        """Size bands of the source cases, in the order of the bands: the span over which the lesson was
        seen.
        """
        pages = Page.objects.filter(pk__in=[source.page_id for source in self.sources.all()]).live()
        # The column alone: every type of page with all of its columns costs a hundred times as much.
        band = path_to("size_band", "page").removeprefix("page__")
        return sorted(set(pages.values_list(band, flat=True)) - {None, ""})

    @cached_property
    def is_anchored(self) -> bool:
        """Whether a method, a publication or the format was changed because of it."""
        return bool(self.anchors.all())

    @cached_property
    def source_outcomes(self) -> list[SourceOutcome]:
        """What follow-ups say of the cases it was drawn from, as this reader may see them."""
        roles = {source.page_id: LessonRole(source.role) for source in self.sources.all()}
        told = ask_outcomes(roles, inner=self.read_inside)
        return [SourceOutcome(roles[page], found.outcome, found.effective) for page, found in told.items()]

    @cached_property
    def confidence(self) -> Confidence:
        """Confidence and state by the published formula, as of today."""
        return confidence(
            self.round_verdicts,
            size_bands=len(self.size_bands),
            today=timezone.localdate(),
            outcomes=self.source_outcomes,
            anchored=self.is_anchored,
            superseded=(newer := getattr(self, "superseded_by", None)) is not None
            and newer.is_open_to(Viewer()),
        )

    @property
    def state(self) -> LessonState:
        """State derived from verdicts, follow-ups, anchors and replacement."""
        return self.confidence.state

    @property
    def confirming_cycles(self) -> int:
        """In how many cycles the lesson was confirmed; never which."""
        return self.confidence.confirming

    @property
    def refuting_cycles(self) -> int:
        """In how many cycles the lesson was refuted; never which."""
        return self.confidence.refuting

    @property
    def applies_if(self) -> list[LessonCondition]:
        """Conditions under which the lesson holds."""
        return [c for c in self.conditions.all() if c.holds]

    @property
    def not_if(self) -> list[LessonCondition]:
        """Conditions under which it does not hold."""
        return [c for c in self.conditions.all() if not c.holds]


class LessonChallengeArea(ChallengeAreaItem):
    """Challenge area of a lesson."""

    content_object = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="challenge_area_items")


class LessonCondition(GuardedRow, Orderable):
    """A checkable condition under which a lesson holds or does not."""

    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="conditions")
    holds = models.BooleanField(
        _("Lehre"),
        choices=[(True, _("gilt, wenn …")), (False, _("gilt nicht, wenn …"))],
        default=True,
        help_text=_("Gilt die Lehre unter dieser Bedingung, oder gerade nicht?"),
    )
    kind = models.CharField(
        _("Wovon es abhängt"),
        max_length=16,
        choices=PreconditionKind.choices,
        help_text=_("Dieselben Arten wie bei den Voraussetzungen der Fälle, zum Beispiel „Ratsmehrheit“."),
    )
    text = models.CharField(
        _("Bedingung"),
        max_length=240,
        help_text=_("Ein prüfbares Merkmal, zum Beispiel „Die Rathausspitze trägt es öffentlich mit“."),
    )
    must = models.BooleanField(
        _("Entscheidend"),
        default=False,
        help_text=_("Anhaken, wenn die Lehre ohne diese Bedingung nicht trägt, oder sobald sie gegeben ist."),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="holds kind text must sort_order", internal="id lesson"
    )

    def shown_on(self) -> LessonPage | None:
        """The lesson."""
        return self.lesson if self.lesson_id else None

    class Meta(Orderable.Meta):
        verbose_name = _("Bedingung")
        verbose_name_plural = _("Bedingungen")
        constraints = [OneOf("kind", blank=True)]

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        """What it depends on, and whether that decides; in the active language."""
        parts = [str(self.get_kind_display()), str(_("entscheidend")) if self.must else ""]
        return ", ".join(part for part in parts if part)


class LessonInnerPassage(InnerPassage, GuardedRow, Orderable):
    """A passage of a lesson that goes deeper, for alumni or for those of one cycle alone."""

    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="inner_passages")

    classification: ClassVar[dict[str, Any]] = classify(internal="lesson")

    def shown_on(self) -> LessonPage | None:
        """The lesson."""
        return self.lesson if self.lesson_id else None

    class Meta(InnerPassage.Meta, Orderable.Meta):
        pass


class LessonSource(Orderable):
    """A case or a method card a lesson was drawn from."""

    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="sources")
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="lesson_sources",
        verbose_name=_("Beleg"),
        help_text=_("Ein Fall oder eine Methodenkarte, aus der die Lehre kommt."),
    )

    role = models.CharField(
        _("Was der Beleg sagt"),
        max_length=12,
        choices=LessonRole.choices,
        default=LessonRole.ORIGIN,
        help_text=_(
            "Was aus dem Verlauf des Falls oder aus dem Einsatz der Methode selbst folgt; nicht, welche"
            " Staffel geurteilt hat."
        ),
    )

    panels = [PageChooserPanel("page", ["cases.CasePage", "methods.MethodCardPage"]), FieldPanel("role")]

    classification: ClassVar[dict[str, Any]] = classify(public="page role sort_order", internal="id lesson")

    class Meta(Orderable.Meta):
        verbose_name = _("Beleg")
        verbose_name_plural = _("Belege")
        constraints = [OneOf("role", blank=True)]

    def __str__(self) -> str:
        return str(self.page)


class LessonAnchor(Orderable):
    """Where the lesson changed something: a method card, a section of a publication, the format."""

    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="anchors")
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="lesson_anchors",
        verbose_name=_("Seite"),
        help_text=_("Die Karte oder Veröffentlichung, die wegen der Lehre geändert wurde."),
    )
    fragment = models.SlugField(
        _("Sprungmarke"), blank=True, help_text=_("Bei Veröffentlichungen das Kapitel.")
    )

    panels = [
        PageChooserPanel("page", ["methods.MethodCardPage", "publications.PublicationPage"]),
        FieldPanel("fragment"),
    ]

    classification: ClassVar[dict[str, Any]] = classify(
        public="page fragment sort_order", internal="id lesson"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Verankerung")
        verbose_name_plural = _("Verankerungen")

    def __str__(self) -> str:
        return f"{self.page}#{self.fragment}" if self.fragment else str(self.page)
