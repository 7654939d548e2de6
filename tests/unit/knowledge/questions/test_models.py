"""Steps of a question: which follow which, and what a decision needs."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from knowledge.models import OpenQuestion
from tests.factories import ForumCycleFactory, LessonPageFactory

pytestmark = pytest.mark.django_db
STATE = OpenQuestion.State


def refused(question: OpenQuestion) -> list[str]:
    try:
        question.full_clean()
    except ValidationError as error:
        return sorted(error.message_dict)
    return []


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        (STATE.REPORTED, STATE.CONFIRMED, []),
        (STATE.REPORTED, STATE.ANSWERED, ["answer"]),
        (STATE.CONFIRMED, STATE.ON_AGENDA, ["cycle"]),
        (STATE.CONFIRMED, STATE.REJECTED, ["reply"]),
        (STATE.REJECTED, STATE.CONFIRMED, ["state"]),
        (STATE.REJECTED, STATE.REPORTED, []),
    ],
)
def test_step_is_possible_and_has_what_it_needs(before: str, after: str, fields: list[str]) -> None:
    question = OpenQuestion.objects.create(
        text="Wie teilen wir den Bauhof?",
        state=before,
        reply="Im Kreistag." if before == STATE.REJECTED else "",
    )
    question.state = after
    assert refused(question) == fields


def test_decision_with_what_the_askers_are_told() -> None:
    question = OpenQuestion.objects.create(text="Wie teilen wir den Bauhof?", state=STATE.CONFIRMED)
    question.state, question.reply = STATE.REJECTED, "Das gehört in den Kreistag."
    assert refused(question) == []
    question.state, question.cycle = STATE.ON_AGENDA, ForumCycleFactory()
    assert refused(question) == []
    question.state, question.answer = STATE.ANSWERED, LessonPageFactory(live=False)
    assert refused(question) == ["answer"]
    question.answer = LessonPageFactory()
    assert refused(question) == []


def test_mail_tells_of_a_page_everybody_may_read_only() -> None:
    question = OpenQuestion(text="Wie?", answer=LessonPageFactory(access_level="redaktion"))
    assert question.public_answer() is None
    question.answer = LessonPageFactory()
    assert question.public_answer().pk == question.answer.pk
    assert OpenQuestion(text="Wie?").public_answer() is None


def test_long_question_is_cut_at_a_word() -> None:
    assert str(OpenQuestion(text="Kurz?")) == "Kurz?"
    shown = str(OpenQuestion(text="wort " * 40))
    assert len(shown) <= 82
    assert shown.endswith("wort …")
