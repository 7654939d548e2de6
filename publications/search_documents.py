"""How publications are found: the whole text, section by section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from knowledge.base import readable_pages
from knowledge.listing import PageSource, area_names, area_slugs, at_word_end, passages, plain_text
from publications.models import ABSTRACT, PDF_PAGE, PublicationPage
from search import registry
from search.contract import ACCESS_FACET, Document, Passage, Viewer

REPLACED = 0.6
"""So much weighs an edition in the search that a newer one replaced."""


class PublicationSource(PageSource):
    """Publications; every section is a passage with its own address, and so is every page of an uploaded
    PDF.
    """

    kind = "publication"
    model = PublicationPage
    label = _("Veröffentlichung")
    label_plural = _("Veröffentlichungen")
    counted = ngettext_lazy("%(count)d Veröffentlichung", "%(count)d Veröffentlichungen", "count")
    type_word = "veroeffentlichung"
    query_words = ("Leitfaden",)
    icon = "book"
    order = 40
    facets = ("herausforderung", "zielgruppe", ACCESS_FACET)
    fact_fields = ("subtitle", "series", "edition", "year", "isbn_or_doi", "target_groups")

    def summary(self, page: Any) -> str:
        """The beginning of the abstract."""
        return at_word_end(page.abstract, 320)

    def describe(self, page: Any) -> dict[str, Any]:
        """Abstract and sections."""
        rows = [
            (section["anchor"], section["title"], plain_text(section["body"].source))
            for section in page.section_values()
        ]
        rows += [
            (f"{PDF_PAGE}{number}", _("PDF, Seite %(number)d") % {"number": number}, text)
            for number, text in enumerate(page.pdf_pages, start=1)
        ]
        is_replaced = page.newer_edition(Viewer()) is not None
        return {
            "keywords": (page.subtitle, str(page.get_series_display()), *area_names(page)),
            "passages": passages(*rows),
            "facets": {
                "herausforderung": area_slugs(page),
                "zielgruppe": [g.key for g in page.target_groups.all()],
            },
            "display": {"edition": page.edition, "year": str(page.year)}
            | ({"replaced": "1"} if is_replaced else {}),
            "boost": REPLACED if is_replaced else 1.0,
        }

    def remark(self, document: Document) -> str:
        """Whoever is named an edition hears that there is a newer one."""
        return str(_("ältere Auflage")) if document.display.get("replaced") else ""

    def address_of(self, url: str, anchor: str) -> str:
        """Every chapter has a page of its own; the abstract stands on that of the publication."""
        return f"{url}#{anchor}" if anchor == ABSTRACT else f"{url}{anchor}/"

    def sections(self, page: Any) -> tuple[Passage, ...]:
        """The abstract, then the chapters; the PDF is a file of its own."""
        return (
            *passages((ABSTRACT, _("Zusammenfassung"), page.abstract)),
            *(part for part in super().sections(page) if not part.anchor.startswith(PDF_PAGE)),
        )

    def licence(self, page: Any) -> str:
        """Its own."""
        return str(page.licence)

    def citation(self, page: Any) -> str:
        """As its imprint says."""
        return str(page.citation_text)

    def related(self, page: Any, viewer: Viewer) -> Iterator[tuple[Any, Any, str]]:
        """The editions before and after it, and what its chapters come from."""
        if (newer := page.newer_edition(viewer)) is not None:
            yield _("Neuere Auflage"), newer, ""
        if page.replaces is not None and page.replaces.is_readable_by(viewer):
            yield _("Frühere Auflage"), page.replaces, ""
        origins = [
            origin.pk for section in page.section_values() for origin in section["derived_from"] if origin
        ]
        pages = readable_pages(origins, viewer)
        yield from ((_("Hervorgegangen aus"), pages[pk], "") for pk in dict.fromkeys(origins) if pk in pages)


registry.register(PublicationSource())
