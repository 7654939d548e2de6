"""How publications are found: the whole text, section by section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from knowledge.base import readable_pages
from knowledge.listing import PageSource, area_names, area_slugs, passages, plain_text
from publications.models import PublicationPage
from search import registry
from search.contract import Passage, Viewer


class PublicationSource(PageSource):
    """Publications; every section is a passage with its own address."""

    kind = "publication"
    model = PublicationPage
    label = _("Veröffentlichung")
    label_plural = _("Veröffentlichungen")
    counted = ngettext_lazy("%(count)d Veröffentlichung", "%(count)d Veröffentlichungen", "count")
    type_word = "veroeffentlichung"
    query_words = ("Leitfaden",)
    icon = "book"
    order = 40
    facets = ("herausforderung", "zielgruppe")
    fact_fields = ("subtitle", "series", "edition", "year", "isbn_or_doi", "target_groups")

    def summary(self, page: Any) -> str:
        """The beginning of the abstract."""
        return str(page.abstract[:320])

    def describe(self, page: Any) -> dict[str, Any]:
        """Abstract and sections."""
        rows = [
            (section["anchor"], section["title"], plain_text(section["body"].source))
            for section in page.section_values()
        ]
        return {
            "keywords": (page.subtitle, str(page.get_series_display()), *area_names(page)),
            "passages": passages(*rows),
            "facets": {
                "herausforderung": area_slugs(page),
                "zielgruppe": [g.key for g in page.target_groups.all()],
            },
            "display": {"edition": page.edition, "year": str(page.year)},
        }

    def address_of(self, url: str, anchor: str) -> str:
        """Every chapter has a page of its own."""
        return f"{url}{anchor}/"

    def sections(self, page: Any) -> tuple[Passage, ...]:
        """The abstract, then the chapters."""
        return (
            *passages(("zusammenfassung", _("Zusammenfassung"), page.abstract)),
            *super().sections(page),
        )

    def licence(self, page: Any) -> str:
        """Its own."""
        return str(page.licence)

    def citation(self, page: Any) -> str:
        """As its imprint says."""
        return str(page.citation_text)

    def related(self, page: Any, viewer: Viewer) -> Iterator[tuple[Any, Any, str]]:
        """What its chapters come from."""
        origins = [
            origin.pk for section in page.section_values() for origin in section["derived_from"] if origin
        ]
        pages = readable_pages(origins, viewer)
        yield from ((_("Hervorgegangen aus"), pages[pk], "") for pk in dict.fromkeys(origins) if pk in pages)


registry.register(PublicationSource())
