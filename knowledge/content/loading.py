"""Loading content from files: the core app registers its parts from
:mod:`knowledge.content.demo`, every other app in its ``demo_loader.py``.

Parts run in the order of their stage, so that a part finds what it refers to: taxonomies, cycles, index
pages, methods, cases, lessons, publications. Running it again updates the same pages (``external_id``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

from django.utils import timezone
from wagtail.models import Page

from knowledge import contributions
from knowledge.content.records import read_lines
from knowledge.enums import ContributionOrigin, PeriodBand
from knowledge.guard import rules
from knowledge.models import LibraryPage
from knowledge.phrases import replace_phrases

__all__ = [
    "RELEASE_BATCHES",
    "DemoPart",
    "LoadReport",
    "Loader",
    "make_live",
    "multiply",
    "parts",
    "place_contributions",
    "place_page",
    "place_phrases",
    "register",
]

RELEASE_BATCHES = {
    PeriodBand.P2018: date(2022, 3, 1),
    PeriodBand.P2022: date(2026, 3, 2),
    PeriodBand.SINCE_2022: date(2026, 3, 2),
}
"""Mixed release batches: the date says no more than the period band already does."""

PageT = TypeVar("PageT", bound=Page)


@dataclass
class LoadReport:
    """Counts per kind, and a place for progress messages."""

    say: Callable[[str], None] = lambda message: None
    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)

    def count(self, kind: str, *, created: bool) -> None:
        """Note that a record was written."""
        book = self.created if created else self.updated
        book[kind] = book.get(kind, 0) + 1


Loader = Callable[[LoadReport], None]


@dataclass(frozen=True)
class DemoPart:
    """A part of the content: when it runs, what it is called, how it loads.

    ``foundation``: a library without demo content needs it too (``setup_library``).
    """

    stage: int
    label: str
    load: Loader
    foundation: bool = False


_parts: dict[str, DemoPart] = {}


def register(part: DemoPart) -> None:
    """Register a part under its label."""
    _parts[part.label] = part


def parts() -> list[DemoPart]:
    """All parts in the order in which they run."""
    return sorted(_parts.values(), key=lambda part: part.stage)


def place_page(
    parent: Page,
    model: type[PageT],
    values: dict[str, Any],
    *,
    children: dict[str, list[Any]] | None = None,
    identity: dict[str, Any],
    report: LoadReport,
) -> PageT:
    """Create or update the page that ``identity`` names below ``parent``, with its inline children, live at
    once.

    ``ParentalManyToMany`` values are lists. ``guard_exceptions`` among the values are findings that may stay:
    field, words, reason.
    """
    exceptions = values.get("guard_exceptions", [])
    values = {name: value for name, value in values.items() if name != "guard_exceptions"}
    page = model.objects.filter(**identity).first()
    created = page is None
    if page is None:
        page = model(**identity)
    for name, value in values.items():
        setattr(page, name, value)
    if created:
        page.live = False
        parent.add_child(instance=page)
    for name, rows in (children or {}).items():
        for order, row in enumerate(rows):
            row.sort_order = order
        setattr(page, name, rows)
    for row in exceptions:
        rules.note_invented(page, field=row["field"], words=row["words"], reason=row["reason"])
    make_live(page)
    if isinstance(page, LibraryPage):
        report.count(str(model._meta.verbose_name_plural), created=created)
    return page


def make_live(page: Page) -> None:
    """Save a page as published, without a revision: what the file says is the only state, nothing of an
    earlier one is kept.
    """
    now = timezone.now()
    page.live = True
    page.has_unpublished_changes = False
    page.first_published_at = page.first_published_at or now
    page.last_published_at = now
    page.live_revision = page.latest_revision = None
    page.save()
    page.revisions.all().delete()


def place_contributions(
    page: LibraryPage,
    relation: str,
    rows: list[Any],
    *,
    at: Callable[[Any], date],
    public_from: date | None = None,
    exceptions: list[dict[str, str]] | None = None,
) -> None:
    """What a file says was contributed to a page, accepted on the day that ``at`` gives for a row; what the
    file said before goes. ``exceptions`` are findings that may stay: words, reason.
    """
    may_stay = {row["words"]: row["reason"] for row in exceptions or ()}
    getattr(page, relation).filter(origin=ContributionOrigin.FILE).delete()
    for row in rows:
        moment = datetime.combine(at(row), time(12), tzinfo=UTC)
        setattr(row, row.about, page)
        row.origin, row.received_at = ContributionOrigin.FILE, moment
        row.save()
        for item in row.open_findings():
            if item.words in may_stay:
                rules.note_invented(row, field=item.field, words=item.words, reason=may_stay[item.words])
        contributions.accept(contribution=row, at=moment, public_from=public_from or at(row))


def place_phrases(page: Page, folder: Path, code: str) -> None:
    """The entry phrases of a page from the side file of its record (``F01.phrases.yaml``), if there is one:
    a list of sentences. What the detector doubts in them was read by whoever wrote the file. Raises
    :class:`RecordError` for any other content.
    """
    path = folder / f"{code}.phrases.yaml"
    if path.exists():
        replace_phrases(page=page, texts=read_lines(path), user=None, confirmed=True)


Multiplier = Callable[[int, LoadReport], None]

_multipliers: list[Multiplier] = []


def register_multiplier(multiplier: Multiplier) -> None:
    """What makes copies of demo records for load tests: called with the wanted number and the report."""
    if multiplier not in _multipliers:
        _multipliers.append(multiplier)


def multiply(size: int, report: LoadReport) -> None:
    """Copy demo records until each exists ``size`` times: material for load tests, never for readers."""
    for multiplier in _multipliers:
        multiplier(size, report)
