"""What a list or a search shows as tables, in the words that its cards print."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from knowledge import enums
from knowledge.listing import Sheet
from publications.models import PublicationPage, Series
from search import registry
from search.contract import Hit, Viewer

__all__ = ["table_of_hits", "table_of_series"]


def _label(
    vocabulary: type[enums.Outcome | enums.LessonState | enums.EvidenceLevel | enums.SizeBand], value: str
) -> str:
    return str(vocabulary(value).label) if value in vocabulary.values else value


def table_of_hits(hits: Iterable[Hit]) -> Sheet:
    """A row per hit."""
    columns = {
        _("Art"): 14, _("Titel"): 50, _("Kurzfassung"): 70, _("Ausgang"): 20, _("Beleglage"): 22,
        _("Größe"): 28, _("Zeitraum"): 12, _("Adresse"): 40, _("Kennung"): 40,
    }  # fmt: skip
    return Sheet(_("Einträge"), columns, [_row(hit) for hit in hits])


def _row(hit: Hit) -> list[str]:
    return [
        str(registry.source_for(hit.kind).label),
        hit.title,
        hit.summary,
        _label(enums.Outcome, hit.display.get("outcome", ""))
        or _label(enums.LessonState, hit.display.get("state", "")),
        _label(enums.EvidenceLevel, hit.display.get("evidence", "")),
        _label(enums.SizeBand, hit.display.get("size_band", "")),
        hit.display.get("period", "") or hit.display.get("year", ""),
        f"{settings.PUBLIC_URL}{hit.url}",
        hit.key,
    ]


def table_of_series(series: Series) -> Sheet:
    """The publications of a series that everybody may read, the latest first; no row where there is none."""
    columns = {
        _("Titel"): 50, _("Untertitel"): 50, _("Auflage"): 14, _("Jahr"): 8, _("Lizenz"): 16,
        _("Zusammenfassung"): 70, _("Adresse"): 40, _("Kennung"): 40,
    }  # fmt: skip
    pages = PublicationPage.objects.readable_by(Viewer()).filter(series=series).order_by("-year", "title")
    source = registry.source_for("publication")
    return Sheet(
        _("Reihe"),
        columns,
        [
            [
                page.title, page.subtitle, page.edition, str(page.year or ""), page.licence, page.abstract,
                f"{settings.PUBLIC_URL}{page.get_url()}", source.key(page),
            ]
            for page in pages
        ],
    )  # fmt: skip
