"""What the library covers and how its knowledge travels: public counts, with the small ones left out.

A matrix of challenge areas against sizes of municipalities and against periods, and the ways from a case to a
lesson, a method card, a publication. Counts below three are not named, nor is a count from which they could
be calculated (``knowledge.anonymity.profile.suppression``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from cases.models import CaseChallengeArea, CaseMethod, CasePage
from knowledge.anonymity.profile import suppress, suppress_table
from knowledge.enums import PeriodBand, SizeBand
from knowledge.listing import places_open_to
from knowledge.models import ChallengeArea, LessonAnchor, LessonPage, LessonSource
from methods.models import MethodCardPage
from publications.models import PublicationPage
from search import registry
from search.contract import Viewer

__all__ = ["Cell", "CoverageRow", "Matrix", "Way", "matrices", "ways"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A count; ``None`` where it is not named. ``url`` is empty where there is nothing to show, or nothing
    that may be counted.
    """

    count: int | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One challenge area; ``url`` is empty where its page may not be read."""

    label: str
    url: str
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Challenge areas against the values of one band; ``key`` is its facet, ``totals`` the row of all
    cases.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[CoverageRow, ...]
    totals: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How many records of one kind lead to another: connections, records with one, records without (dead
    ends).
    """

    start: str
    end: str
    connections: int | None
    connected: int | None
    dead_ends: int | None


def matrices(viewer: Viewer) -> tuple[Matrix, ...]:
    """Cases that a reader may see, by area and size and by area and period; three queries."""
    cases = {
        pk: {"size_band": size, "period_band": period}
        for pk, size, period in _cases(viewer).values_list("pk", "size_band", "period_band")
    }
    tagged = [
        (case, area)
        for case, area in CaseChallengeArea.objects.values_list("content_object_id", "tag_id")
        if case in cases
    ]
    found = (cases, tagged, list(ChallengeArea.objects.all()), places_open_to(viewer).topics)
    return (
        _matrix("groesse", _("Nach Größe der Kommune"), "size_band", SizeBand.choices, found),
        _matrix("zeitraum", _("Nach Zeitraum"), "period_band", PeriodBand.choices, found),
    )


def _cases(viewer: Viewer) -> Any:
    return CasePage.objects.readable_by(viewer).order_by("pk")


Found = tuple[
    dict[int, dict[str, str]], Sequence[tuple[int, int]], Sequence[ChallengeArea], Mapping[str, str]
]


def _matrix(key: str, title: str, field: str, choices: Iterable[tuple[Any, Any]], found: Found) -> Matrix:
    cases, tagged, areas, topics = found
    values = [(str(value), str(label)) for value, label in choices]
    counts = Counter((area, cases[case][field]) for case, area in tagged)
    per_area = Counter(area for _case, area in tagged)
    shown = [area for area in areas if per_area[area.pk]]
    table = (
        suppress_table([[counts[area.pk, value] for value, _label in values] for area in shown])
        if shown
        else []
    )
    totals = suppress(Counter(case[field] for case in cases.values()))
    rows = []
    for area, line in zip(shown, table, strict=True):
        counted = zip(line, values, strict=True)
        cells = tuple(
            Cell(count, _list(herausforderung=area.slug, **{key: value}) if count else "")
            for count, (value, _label) in counted
        )
        rows.append(CoverageRow(area.label, topics.get(area.slug, ""), cells, per_area[area.pk]))
    return Matrix(
        key,
        title,
        tuple(label for _value, label in values),
        tuple(rows),
        tuple(Cell(totals.get(value, 0)) for value, _label in values),
    )


def _list(**filters: str) -> str:
    return "/suche/?" + urlencode({registry.TYPE_FACET: registry.source_for("case").type_word, **filters})


def ways(viewer: Viewer) -> tuple[Way, ...]:
    """How knowledge travels among the records a reader may see; seven queries. None where there is
    nothing that could travel.
    """
    cases = set(_cases(viewer).values_list("pk", flat=True))
    lessons = set(LessonPage.objects.readable_by(viewer).values_list("pk", flat=True))
    methods = set(MethodCardPage.objects.readable_by(viewer).values_list("pk", flat=True))
    publications = set(PublicationPage.objects.readable_by(viewer).values_list("pk", flat=True))
    if not (cases or lessons or methods):
        return ()
    sources = LessonSource.objects.values_list("page_id", "lesson_id")
    anchors = LessonAnchor.objects.values_list("lesson_id", "page_id")
    used = CaseMethod.objects.values_list("case_id", "method_id")
    names = {source.kind: str(source.label_plural) for source in registry.sources()}
    return (
        _way(names["case"], names["lesson"], sources, cases, lessons),
        _way(names["case"], names["method"], used, cases, methods),
        _way(names["method"], names["lesson"], sources, methods, lessons),
        _way(names["lesson"], names["method"], anchors, lessons, methods),
        _way(names["lesson"], names["publication"], anchors, lessons, publications),
    )


def _way(
    start: str, end: str, pairs: Iterable[tuple[int, int]], starts: Collection[int], ends: Collection[int]
) -> Way:
    edges = {(one, other) for one, other in pairs if one in starts and other in ends}
    connected = len({one for one, _other in edges})
    shown = suppress({"connected": connected, "dead": len(starts) - connected})
    return Way(start, end, suppress({"edges": len(edges)})["edges"], shown["connected"], shown["dead"])
