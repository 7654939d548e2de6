"""Statutes: which tell the Land, and what that means for k."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cases.profile import Statute, land_of_statutes, profile_values


def case(land: str, *statutes: str) -> Any:
    rows = [SimpleNamespace(statute=value) for value in statutes]
    return SimpleNamespace(federal_state=land, legal_basis=SimpleNamespace(all=lambda: rows))


def test_a_statute_of_a_land_tells_it() -> None:
    assert {statute.land for statute in Statute} == {"", "BY", "BW"}
    assert land_of_statutes(["baugb", "go", "kag-bw"]) == "BW"
    assert land_of_statutes(["baugb", "go"]) == land_of_statutes([]) == ""
    assert all(not statute.land for statute in Statute if statute.hides_land)


@pytest.mark.parametrize(
    ("land", "statutes", "counted"),
    [
        ("SUED", (), "SUED"),
        ("SUED", ("baugb",), "SUED"),
        ("SUED", ("baugb", "go-by"), "BY"),
        ("BW", ("go-bw",), "BW"),
    ],
)
def test_the_land_that_a_statute_tells_counts(land: str, statutes: tuple[str, ...], counted: str) -> None:
    assert profile_values(case(land, *statutes))["state"] == counted
    assert profile_values({"federal_state": land})["state"] == land
