"""A step tells those who listen."""

from __future__ import annotations

import pytest

from knowledge.cycle import meeting_held, move
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def test_a_meeting_that_was_held_is_told_once() -> None:
    heard: list[object] = []

    def listen(sender: object, meeting: object, **kwargs: object) -> None:
        heard.append(meeting)

    meeting = make.held()
    meeting_held.connect(listen)
    try:
        assert move(record=meeting, name="halten").after == "durchgefuehrt"
    finally:
        meeting_held.disconnect(listen)
    assert heard == [meeting]
