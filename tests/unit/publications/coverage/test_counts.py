"""Ways between records: every edge once, ends only where a reader may go, small numbers not named."""

from __future__ import annotations

import pytest

from knowledge.enums import SizeBand
from publications.coverage.counts import Way, _matrix, _way, matrices
from search.contract import Viewer
from tests.factories import ChallengeAreaFactory


def test_edges_count_once_and_only_between_readable_records() -> None:
    starts, ends = set(range(20)), set(range(100, 120))
    pairs = [(start, start + 100) for start in range(12)] * 2 + [(3, 999), (999, 103)]
    assert _way("Fälle", "Lehren", pairs, starts, ends) == Way("Fälle", "Lehren", 12, 12, 8)


def test_small_numbers_are_not_named() -> None:
    way = _way("Fälle", "Lehren", [(1, 2)], {1}, {2})
    assert (way.connections, way.connected) == (None, None)


@pytest.mark.django_db
def test_library_without_cases_has_empty_tables() -> None:
    ChallengeAreaFactory()
    assert [(matrix.key, matrix.rows) for matrix in matrices(Viewer())] == [("groesse", ()), ("zeitraum", ())]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["groesse", "zeitraum"])
def test_a_named_number_leads_to_its_list(key: str) -> None:
    area = ChallengeAreaFactory(slug="finanzen")
    cases = {number: {"size_band": SizeBand.TOWN.value} for number in range(6)}
    tagged = [(number, area.pk) for number in cases]
    matrix = _matrix(key, "Titel", "size_band", SizeBand.choices, (cases, tagged, [area], {}))
    (row,) = matrix.rows
    shown = [cell for cell in row.cells if cell.count]
    assert (row.total, [cell.count for cell in shown]) == (6, [6])
    assert shown[0].url == f"/suche/?typ=fall&herausforderung=finanzen&{key}={SizeBand.TOWN.value}"
    assert not any(cell.url for cell in row.cells if not cell.count)
