"""Codes of the slips: many, different, the same whenever they are printed."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.cycle.ballot import slips_of
from tests.factories import WorkingMeetingFactory

pytestmark = pytest.mark.django_db


def test_each_meeting_has_two_hundred_codes_of_its_own() -> None:
    one, other = WorkingMeetingFactory(), WorkingMeetingFactory(number=2)
    codes = slips_of(one)
    assert codes == slips_of(one)
    assert len(set(codes)) == len(codes) == 200 and not set(codes) & set(slips_of(other))
    assert all(len(code) == 5 and not set(code) & set("01IOL") for code in codes)


def test_another_installation_prints_other_codes_for_the_same_meeting(settings: Any) -> None:
    meeting = WorkingMeetingFactory()
    here = set(slips_of(meeting))
    settings.SECRET_KEY = "eine-andere-bibliothek"
    assert not here & set(slips_of(meeting))
