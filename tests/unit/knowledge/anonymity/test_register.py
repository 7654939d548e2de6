"""The register in use: read strictly, replaced whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.anonymity import register
from knowledge.anonymity.register import District, districts, municipalities, read_register, use_register

HEADER = "ags,name,typ,land,regierungsbezirk,kreis,einwohner,flaeche_ha,plz\n"
ROW = '09000001,"Musterdorf, St",Stadt,Bayern,Reg.-Bez. Oberbayern,Beispielkreis,1234,500,80000\n'


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A register of one's own, and the shipped one again afterwards."""
    before = list(register._newer)
    yield tmp_path / "register.csv"
    register._newer[:] = before
    municipalities.cache_clear()
    districts.cache_clear()


def test_a_row_without_titles_and_words_of_offices(file: Path) -> None:
    file.write_text(HEADER + ROW, encoding="utf-8")
    (item,) = read_register(file)
    assert (item.name, item.federal_state, item.region, item.population, item.area_ha) == (
        "Musterdorf",
        "BY",
        "Oberbayern",
        1234,
        500,
    )


@pytest.mark.parametrize(("wrong", "right"), [("1234", "viele"), ("Bayern", "Hessen")])
def test_a_line_that_makes_no_sense_is_named(file: Path, wrong: str, right: str) -> None:
    file.write_text(HEADER + ROW + ROW.replace(wrong, right), encoding="utf-8")
    with pytest.raises(ValueError, match="Zeile 3"):
        read_register(file)


def test_an_area_may_be_missing(file: Path) -> None:
    file.write_text(HEADER.replace("flaeche_ha,", "") + ROW.replace(",500", ""), encoding="utf-8")
    assert read_register(file)[0].area_ha == 0


def test_a_newer_register_replaces_the_shipped_one_whole(file: Path) -> None:
    city = ROW.replace("Stadt,", "kreisfreie Stadt,").replace("Beispielkreis", "Musterstadt")
    file.write_text(HEADER + ROW + city, encoding="utf-8")
    use_register(file)
    assert len(municipalities()) == 2
    assert districts() == (District("Beispielkreis", "BY"),)
