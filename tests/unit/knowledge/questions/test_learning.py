"""A question or a search in vain becomes a sentence of the record that answers it, and can be taken back."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from knowledge.guard import PublicTextRefused
from knowledge.models import EntryPhrase, OpenQuestion, QuestionSubscription
from knowledge.questions import actions, learning
from tests.factories import LessonPageFactory, UserFactory

pytestmark = pytest.mark.django_db

ASKED = "Wie teilen sich kleine Orte einen Bauhof?"


def test_a_question_is_answered_and_whoever_waits_is_told(mailoutbox: list[object]) -> None:
    page, editor = LessonPageFactory(), UserFactory()
    question = OpenQuestion.objects.create(text=ASKED)
    waiting = QuestionSubscription.objects.create(question=question, email="a@example.org", language="de")
    actions.confirm_subscription(subscription=waiting)
    phrase = learning.learn(page=page, text=ASKED, user=editor, question=question)
    question.refresh_from_db()
    assert phrase is not None and phrase.is_learned and phrase.added_by == editor
    assert (question.state, question.answer_id, question.phrase) == ("beantwortet", page.pk, phrase)
    assert actions.tell_askers() == 1
    assert not QuestionSubscription.objects.exists()


def test_what_was_learned_is_taken_back_before_anybody_is_told() -> None:
    page = LessonPageFactory()
    question = OpenQuestion.objects.create(text=ASKED, state="bestaetigt")
    phrase = learning.learn(page=page, text=ASKED, user=None, question=question)
    assert phrase is not None
    assert learning.unlearn(phrase=phrase) == question
    question.refresh_from_db()
    assert (question.state, question.answer, question.phrase) == ("bestaetigt", None, None)
    assert not EntryPhrase.objects.exists()
    assert actions.tell_askers() == 0


def test_a_search_in_vain_needs_no_question() -> None:
    page = LessonPageFactory()
    phrase = learning.learn(page=page, text="bauhof teilen", user=None)
    assert phrase is not None and learning.unlearn(phrase=phrase) is None
    assert learning.learn(page=page, text="bauhof teilen", user=None) is not None
    assert learning.learn(page=page, text="Bauhof teilen", user=None) is None


def test_nothing_is_learned_from_a_name_nor_for_a_page_that_is_not_public() -> None:
    question = OpenQuestion.objects.create(text=ASKED)
    with pytest.raises(PublicTextRefused):
        learning.learn(
            page=LessonPageFactory(),
            text="Fragen Sie Frau Petra Kestenholz aus Passau",
            user=None,
            question=question,
        )
    for values in ({"live": False}, {"access_level": "alumni"}):
        with pytest.raises(ValidationError, match="alle lesen"):
            learning.learn(page=LessonPageFactory(**values), text=ASKED, user=None, question=question)
    question.refresh_from_db()
    assert question.state == "gemeldet" and not EntryPhrase.objects.exists()


def test_a_question_that_is_answered_already_stays_as_it_is() -> None:
    page = LessonPageFactory()
    question = OpenQuestion.objects.create(text=ASKED, state="abgelehnt", reply="Dafür ist der Kreis da.")
    with pytest.raises(ValidationError, match="geht es nur weiter"):
        learning.learn(page=page, text=ASKED, user=None, question=question)
    assert not EntryPhrase.objects.exists()
