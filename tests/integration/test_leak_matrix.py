"""Planted records at every level, looked for by every reader on every channel; each guard holds something.

The long form asks everything. The expected answers are a file that people wrote
(``publications/leaks/expected.yaml``).
"""

from __future__ import annotations

import pytest

from publications.leaks import measure, plant, read_expectations
from tests.integration.conftest import Library

SHORT_READERS = ("niemand", "staffel-2")
SHORT_CHANNELS = (
    "seite",
    "suche",
    "api-eintrag",
    "verwandt",
    "dossier-markdown",
    "sitemap",
    "inhalte-ausgeben",
)

SHORT_RECORDS = (
    "oeffentlich",
    "staffel-3",
    "oeffentlich-entwurf",
    "vertiefung-alumni",
    "vertiefung-staffel-3",
    "nachfrage-wartet",
    "zurueckgezogen",
    "notiz",
)


def test_expected_answers_name_every_record_and_reader() -> None:
    expected = read_expectations()
    asked = sum(
        expected.tables[channel.table][record][reader] is not None
        for channel in expected.channels
        for record in expected.records
        for reader in expected.readers
        if reader not in channel.but
    )
    assert asked >= 1_000


def test_nobody_finds_what_is_not_for_them(library: Library) -> None:
    planted = [row for row in plant() if row.name in SHORT_RECORDS]
    report = measure(planted, only_readers=SHORT_READERS, only_channels=SHORT_CHANNELS)
    assert [str(cell) for cell in report.leaks] == []
    assert [str(cell) for cell in report.lost] == []
    assert report.silent == ()


@pytest.mark.drill
@pytest.mark.timeout(3600)
def test_whole_matrix(library: Library) -> None:
    report = measure(plant()).as_json()
    assert (report["leaks"], report["lost"], report["silent"]) == ([], [], [])
    assert report["cells"] >= 1_000
