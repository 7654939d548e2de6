"""Asking, waiting, being told: the same words count once, and addresses go with the answer."""

from __future__ import annotations

import pytest
from django.core import mail

from knowledge.models import OpenQuestion, QuestionSubscription
from knowledge.questions import actions
from search.models.subscriptions import MAX_PER_ADDRESS

pytestmark = pytest.mark.django_db
STATE = OpenQuestion.State


def ask(text: str = "Wie teilen wir den Bauhof?", email: str = "") -> OpenQuestion:
    return actions.ask_question(text=text, origin=OpenQuestion.Origin.FORM, email=email, language="de")


def test_same_words_count_as_one_more_asker() -> None:
    first = ask()
    assert ask("  wie teilen wir den BAUHOF ").pk == first.pk
    first.refresh_from_db()
    assert first.askers == 2
    assert ask("Wie teilen wir das Freibad?").pk != first.pk


def test_decided_question_is_asked_anew() -> None:
    first = ask()
    OpenQuestion.objects.filter(pk=first.pk).update(state=STATE.ANSWERED)
    assert ask().pk != first.pk


def test_address_waits_once_per_question_and_not_for_many() -> None:
    ask(email="a@rathaus.example")
    ask(email="A@rathaus.example")
    assert QuestionSubscription.objects.count() == 1
    for number in range(MAX_PER_ADDRESS + 2):
        ask(f"Wie gelingt Vorhaben Nummer {number}?", email="a@rathaus.example")
    assert QuestionSubscription.objects.count() == MAX_PER_ADDRESS


def test_who_confirmed_is_told_once_and_forgotten() -> None:
    question = ask(email="a@rathaus.example")
    row = QuestionSubscription.objects.get()
    assert actions.tell_askers() == 0
    actions.confirm_subscription(subscription=row)
    OpenQuestion.objects.filter(pk=question.pk).update(
        state=STATE.REJECTED, reply="Das gehört in den Kreistag."
    )
    assert (actions.tell_askers(), actions.tell_askers()) == (1, 0)
    (sent,) = mail.outbox
    assert sent.to == ["a@rathaus.example"]
    assert "Das gehört in den Kreistag." in sent.body
    assert not QuestionSubscription.objects.exists()


def test_end_forgets_the_address() -> None:
    ask(email="a@rathaus.example")
    actions.end_subscription(subscription=QuestionSubscription.objects.get())
    assert not QuestionSubscription.objects.exists()
