"""Publications: guides and reports, section by section in the full text, and as a PDF built from the same
sections.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import InlinePanel, PageChooserPanel, TitleFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Revision
from wagtail.url_routing import RouteResult

from knowledge.base import RetoldPassage, SectionBlock, group, library_tabs
from knowledge.classification import classify
from knowledge.guard import field_label, strings_in
from knowledge.host import host_look
from knowledge.models import (
    ChallengeArea,
    ChallengeAreaItem,
    LibraryIndexPage,
    LibraryPage,
    LibraryPageManager,
    LibraryPageQuerySet,
)
from knowledge.permissions import viewer_for
from publications.models.forms import PDF_MISSING, PublicationForm
from search.contract import Audience, Viewer
from search.models import InRange, NotItself, OneOf
from search.public_forms import keep_private

__all__ = [
    "ABSTRACT",
    "PDF_PAGE",
    "PublicationChallengeArea",
    "PublicationIndexPage",
    "PublicationPage",
    "PublicationQuerySet",
    "SectionsBlock",
    "Series",
]

logger = logging.getLogger(__name__)

ABSTRACT = "zusammenfassung"
"""Anchor of the abstract, which stands on the page of the publication and on none of its own."""

PDF_PAGE = "pdf-seite-"
"""Anchor of a page of the PDF, with its number; as an address below the publication it opens the file."""
_PDF_PAGE = re.compile(PDF_PAGE + "([1-9][0-9]{0,2})")


class Series(models.TextChoices):
    """Series of publications."""

    SHAPING_CHANGE = "wandel-gemeinsam-gestalten", _("Wandel gemeinsam gestalten")
    OTHER = "einzeln", _("Einzelveröffentlichung")


_SERIES = frozenset(Series.values) - {Series.OTHER}
"""Series that have a page."""


class SectionsBlock(StreamBlock):
    """The sections of a publication."""

    section = SectionBlock()


class PublicationQuerySet(LibraryPageQuerySet):
    """Publications as readers ask for them."""

    def with_public_associations(self) -> PublicationQuerySet:
        """Everything a listing or a document prints."""
        return self.select_related("pdf").prefetch_related(
            "entry_phrases", "challenge_area_items__tag", "target_groups"
        )

    def for_area(self, area: ChallengeArea) -> PublicationQuerySet:
        """Publications on a challenge area."""
        return self.filter(challenge_area_items__tag=area)


class PublicationIndexPage(LibraryIndexPage):
    """All publications."""

    listed_kind = "publication"
    template = "publications/publication_index_page.html"
    parent_page_types = ["knowledge.HomePage"]
    subpage_types = ["publications.PublicationPage"]
    max_count = 1

    class Meta:
        verbose_name = _("Übersicht der Veröffentlichungen")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The list, or a series below it: ``.../reihe/wandel-gemeinsam-gestalten/``."""
        if len(path_components) == 2 and path_components[0] == "reihe" and path_components[1] in _SERIES:
            result = super().route(request, [])
            return RouteResult(result.page, kwargs={"series": Series(path_components[1])})
        return super().route(request, path_components)

    def get_template(
        self, request: HttpRequest, *args: Any, series: Series | None = None, **kwargs: Any
    ) -> str:
        """A template of its own for a series."""
        if series is not None:
            return "publications/series_page.html"
        return str(super().get_template(request, *args, **kwargs))

    def get_context(
        self, request: HttpRequest, *args: Any, series: Series | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """For a series: its ``name`` and its ``publications`` that this reader may read, the current editions
        first, each list latest year first; ``has_table`` says whether its table, which is for everybody, has
        a row.

        Raises ``Http404`` for a series of which this reader may read nothing.
        """
        if series is None:
            context: dict[str, Any] = super().get_context(request, *args, **kwargs)
            return context
        viewer = viewer_for(request)
        found = list(
            PublicationPage.objects.readable_by(viewer).filter(series=series).order_by("-year", "title")
        )
        if not found:
            raise Http404
        replaced = {page.replaces_id for page in found}
        return super(LibraryIndexPage, self).get_context(request, *args, **kwargs) | {
            "name": series.label,
            "series": series.value,
            "has_table": PublicationPage.objects.public().filter(series=series).exists(),
            "publications": [page for page in found if page.pk not in replaced],
            "earlier": [page for page in found if page.pk in replaced],
        }

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The list and each series of which everybody may read something."""
        entries: list[dict[str, Any]] = super().get_sitemap_urls(request)
        filled = PublicationPage.objects.public().order_by("series").values_list("series", flat=True)
        names = [name for name in filled.distinct() if name in _SERIES]
        return [
            {**entry, "location": entry["location"] + below}
            for entry in entries
            for below in ("", *(f"reihe/{name}/" for name in names))
        ]


class PublicationPage(LibraryPage):
    """A guide or report whose sections can be linked one by one."""

    subtitle = models.CharField(
        _("Untertitel"),
        max_length=200,
        blank=True,
        help_text=_("Zum Beispiel „Ein Leitfaden für Rathäuser“."),
    )
    series = models.CharField(
        _("Reihe"),
        max_length=40,
        choices=Series.choices,
        default=Series.SHAPING_CHANGE,
        help_text=_("Die Reihe, in der sie erscheint; „Einzelveröffentlichung“ für alles andere."),
    )
    edition = models.CharField(
        _("Auflage"),
        max_length=40,
        default="1. Auflage",
        help_text=_("Zum Beispiel „2., überarbeitete Auflage“."),
    )
    year = models.PositiveSmallIntegerField(
        _("Jahr"), null=True, help_text=_("Das Erscheinungsjahr, zum Beispiel 2026.")
    )
    abstract = models.TextField(
        _("Zusammenfassung"),
        help_text=_(
            "Worum es geht und wem es nützt, in 60 bis 120 Wörtern. Steht in Listen und in der Suche."
        ),
    )
    sections = StreamField(
        SectionsBlock(),
        verbose_name=_("Kapitel"),
        help_text=_("Jedes Kapitel ist einzeln verlinkbar und wird einzeln gefunden."),
    )
    pdf = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("PDF"),
        help_text=_(
            "Nötig, bevor die Veröffentlichung erscheint. Eine eigene Datei hochladen oder leer lassen: Oben"
            " in der Seite baut „PDF bauen“ es aus den Kapiteln, barrierefrei."
        ),
    )
    licence = models.CharField(
        _("Lizenz"),
        max_length=60,
        default="CC BY 4.0",
        help_text=_("Unter welcher Lizenz andere den Text verwenden dürfen, zum Beispiel „CC BY 4.0“."),
    )
    isbn_or_doi = models.CharField(
        _("ISBN oder DOI"),
        max_length=60,
        blank=True,
        help_text=_("Zum Beispiel „ISBN 978-3-…“; leer lassen, wenn es keine gibt."),
    )
    citation = models.CharField(
        _("Zitierweise"),
        max_length=300,
        blank=True,
        help_text=_("Leer lassen: Sie wird aus Titel, Auflage und Jahr gebildet."),
    )
    target_groups = ParentalManyToManyField(
        "knowledge.TargetGroup",
        verbose_name=_("Zielgruppen"),
        related_name="publications",
        help_text=_("Für wen geschrieben wurde, zum Beispiel „Neu Gewählte“."),
    )
    challenge_areas = ClusterTaggableManager(
        through="publications.PublicationChallengeArea", verbose_name=_("Herausforderungen"), blank=True
    )
    replaces = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaced_by",
        verbose_name=_("Ersetzt"),
        help_text=_("Die frühere Auflage; sie bleibt zitierbar und verweist auf diese."),
    )

    objects = LibraryPageManager.from_queryset(PublicationQuerySet)()

    classification: ClassVar[dict[str, Any]] = classify(
        public="""
            subtitle series edition year abstract sections pdf licence isbn_or_doi citation target_groups
            challenge_areas challenge_area_items replaces replaced_by
        """,
        internal="tagged_items",
    )

    template = "publications/publication_page.html"
    read_with = ("pdf",)
    names_authors = ("sections", "citation")
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Ein Leitfaden oder Bericht mit einzeln verlinkbaren Kapiteln.")
    base_form_class = PublicationForm
    edit_handler = library_tabs(
        content=[
            group(
                _("Titelei"),
                TitleFieldPanel("title", help_text=_("Ohne Reihe und Auflage; dafür gibt es eigene Felder.")),
                "subtitle",
                "series",
                "edition",
                "year",
                "abstract",
            ),
            group(_("Inhalt"), "sections"),
            group(
                _("Ausgabe"),
                "pdf",
                "licence",
                "isbn_or_doi",
                "citation",
                PageChooserPanel("replaces", "publications.PublicationPage"),
            ),
        ],
        placement=[
            InlinePanel(
                "challenge_area_items", heading=_("Herausforderungen"), label=_("Herausforderung"), max_num=3
            ),
            group(_("Für wen"), "target_groups"),
        ],
    )

    class Meta(LibraryPage.Meta):
        verbose_name = _("Veröffentlichung")
        verbose_name_plural = _("Veröffentlichungen")
        constraints = [
            *LibraryPage.Meta.constraints,
            OneOf("series", blank=True),
            InRange("year", 1900, 2100),
            NotItself(
                "replaces",
                own="page_ptr",
                sentence=_("Eine Veröffentlichung kann sich nicht selbst ersetzen."),
            ),
        ]

    def clean(self) -> None:
        """Anchors are addresses, so each one stands once, and none has that of the abstract.

        Raises ``ValidationError`` naming the anchor.
        """
        super().clean()
        seen: set[str] = set()
        for section in self.section_values():
            anchor = section["anchor"]
            if anchor == ABSTRACT:
                said = _("Die Sprungmarke „%(anchor)s“ gehört der Zusammenfassung; bitte eine andere wählen.")
            elif anchor in seen:
                said = _("Die Sprungmarke „%(anchor)s“ kommt zweimal vor.")
            else:
                seen.add(anchor)
                continue
            raise ValidationError({"sections": said % {"anchor": anchor}})

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: Any = True,
        **kwargs: Any,
    ) -> None:
        """Publish a revision that has its PDF; every way to publish comes through here.

        Raises ``ValidationError``. A scheduled revision loses its date and stays a draft instead: the run
        goes on with other pages.
        """
        if revision.as_object().pdf is not None:
            super().publish(revision, user=user, changed=changed, log_action=log_action, **kwargs)
            return
        if log_action != "wagtail.publish.scheduled":
            raise ValidationError({"pdf": PDF_MISSING})
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        logger.warning("scheduled publication %s refused: it has no PDF", self.pk)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The publication, or one of its chapters below it: ``.../warum-kollegial/``, or a page of its PDF:
        ``.../pdf-seite-12/``.
        """
        below = path_components[0] if len(path_components) == 1 else ""
        if self._place_of(below) is not None:
            result = super().route(request, [])
            return RouteResult(result.page, kwargs={"chapter": below})
        wanted = _PDF_PAGE.fullmatch(below)
        if wanted is not None and int(wanted[1]) <= len(self.pdf_pages):
            result = super().route(request, [])
            return RouteResult(result.page, kwargs={"pdf_page": int(wanted[1])})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, pdf_page: int = 0, **kwargs: Any) -> HttpResponse:
        """The page; a page of the PDF is read in the file, whose address may change with every upload."""
        if not pdf_page or self.pdf is None:
            return super().serve(request, *args, **kwargs)
        response = HttpResponseRedirect(f"{self.pdf.url}#page={pdf_page}")
        if self.audience != Audience.PUBLIC:
            keep_private(response)
        return response

    @property
    def pdf_pages(self) -> Sequence[str]:
        """What is read on each page of a PDF of its own; none of one that was built from the chapters."""
        return self.pdf.page_texts if self.pdf is not None else ()

    def newer_edition(self, viewer: Viewer) -> PublicationPage | None:
        """The latest edition that replaced this one, as far as this reader may read them."""
        found, seen = None, {self.pk}
        following = self.replaced_by.readable_by(viewer).order_by("-year").first()
        while following is not None and following.pk not in seen:
            found = following
            seen.add(found.pk)
            following = found.replaced_by.readable_by(viewer).order_by("-year").first()
        return found

    def get_template(self, request: HttpRequest, *args: Any, chapter: str = "", **kwargs: Any) -> str:
        """A template of its own for a chapter."""
        if chapter:
            return "publications/chapter_page.html"
        return str(super().get_template(request, *args, **kwargs))

    def get_context(
        self, request: HttpRequest, *args: Any, chapter: str = "", **kwargs: Any
    ) -> dict[str, Any]:
        """The edition that replaced it (``newer``). For a chapter: itself, its ``number``, all ``chapters``,
        the ``previous`` and the ``next`` one.
        """
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["newer"] = self.newer_edition(viewer_for(request))
        place = self._place_of(chapter)
        if place is not None:
            chapters = self.section_values()
            context |= {
                "chapter": chapters[place],
                "chapters": chapters,
                "number": place + 1,
                "previous": chapters[place - 1] if place else None,
                "next": chapters[place + 1] if place + 1 < len(chapters) else None,
            }
        return context

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The publication and each of its chapters."""
        return [
            {**entry, "location": entry["location"] + below}
            for entry in super().get_sitemap_urls(request)
            for below in ("", *(f"{anchor}/" for anchor in self.section_anchors()))
        ]

    def _place_of(self, anchor: str) -> int | None:
        """Where a chapter stands among the others."""
        anchors = self.section_anchors()
        return anchors.index(anchor) if anchor in anchors else None

    def section_anchors(self) -> list[str]:
        """Names of the chapters in addresses, without asking for the records they come from."""
        return [str(section["value"].get("anchor", "")) for section in self.sections.raw_data]

    def section_values(self) -> list[Any]:
        """The sections as struct values with ``anchor``, ``title``, ``body`` and ``derived_from``."""
        return [block.value for block in self.sections]

    def retelling(self) -> list[RetoldPassage]:
        """Its chapters, each of the records it comes from."""
        label = field_label(type(self), "sections")
        return [
            RetoldPassage("sections", label, text, frozenset(chapter_origins(section)))
            for section in (row["value"] for row in self.sections.raw_data)
            for text in strings_in([section["title"], section["body"]])
            if text
        ]

    @property
    def citation_text(self) -> str:
        """How to cite the publication."""
        return (
            self.citation
            or f"{host_look().author}: {self.title}. {self.edition}, {self.year}. {self.licence}."
        )


def chapter_origins(section: dict[str, Any]) -> set[int]:
    """Keys of the records a chapter comes from, as its stream holds them: no page is fetched."""
    rows = section.get("derived_from") or []
    return {pk for row in rows if (pk := row["value"] if isinstance(row, dict) else row)}


class PublicationChallengeArea(ChallengeAreaItem):
    """Challenge area of a publication."""

    content_object = ParentalKey(
        PublicationPage, on_delete=models.CASCADE, related_name="challenge_area_items"
    )
