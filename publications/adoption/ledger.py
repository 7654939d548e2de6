"""The ledger: every record that others told enough about, and what they made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from knowledge.base import readable_pages
from knowledge.listing import Sheet
from publications.adoption.counts import LEAST, AdoptionCounts, counts_in
from publications.models import AdoptionReport
from search import registry
from search.contract import Viewer

__all__ = ["LedgerRow", "ledger", "ledger_table"]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A record by its title, and what may be told about its adoptions."""

    title: str
    kind: str
    kind_label: str
    page: Any
    counts: AdoptionCounts


def ledger(viewer: Viewer) -> list[LedgerRow]:
    """The records with at least :data:`LEAST` reports that this viewer may read, by title: what was taken
    over how often stands in the row, an order by it would tell more. Three queries.
    """
    shown = AdoptionReport.objects.shown(inner=False).order_by()
    enough = (
        shown.values("page_id").annotate(n=Count("pk")).filter(n__gte=LEAST).values_list("page_id", flat=True)
    )
    pages = readable_pages(list(enough), viewer)
    reports: dict[int, list[AdoptionReport]] = {}
    for row in shown.filter(page_id__in=pages):
        reports.setdefault(row.page_id, []).append(row)
    found = []
    for pk, page in pages.items():
        counts, source = counts_in(reports.get(pk, [])), registry.source_of(page)
        if counts is not None and source is not None:
            title = str(getattr(page, "name", "") or page.title)
            found.append(LedgerRow(title, source.kind, str(source.label), page, counts))
    return sorted(found, key=lambda one: one.title.casefold())


def ledger_table(rows: list[LedgerRow]) -> Sheet:
    """The same as a table; a number that is not named is an empty cell."""
    columns = {
        _("Art"): 14, _("Titel"): 50, pgettext("adoption", "Übernommen"): 14, _("Davon angepasst"): 16,
        pgettext("adoption", "Verworfen"): 14,
        _("Wie gut es trug"): 16, _("Was sie änderten"): 60, _("Woran es hakte"): 60, _("Adresse"): 40,
    }  # fmt: skip
    return Sheet(_("Übernahmen"), columns, [_cells(row) for row in rows])


def _cells(row: LedgerRow) -> list[str]:
    told = row.counts
    return [
        row.kind_label,
        row.title,
        *("" if count is None else str(count) for count in (told.adopted, told.adapted, told.dropped)),
        told.result,
        " | ".join(told.changes),
        " | ".join(told.hindrances),
        f"{settings.PUBLIC_URL}{row.page.get_url()}",
    ]
