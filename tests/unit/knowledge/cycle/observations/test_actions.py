"""From what a meeting noticed to a draft of a lesson; no state is jumped."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from knowledge.cycle import StepRefused, take_step
from knowledge.cycle.observations import drop, note, take_up, to_lesson, understand
from knowledge.models import LessonPage, Observation
from tests.factories import LessonPageFactory, UserFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db

SENTENCE = "Wenn viele schweigen, dann lassen Sie erst schreiben, weil Reden den Schnellen gehört."


@pytest.fixture
def noted() -> Any:
    LessonPageFactory()  # with the page that lists the lessons
    meeting = make.held()
    return note(meeting=meeting, text="In drei Runden schwieg die Hälfte.", user=UserFactory())


def test_an_observation_becomes_an_insight_and_then_a_draft_of_a_lesson(noted: Any) -> None:
    understand(observation=noted, insight="Wer schnell spricht,\nbestimmt das Thema.")
    noted.refresh_from_db()
    lesson = to_lesson(observation=noted, statement=SENTENCE, kind="methodisch", user=UserFactory())
    noted.refresh_from_db()
    assert (noted.state, noted.lesson) == ("lehre", lesson)
    assert not lesson.live and lesson.get_latest_revision_as_object().statement == SENTENCE
    assert "schwieg die Hälfte" in lesson.observation and lesson.insight.count("<p>") == 2
    assert lesson.origin == noted.meeting


def test_no_action_jumps_a_state(noted: Any) -> None:
    with pytest.raises(StepRefused, match="Beobachtung"):
        to_lesson(observation=noted, statement=SENTENCE, kind="methodisch", user=UserFactory())
    assert LessonPage.objects.count() == 1  # the draft is gone with the refusal
    with pytest.raises(StepRefused, match="warum"):
        understand(observation=noted, insight="  ")
    understand(observation=noted, insight="Wer schnell spricht, bestimmt das Thema.")
    noted.refresh_from_db()
    with pytest.raises(ValidationError, match="mit ihrer Seite"):
        take_step(record=noted, name="lehre")
    drop(observation=noted)
    with pytest.raises(StepRefused):
        understand(observation=noted, insight="Doch.")
    take_up(observation=noted)
    assert noted.state == "beobachtung"


def test_names_are_caught_before_anything_is_stored(noted: Any) -> None:
    named = "Bürgermeister Hubert Wiesinger aus Rosenheim sprach die ganze Zeit."
    with pytest.raises(ValidationError, match="ohne Namen"):
        note(meeting=noted.meeting, text=named, user=None)
    with pytest.raises(ValidationError, match="ohne Namen"):
        understand(observation=noted, insight=named)
    noted.refresh_from_db()
    assert Observation.objects.count() == 1 and noted.insight == ""
