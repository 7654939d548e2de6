"""What the library covers: right counts, none that tells a municipality, and nothing a reader may not see."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.test import Client

from cases.models import CasePage
from knowledge.enums import AccessLevel, PeriodBand, SizeBand
from knowledge.models import LessonPage
from publications.coverage.counts import Matrix, matrices, ways
from search import service
from search.contract import Audience, SearchRequest, Viewer
from tests.integration.conftest import Library

EVERYBODY = Viewer()


def real_counts() -> Counter[tuple[str, str]]:
    return Counter(
        (area.label, case.size_band)
        for case in CasePage.objects.public()
        for area in case.challenge_areas.all()
    )


@pytest.fixture
def by_size(library: Library) -> Matrix:
    return matrices(EVERYBODY)[0]


def test_every_named_count_is_the_real_one(by_size: Matrix) -> None:
    real = real_counts()
    bands = list(SizeBand.values)
    named = [
        (row.label, band, cell.count)
        for row in by_size.rows
        for band, cell in zip(bands, row.cells, strict=True)
        if cell.count is not None
    ]
    assert any(count for _label, _band, count in named)
    assert all(count == real[label, band] for label, band, count in named)
    assert {row.label for row in by_size.rows} == {label for label, _band in real}


def test_no_count_below_three_is_named_nor_alone_in_its_line(by_size: Matrix) -> None:
    table = [[cell.count for cell in row.cells] for row in by_size.rows]
    assert any(count is None for row in table for count in row), "the demo has small cells"
    assert not [count for row in table for count in row if count in (1, 2)]
    for line in [*table, *zip(*table, strict=True)]:
        hidden = sum(count is None for count in line)
        assert hidden != 1
    totals = [cell.count for cell in by_size.totals]
    assert not [count for count in totals if count in (1, 2)]
    assert totals.count(None) != 1


def test_a_named_count_leads_to_as_many_hits(by_size: Matrix, client: Client) -> None:
    linked = [cell for row in by_size.rows for cell in row.cells if cell.url]
    assert linked
    for cell in linked[:5]:
        assert f"{cell.count} Treffer" in re.sub(r"<[^>]+>", "", client.get(cell.url).text)


def test_hidden_cells_have_no_link(by_size: Matrix, client: Client) -> None:
    assert all(not cell.url for row in by_size.rows for cell in row.cells if not cell.count)
    assert "Anzahl wird nicht genannt" in client.get("/abdeckung/").text


def test_the_page_says_where_its_rule_holds(by_size: Matrix, client: Client) -> None:
    """Cases of a challenge are named, however few (docs/adr/0012); a zero may be hidden beside one."""
    text = " ".join(re.sub(r"<[^>]+>", " ", client.get("/abdeckung/").text).split())
    assert any(row.total < 3 for row in by_size.rows)
    assert "Wie viele Fälle eine Herausforderung hat, nennen wir immer" in text
    assert "meist keine oder wenige" in text
    assert "„seit 2022“ ist noch offen und umfasst auch die Jahre davor" in text


def test_restricted_cases_do_not_count_for_everybody(library: Library) -> None:
    before = {row.label: row.total for row in matrices(EVERYBODY)[0].rows}
    case = library.page("F01")
    CasePage.objects.filter(pk=case.pk).update(access_level=AccessLevel.ALUMNI)
    after = {row.label: row.total for row in matrices(EVERYBODY)[0].rows}
    lost = {area.label for area in case.challenge_areas.all()}
    assert {label for label in before if before[label] != after.get(label, 0)} == lost
    alumni = {
        row.label: row.total
        for row in matrices(Viewer(frozenset({Audience.PUBLIC, Audience.ALUMNI})))[0].rows
    }
    assert alumni == before


def test_ways_count_connections_of_visible_records(library: Library) -> None:
    found = {(way.start, way.end): way for way in ways(EVERYBODY)}
    cases = set(CasePage.objects.public().values_list("pk", flat=True))
    drawn = {
        (s.page_id, s.lesson_id)
        for lesson in LessonPage.objects.public()
        for s in lesson.sources.all()
        if s.page_id in cases
    }
    way = found["Fälle", "Lehren"]
    assert way.connections == len(drawn)
    if way.connected is not None:
        assert way.connected == len({case for case, _lesson in drawn})
        assert way.dead_ends == len(cases) - way.connected
    for one in found.values():
        numbers = [one.connected, one.dead_ends]
        assert not [number for number in numbers if number in (1, 2)]
        assert numbers.count(None) != 1 or 0 in numbers


def test_empty_library_says_so(library: Library, client: Client) -> None:
    CasePage.objects.update(live=False)
    assert "Noch ist kein Fall veröffentlicht." in client.get("/abdeckung/").text


@pytest.mark.parametrize(("facet", "band"), [("groesse", SizeBand), ("zeitraum", PeriodBand)])
def test_inside_a_band_no_other_facet_names_small_counts(facet: str, band: Any, library: Any) -> None:
    """A chosen size or period turns every other facet into cells of the same table."""
    seen = 0
    for chosen in band.values:
        response = service.run(
            SearchRequest(filters={"typ": ("fall",), facet: (chosen,)}, limit=100), Viewer()
        )
        for name, values in response.facets.items():
            if name == facet:
                continue
            assert not [value for value in values if value.count in (1, 2)], (chosen, name)
            seen += sum(value.is_hidden for value in values)
    assert seen > 0


@pytest.mark.parametrize("number", [0, 1])
def test_a_cell_leads_to_a_list_of_as_many_cases(number: int, library: Any, client: Client) -> None:
    cells = [cell for row in matrices(EVERYBODY)[number].rows for cell in row.cells if cell.count]
    assert cells
    for cell in cells[:4]:
        assert client.get(cell.url).context["response"].total == cell.count
