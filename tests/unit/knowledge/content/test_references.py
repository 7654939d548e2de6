"""What record files name by a code: meetings and other records."""

from __future__ import annotations

import pytest

from knowledge.content import RecordError, find_meeting, page_of
from tests.factories import ForumCycleFactory, LessonPageFactory, WorkingMeetingFactory

pytestmark = pytest.mark.django_db


def test_meeting_is_named_by_cycle_and_number() -> None:
    meeting = WorkingMeetingFactory(cycle=ForumCycleFactory(number=7), number=2)
    assert find_meeting("7-2") == meeting


@pytest.mark.parametrize("code", ["7-3", "8-2", "7", "", "a-b", "7-²", None, "7-2-1"])
def test_unknown_meeting_says_what_was_expected(code: str | None) -> None:
    WorkingMeetingFactory(cycle=ForumCycleFactory(number=7), number=2)
    with pytest.raises(RecordError, match="zum Beispiel „2-1“"):
        find_meeting(code)  # type: ignore[arg-type]


def test_record_is_found_whatever_its_type() -> None:
    lesson = LessonPageFactory(external_id="L07")
    assert page_of("L07") == lesson
    with pytest.raises(RecordError, match="„L08“ ist nicht geladen"):
        page_of("L08")
