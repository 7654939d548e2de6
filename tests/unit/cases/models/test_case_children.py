"""Rows of a case that decide something: who reads a passage."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cases.models import CaseInnerPassage
from knowledge.enums import AccessLevel


@pytest.mark.parametrize(
    ("values", "audience"),
    [
        ({}, "alumni"),
        ({"access_level": AccessLevel.CYCLE, "access_cycle_id": 7}, "cycle:7"),
        ({"access_level": AccessLevel.CYCLE}, "editors"),
    ],
)
def test_a_passage_is_for_alumni_or_for_one_cycle(values: dict[str, object], audience: str) -> None:
    assert CaseInnerPassage(heading="x", text="y", **values).audience == audience


def test_the_level_of_a_cycle_names_it() -> None:
    with pytest.raises(ValidationError, match="welche Staffel"):
        CaseInnerPassage(heading="x", text="y", access_level=AccessLevel.CYCLE).clean()
    open_to_all = CaseInnerPassage(heading="x", text="y", access_cycle_id=7)
    open_to_all.clean()
    assert open_to_all.access_cycle_id is None
