"""Planted records at every level, looked for by every reader on every channel; each guard holds something.

The long form asks everything. The expected answers are a file that people wrote
(``publications/leaks/expected.yaml``).
"""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from publications.leaks import LeakCell, Report, measure, plant, read_expectations
from publications.management.commands import leak_matrix
from tests.integration.conftest import Library

SHORT_READERS = ("niemand", "staffel-2")
SHORT_CHANNELS = (
    "seite",
    "suche",
    "api-eintrag",
    "verwandt",
    "dossier-markdown",
    "dossier-tabelle",
    "sitemap",
    "oai-liste",
    "inhalte-ausgeben",
    "anzahl",
    "feed",
    "datei",
    "datei-teil",
    "bild",
    "ablage",
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
    "fall-alumni",
    "methode-staffel-3",
    "publikation-alumni",
    "kapitel-staffel-3",
    "vertiefung-fall-staffel-3",
    "bild-geschuetzt",
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
    everything = plant()
    assert {row.name for row in everything} == set(read_expectations().records)
    planted = [row for row in everything if row.name in SHORT_RECORDS]
    report = measure(planted, only_readers=SHORT_READERS, only_channels=SHORT_CHANNELS)
    assert [str(cell) for cell in report.leaks] == []
    assert [str(cell) for cell in report.lost] == []
    assert report.silent == ()


def cell(reader: str, expected: bool, found: bool) -> LeakCell:
    return LeakCell(reader, "alumni", "seite", expected, found)


CLEAN = Report((cell("niemand", False, False), cell("alumna", True, True)), (), ())
MISSING = cell("alumna", True, False)
LEAKING = Report((cell("niemand", False, True), MISSING), (MISSING,), ())


@pytest.mark.parametrize("measured", [CLEAN, LEAKING], ids=["clean", "leaking"])
def test_command_prints_its_figures_as_json_and_fails_with_a_leak(
    measured: Report, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO_CONTENT_ALLOWED = True
    monkeypatch.setattr(leak_matrix, "plant", tuple)
    monkeypatch.setattr(leak_matrix, "measure", lambda planted: measured)
    monkeypatch.setattr(leak_matrix.apply, "rebuild", lambda: None)
    out, failed = StringIO(), False
    try:
        call_command("leak_matrix", "--json", stdout=out)
    except CommandError:
        failed = True
    assert failed is (measured is LEAKING)
    assert json.loads(out.getvalue()) == {
        "cells": 2,
        "leaks": ["niemand / alumni / seite"] if failed else [],
        "lost": ["alumna / alumni / seite"] if failed else [],
        "silent": [],
        "readers": 2,
        "records": 1,
        "channels": 1,
    }


def test_command_plants_in_no_library_of_others(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO_CONTENT_ALLOWED = False
    monkeypatch.setattr(leak_matrix, "plant", lambda: pytest.fail("planted"))
    with pytest.raises(CommandError, match="Nur in der Demo"):
        call_command("leak_matrix", "--json")


@pytest.mark.drill
@pytest.mark.timeout(3600)
def test_whole_matrix(library: Library) -> None:
    report = measure(plant()).as_json()
    assert (report["leaks"], report["lost"], report["silent"]) == ([], [], [])
    assert report["cells"] >= 1_000
