"""Home, index and landing pages, the public summary of a cycle, and plain pages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from knowledge.base import (
    PAGE_CLASSIFICATION,
    TEXT_FEATURES,
    BodyBlock,
    ChallengeArea,
    LibraryPage,
    ShelfBlock,
    SitePage,
    TargetGroup,
    fetch_rows,
    group,
    in_use,
    library_tabs,
    reading,
)
from knowledge.classification import classify
from knowledge.cycle import ForumCycle, accepts_applications
from knowledge.enums import CycleState, FederalState
from knowledge.listing import queries
from knowledge.models.packages import TransferPackage
from knowledge.permissions import viewer_for

__all__ = [
    "ChallengeAreaIndexPage",
    "ChallengeAreaPage",
    "ContentPage",
    "CycleIndexPage",
    "CyclePage",
    "HomePage",
    "LessonIndexPage",
    "LibraryIndexPage",
    "TargetGroupIndexPage",
    "TargetGroupPage",
]


class HomePage(SitePage):
    """Asks "Womit kämpfen Sie gerade?" and shows where to begin."""

    question = models.CharField(
        _("Frage"),
        max_length=120,
        default="Womit kämpfen Sie gerade?",
        help_text=_("Steht groß über dem Suchfeld, zum Beispiel „Womit kämpfen Sie gerade?“."),
    )
    intro = RichTextField(
        _("Einleitung"), features=TEXT_FEATURES, blank=True, help_text=_("Zwei Sätze unter dem Suchfeld.")
    )
    about = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("Über die Bibliothek"),
        help_text=_("Was die Bibliothek ist, wer sie macht und wie man mitmacht."),
    )
    question_en = models.CharField(
        _("Frage auf Englisch"),
        max_length=120,
        blank=True,
        help_text=_("Zum Beispiel „What are you up against?“."),
    )
    intro_en = RichTextField(
        _("Einleitung auf Englisch"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Dieselbe Einleitung für die englische Oberfläche; leer bleibt sie deutsch."),
    )
    about_en = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("Über die Bibliothek, auf Englisch"),
        help_text=_("Derselbe Text für die englische Startseite; leer bleibt er deutsch."),
    )
    case_of_the_month = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("Fall des Monats"),
        help_text=_("Leer lassen, dann wechselt der Fall jeden Monat von selbst."),
    )  # fmt: skip

    classification: ClassVar[dict[str, Any]] = {
        **PAGE_CLASSIFICATION,
        **classify(public="question intro about question_en intro_en about_en case_of_the_month"),
    }

    template = "knowledge/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    content_panels = [
        *Page.content_panels,
        FieldPanel("question"),
        FieldPanel("intro"),
        PageChooserPanel("case_of_the_month", "cases.CasePage"),
        FieldPanel("about"),
        MultiFieldPanel(
            [FieldPanel("question_en"), FieldPanel("intro_en"), FieldPanel("about_en")],
            heading=_("Englisch"),
            classname="collapsed",
        ),
    ]

    class Meta:
        verbose_name = _("Startseite")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``areas`` (area, count), ``newest`` and ``featured`` hits, all from one look into the index."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(
            queries.home(
                request, featured_page_id=self.case_of_the_month_id, month=timezone.localdate().month
            )
        )
        return context


class LibraryIndexPage(SitePage):
    """Abstract listing of one kind of record: filters that count, a shareable address, paging."""

    listed_kind: ClassVar[str] = ""

    intro = RichTextField(
        _("Einleitung"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Ein bis drei Sätze über der Liste: was hier steht und wie man es nutzt."),
    )
    intro_en = RichTextField(
        _("Einleitung auf Englisch"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Dieselbe Einleitung für die englische Oberfläche; leer bleibt sie deutsch."),
    )

    classification: ClassVar[dict[str, Any]] = {**PAGE_CLASSIFICATION, **classify(public="intro intro_en")}

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("intro_en")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what ``search.web.views.listing_context`` gives for this kind (documented there)."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(queries.index(request, kind=self.listed_kind))
        return context


class LessonIndexPage(LibraryIndexPage):
    """All lessons."""

    listed_kind = "lesson"
    template = "knowledge/lesson_index_page.html"
    parent_page_types = ["knowledge.HomePage"]
    subpage_types = ["knowledge.LessonPage"]
    max_count = 1

    class Meta:
        verbose_name = _("Übersicht der Lehren")


class CycleIndexPage(LibraryIndexPage):
    """All cycles with their public summaries."""

    listed_kind = "cycle"
    template = "knowledge/cycle_index_page.html"
    parent_page_types = ["knowledge.HomePage"]
    subpage_types = ["knowledge.CyclePage"]
    max_count = 1

    class Meta:
        verbose_name = _("Übersicht der Staffeln")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``cycle_pages``: cycles are few and chronological, so they are listed without filters."""
        context: dict[str, Any] = Page.get_context(self, request, *args, **kwargs)
        context["cycle_pages"] = (
            CyclePage.objects.child_of(self)
            .readable_by(viewer_for(request))
            .select_related("cycle")
            .order_by("-cycle__number")
        )
        return context


class CyclePage(LibraryPage):
    """What the public may know of a cycle."""

    cycle = models.OneToOneField(
        ForumCycle,
        on_delete=in_use.protect,
        related_name="public_page",
        verbose_name=_("Staffel"),
        help_text=_("Die Staffel mit Leitfragen und Treffen, angelegt unter „Forum“."),
    )
    summary = RichTextField(
        _("Öffentliche Zusammenfassung"),
        features=TEXT_FEATURES,
        help_text=_("Worum es ging und was herauskam, ohne Namen, Orte und einzelne Fälle."),
    )

    classification: ClassVar[dict[str, Any]] = classify(public="cycle summary")

    template = "knowledge/cycle_page.html"
    read_with = ("cycle",)
    parent_page_types = ["knowledge.CycleIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    edit_handler = library_tabs(content=[group(_("Staffel"), "title", "cycle", "summary")], placement=[])

    class Meta(LibraryPage.Meta):
        verbose_name = _("Staffelseite")
        verbose_name_plural = _("Staffelseiten")

    def printed_records(self) -> list[models.Model]:
        """The cycle, its meetings and the blocks of their plans: their words stand on this page."""
        if self.cycle_id is None:
            return []
        meetings = list(self.cycle.meetings.all())
        return [
            self.cycle,
            *meetings,
            *(
                block
                for meeting in meetings
                for plan in meeting.session_plans.all()
                for block in plan.blocks.all()
            ),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``meetings`` with goals and the blocks of their session plans, ``questions``, ``is_over``; of
        an announced cycle also ``is_open``, ``call_texts`` and ``lands``.
        """
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        fetch_rows(self.cycle)
        context["questions"] = self.cycle.questions.all()
        context["is_called"] = self.cycle.state == CycleState.CALLED
        coming = (CycleState.PLANNED, CycleState.CALLED, CycleState.RUNNING)
        context["is_over"] = self.cycle.state not in coming
        if context["is_called"]:
            context["is_open"] = accepts_applications(self.cycle)
            context["call_texts"] = self.cycle.call_texts.select_related("target_group")
            context["lands"] = [FederalState(code).label for code in self.cycle.federal_states.split()]
        context["meetings"] = self.cycle.meetings.all()
        models.prefetch_related_objects(context["meetings"], "goals", "session_plans__blocks")
        blocks = [
            block
            for meeting in context["meetings"]
            for plan in meeting.session_plans.all()
            for block in plan.blocks.all()
            if block.method_id
        ]
        cards = reading.readable_pages((block.method_id for block in blocks), viewer_for(request))
        for block in blocks:
            block.method = cards.get(block.method_id)
            if block.method is None:  # the title of a block is mostly that of its card
                block.title = str(_("Arbeitsphase"))
        return context


class ChallengeAreaIndexPage(SitePage):
    """All challenge areas with the number of records in each."""

    intro = RichTextField(
        _("Einleitung"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Ein bis drei Sätze über der Liste der Themen."),
    )
    intro_en = RichTextField(
        _("Einleitung auf Englisch"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Dieselbe Einleitung für die englische Oberfläche; leer bleibt sie deutsch."),
    )

    classification: ClassVar[dict[str, Any]] = {**PAGE_CLASSIFICATION, **classify(public="intro intro_en")}

    template = "knowledge/challenge_area_index_page.html"
    parent_page_types = ["knowledge.HomePage"]
    subpage_types = ["knowledge.ChallengeAreaPage"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("intro_en")]

    class Meta:
        verbose_name = _("Übersicht der Herausforderungen")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``areas`` (area, count per kind and in all)."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["areas"] = queries.areas(request)
        return context


class _LandingPage(SitePage):
    """A landing page for one facet value: what it is about, and the records by kind."""

    intro = RichTextField(
        _("Einleitung"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Woran man das Thema im Alltag erkennt, in zwei bis vier Sätzen."),
    )

    shelves = StreamField(
        [("shelf", ShelfBlock())],
        blank=True,
        verbose_name=_("Was die Einleitung verspricht"),
        help_text=_(
            "Jedes Versprechen der Einleitung mit der Suche, die es zeigt; die Seite stellt es vor alles"
            " andere."
        ),
    )
    intro_en = RichTextField(
        _("Einleitung auf Englisch"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Dieselbe Einleitung für die englische Oberfläche; leer bleibt sie deutsch."),
    )

    classification: ClassVar[dict[str, Any]] = {
        **PAGE_CLASSIFICATION,
        **classify(public="intro intro_en shelves"),
    }

    class Meta:
        abstract = True

    facet: ClassVar[str] = ""

    def clean(self) -> None:
        """What is shown as promised must have been promised."""
        super().clean()
        said = strip_tags(str(self.intro)).casefold()
        if unsaid := [
            shelf.value["promise"] for shelf in self.shelves if shelf.value["promise"].casefold() not in said
        ]:
            raise ValidationError(
                {"shelves": _("In der Einleitung steht nicht: „%(words)s“.") % {"words": "“, „".join(unsaid)}}
            )

    @property
    def facet_value(self) -> str:
        """Value of the facet this page stands for: its address, until a subclass knows better."""
        return str(self.slug)

    def get_context(
        self, request: HttpRequest, *args: Any, listed: Collection[str] = (), **kwargs: Any
    ) -> dict[str, Any]:
        """Add ``shelves`` (:func:`knowledge.listing.queries.landing`), without what is ``listed`` above."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        promises = [(shelf.value["promise"], shelf.value["search"]) for shelf in self.shelves]
        context["shelves"] = queries.landing(
            request, facet=self.facet, value=self.facet_value, promises=promises, listed=listed
        )
        return context


class ChallengeAreaPage(_LandingPage):
    """Landing page of a challenge area; its slug is the key of the area."""

    facet = "herausforderung"

    area = models.OneToOneField(
        ChallengeArea,
        on_delete=in_use.protect,
        related_name="landing_page",
        verbose_name=_("Herausforderung"),
        help_text=_("Die Herausforderung, deren Fälle, Methoden und Lehren hier erscheinen."),
    )

    classification: ClassVar[dict[str, Any]] = classify(public="area")

    template = "knowledge/challenge_area_page.html"
    read_with = ("area",)
    parent_page_types = ["knowledge.ChallengeAreaIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("area"), FieldPanel("intro"), FieldPanel("intro_en"), FieldPanel("shelves")],
            heading=_("Herausforderung"),
        ),
    ]

    class Meta:
        verbose_name = _("Themenseite")
        verbose_name_plural = _("Themenseiten")

    @property
    def facet_value(self) -> str:
        """Key of the area."""
        return self.area.slug


class TargetGroupIndexPage(SitePage):
    """All target groups."""

    intro = RichTextField(
        _("Einleitung"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Ein bis drei Sätze über der Liste der Zielgruppen."),
    )
    intro_en = RichTextField(
        _("Einleitung auf Englisch"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Dieselbe Einleitung für die englische Oberfläche; leer bleibt sie deutsch."),
    )

    classification: ClassVar[dict[str, Any]] = {**PAGE_CLASSIFICATION, **classify(public="intro intro_en")}

    template = "knowledge/target_group_index_page.html"
    parent_page_types = ["knowledge.HomePage"]
    subpage_types = ["knowledge.TargetGroupPage"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("intro_en")]

    class Meta:
        verbose_name = _("Übersicht der Zielgruppen")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``group_pages`` in the order of the vocabulary."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["group_pages"] = (
            TargetGroupPage.objects.child_of(self)
            .readable_by(viewer_for(request))
            .select_related("target_group")
            .order_by("target_group__sort_order")
        )
        return context


class TargetGroupPage(TransferPackage, _LandingPage):
    """Landing page of a target group, and the package it is given along; its slug is the key of the group."""

    facet = "zielgruppe"

    target_group = models.OneToOneField(
        TargetGroup,
        on_delete=in_use.protect,
        related_name="landing_page",
        verbose_name=_("Zielgruppe"),
        help_text=_("Die Zielgruppe, deren Lehren und Veröffentlichungen hier erscheinen."),
    )

    classification: ClassVar[dict[str, Any]] = classify(public="target_group")

    template = "knowledge/target_group_page.html"
    read_with = ("target_group",)
    parent_page_types = ["knowledge.TargetGroupIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("target_group"), FieldPanel("intro"), FieldPanel("intro_en"), FieldPanel("shelves")],
            heading=_("Zielgruppe"),
        ),
        *TransferPackage.package_panels,
    ]

    class Meta:
        verbose_name = _("Zielgruppenseite")
        verbose_name_plural = _("Zielgruppenseiten")

    @property
    def facet_value(self) -> str:
        """Key of the target group."""
        return self.target_group.key

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``package``, the entries this reader may read, and ``package_query``, the same as a dossier."""
        entries = self.entries(viewer_for(request)) if self.has_package else []
        listed = frozenset(entry.key for entry in entries)
        context: dict[str, Any] = super().get_context(request, *args, listed=listed, **kwargs)
        context.update(package=entries, package_query=self.as_dossier(entries))
        return context


class ContentPage(SitePage):
    """A plain page: imprint, privacy, accessibility, about."""

    body = StreamField(
        BodyBlock(),
        verbose_name=_("Inhalt"),
        help_text=_("Text der Seite, zum Beispiel Impressum oder Datenschutzerklärung."),
    )

    title_en = models.CharField(
        _("Titel auf Englisch"), max_length=160, blank=True, help_text=_("Steht über dem englischen Text.")
    )
    body_en = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("Inhalt auf Englisch"),
        help_text=_("Derselbe Text für die englische Oberfläche; leer bleibt die Seite deutsch."),
    )

    classification: ClassVar[dict[str, Any]] = {
        **PAGE_CLASSIFICATION,
        **classify(public="body title_en body_en"),
    }

    template = "knowledge/content_page.html"
    names_makers = True
    parent_page_types = ["knowledge.HomePage", "knowledge.ContentPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("title_en"), FieldPanel("body_en")], heading=_("Englisch"), classname="collapsed"
        ),
    ]

    class Meta:
        verbose_name = _("Textseite")
        verbose_name_plural = _("Textseiten")
