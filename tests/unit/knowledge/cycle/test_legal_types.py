"""The legal type of a municipality by the name somebody typed."""

from __future__ import annotations

import pytest

from knowledge.anonymity.register import municipalities
from knowledge.cycle.legal_types import LegalType, legal_type_of


def test_the_types_are_those_of_the_register() -> None:
    assert {item.type for item in municipalities()} <= set(LegalType.values)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Tübingen", "Große Kreisstadt"), ("Stadt Tübingen", "Große Kreisstadt"), ("Nirgendwo", "")],
)
def test_a_name_with_or_without_its_title_is_found(name: str, expected: str) -> None:
    assert legal_type_of(name, "BW", "stadt-ab-20000") == expected


def test_another_land_or_size_is_another_municipality() -> None:
    assert legal_type_of("Tübingen", "BY", "stadt-ab-20000") == ""
    assert legal_type_of("Tübingen", "BW", "kleinstadt") == ""
