"""Each carried lesson has a verdict before a meeting is worked up."""

from __future__ import annotations

import pytest

from knowledge import contributions
from knowledge.cycle import conditions
from knowledge.models import LessonVerdict
from tests.factories import LessonPageFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def test_missing_then_waiting_then_done() -> None:
    lesson = LessonPageFactory(short_name="Die Uhr")
    meeting = make.held(lessons=[lesson])

    def said() -> list[str]:
        return [str(item) for item in conditions.for_working_up(meeting) if "Die Uhr" in str(item)]

    assert said() == ["Treffen 1: Über „Die Uhr“ gibt es kein Urteil."]
    verdict = LessonVerdict.objects.create(
        lesson=lesson, cycle=meeting.cycle, meeting=meeting, kind="bestaetigt", reason="Es hat getragen."
    )
    assert said() == ["Treffen 1: Das Urteil über „Die Uhr“ ist noch nicht angenommen."]
    contributions.accept(contribution=verdict)
    assert said() == []
