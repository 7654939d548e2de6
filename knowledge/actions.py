"""What writes more than one thing in the core app: questions and who waits for their answer."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from knowledge.models import OpenQuestion, QuestionSubscription
from search.language import fold
from search.mailing import absolute, send
from search.subscriptions import MAX_PER_ADDRESS

__all__ = ["ask_question", "confirm_subscription", "end_subscription", "tell_askers"]

logger = logging.getLogger(__name__)

MAX_QUESTIONS_PER_HOUR = 30
"""For everybody together: nothing about the sender is stored, so there is nobody to count."""


@transaction.atomic
def ask_question(*, text: str, origin: str, email: str, language: str) -> OpenQuestion | None:
    """Keep a question whose text was looked through; the same words again count as one more asker. ``None`` over the limit of the hour.

    With an address, its owner is asked by mail after the commit whether the answer may be sent there.
    """
    hour = timezone.now() - timedelta(hours=1)
    if OpenQuestion.objects.filter(created__gte=hour).count() + QuestionSubscription.objects.asked_since(hour) >= MAX_QUESTIONS_PER_HOUR:
        return None
    question = _same(text)
    if question is None:
        question = OpenQuestion.objects.create(text=text, origin=origin)
    else:
        question.askers += 1
        question.save(update_fields=["askers", "changed"])
    known = QuestionSubscription.objects.filter(question=question, email__iexact=email).exists()
    if email and not known and QuestionSubscription.objects.waiting_for(email).count() < MAX_PER_ADDRESS:
        made = QuestionSubscription.objects.create(question=question, email=email, language=language)
        transaction.on_commit(lambda: _mail(made, "knowledge/mail/question_confirm.txt", f"bitte.{made.key}"))
    return question


def _same(text: str) -> OpenQuestion | None:
    """An unfinished question in the same words."""
    wanted = _words(text)
    return next((q for q in OpenQuestion.objects.unfinished().order_by("pk") if _words(q.text) == wanted), None)


def _words(text: str) -> str:
    return " ".join(fold(text).strip(" ?!.").split())


def confirm_subscription(*, subscription: QuestionSubscription) -> None:
    """The owner of the address says yes."""
    if not subscription.is_confirmed:
        subscription.confirmed_at = timezone.now()
        subscription.save(update_fields=["confirmed_at"])


def end_subscription(*, subscription: QuestionSubscription) -> None:
    """No mail, and the address is forgotten."""
    subscription.delete()


def tell_askers() -> int:
    """Send the decision on a question to those who wait for it, then forget their addresses; returns the number of mails.

    Safe to run twice, also at the same time: a row is claimed before its mail and gone after it.
    """
    QuestionSubscription.objects.expired().delete()
    sent = 0
    waiting = QuestionSubscription.objects.confirmed().filter(question__in=OpenQuestion.objects.decided()).select_related("question__answer")
    for row in waiting.order_by("pk"):
        if not QuestionSubscription.objects.claim(row.pk):
            continue
        try:
            _mail(row, "knowledge/mail/question_decided.txt", f"antwort.{row.key}")
        except OSError as error:  # smtplib's exceptions are among them
            QuestionSubscription.objects.filter(pk=row.pk).update(claimed_at=None)
            logger.warning("answer to subscription %s not sent, it will be tried again: %s", row.pk, type(error).__name__)
            continue
        row.delete()
        sent += 1
    return sent


def _mail(row: QuestionSubscription, template: str, message_id: str) -> None:
    answer = row.question.public_answer()
    with translation.override(row.language):
        end_url = absolute(reverse("question_subscription", args=[row.key]))
    answer_url = absolute(answer.get_url() or "/") if answer is not None else ""
    context = {"question": row.question, "answer_url": answer_url, "answer_title": answer.title if answer is not None else ""}
    send(to=row.email, language=row.language, template=template, context=context, end_url=end_url, message_id=message_id)
