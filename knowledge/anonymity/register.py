"""The official register of the municipalities of Bavaria and Baden-Württemberg. Pure module.

Source: © Statistisches Bundesamt (Destatis), Gemeindeverzeichnis-Informationssystem
(GV100AD, 30.11.2023), dl-de/by-2-0; derived file ``data/gemeinden_by_bw.csv``.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = [
    "District",
    "Municipality",
    "districts",
    "municipalities",
    "read_register",
    "register_file",
    "use_register",
]

REGISTER_FILE = Path(__file__).parent / "data" / "gemeinden_by_bw.csv"
_LANDS = {"Bayern": "BY", "Baden-Württemberg": "BW"}
_TITLE = re.compile(r",\s.*$")
_CITY_TYPES = frozenset({"kreisfreie Stadt", "Stadtkreis"})


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality; ``name`` is without its title (``Bad Tölz``, not ``Bad Tölz, St``), ``area_ha`` in
    hectares.
    """

    ags: str
    name: str
    type: str
    federal_state: str
    region: str
    district: str
    population: int
    postcode: str
    area_ha: int = 0


@dataclass(frozen=True, slots=True)
class District:
    """A Landkreis (cities outside the Landkreise are none)."""

    name: str
    federal_state: str


def read_register(path: Path) -> tuple[Municipality, ...]:
    """Read a register file; raises ``ValueError`` with a German sentence where a line makes no sense."""
    found = []
    with path.open(encoding="utf-8", newline="") as source:
        for number, row in enumerate(csv.DictReader(source), start=2):
            try:
                found.append(
                    Municipality(
                        ags=row["ags"],
                        name=_TITLE.sub("", row["name"]),
                        type=row["typ"],
                        federal_state=_LANDS[row["land"]],
                        region=row["regierungsbezirk"].removeprefix("Reg.-Bez. "),
                        district=row["kreis"],
                        population=int(row["einwohner"]),
                        postcode=row["plz"],
                        area_ha=int(row.get("flaeche_ha") or 0),
                    )
                )
            except (KeyError, ValueError, TypeError) as error:
                raise ValueError(f"Gemeindeverzeichnis, Zeile {number}: nicht lesbar ({error}).") from error
    return tuple(found)


_newer: list[Path] = []


def use_register(path: Path) -> None:
    """Read another register from now on; called once when a process starts, before anything has read the
    shipped one.
    """
    _newer[:] = [path]
    municipalities.cache_clear()
    districts.cache_clear()


def register_file() -> Path:
    """The file of the register in use: the shipped one, unless a newer one was imported."""
    return _newer[0] if _newer else REGISTER_FILE


@cache
def municipalities() -> tuple[Municipality, ...]:
    """The register in use; the shipped one has 3,157 municipalities."""
    return read_register(register_file())


@cache
def districts() -> tuple[District, ...]:
    """The Landkreise of the register in use; of the shipped one 71 in Bavaria, 35 in Baden-Württemberg."""
    return districts_of(municipalities())


def districts_of(register: tuple[Municipality, ...]) -> tuple[District, ...]:
    """The Landkreise in which municipalities of ``register`` lie."""
    pairs = {(item.federal_state, item.district) for item in register if item.type not in _CITY_TYPES}
    return tuple(District(name, federal_state) for federal_state, name in sorted(pairs))
