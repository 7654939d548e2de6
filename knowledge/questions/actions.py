"""What writes more than one thing in the core app: questions and who waits for their answer."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from knowledge.lessons import LessonPage, standing_in_words
from knowledge.questions.models import OpenQuestion, QuestionSubscription
from search.language import fold
from search.models import MAX_PER_ADDRESS
from search.public_forms import absolute, later, send, send_confirmations

__all__ = ["ask_owners", "ask_question", "confirm_subscription", "end_subscription", "tell_askers"]


@transaction.atomic
def ask_question(
    *, text: str, origin: str, email: str, language: str, about: Page | None = None
) -> OpenQuestion:
    """Keep a question whose text was looked through; the same words again count as one more asker. ``about``
    is the record that was read and did not answer.

    With an address, its owner is asked by mail after the commit whether the answer may be sent there
    (:func:`ask_owners`).
    """
    question = _same(text)
    if question is None:
        question = OpenQuestion.objects.create(text=text, origin=origin, asked_on=about)
    else:
        OpenQuestion.objects.filter(pk=question.pk).update(
            askers=F("askers") + 1, changed=timezone.now(), row_version=F("row_version") + 1
        )
        question.refresh_from_db()
    if email:
        _wait_for_answer(question, email, language)
        transaction.on_commit(lambda: later(ask_owners, name="questions"))
    return question


def _wait_for_answer(question: OpenQuestion, email: str, language: str) -> None:
    known = QuestionSubscription.objects.of(email).filter(question=question).first()
    if known is not None:
        if known.ask_again(language=language):
            known.save(update_fields=QuestionSubscription.ASKING)
    elif QuestionSubscription.objects.waiting_for(email).count() < MAX_PER_ADDRESS:
        QuestionSubscription.objects.create(question=question, email=email, language=language)


def ask_owners() -> int:
    """Send the confirmations of those who want to hear an answer; returns their number."""
    waiting = QuestionSubscription.objects.all()
    return send_confirmations(
        waiting, lambda row, message_id: _mail(row, "knowledge/mail/question_confirm.txt", message_id)
    )


def _same(text: str) -> OpenQuestion | None:
    """An unfinished question in the same words."""
    wanted = _words(text)
    return next(
        (q for q in OpenQuestion.objects.unfinished().order_by("pk") if _words(q.text) == wanted), None
    )


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
    """Send the decision on a question to those who wait for it, then forget their addresses; returns the
    number of mails.

    Safe to run twice, also at the same time: a row is claimed before its mail and gone after it.
    """
    QuestionSubscription.objects.expired().delete()
    sent = 0
    waiting = (
        QuestionSubscription.objects.confirmed()
        .filter(question__in=OpenQuestion.objects.decided())
        .select_related("question__answer")
    )
    for row in waiting.order_by("pk"):
        if not QuestionSubscription.objects.claim(row.pk):
            continue
        with transaction.atomic():
            _mail(row, "knowledge/mail/question_decided.txt", f"antwort.{row.key}")
            row.delete()
        sent += 1
    return sent


def _mail(row: QuestionSubscription, template: str, message_id: str) -> None:
    answer = row.question.public_answer()
    with translation.override(row.language):
        end_url = absolute(reverse("question_subscription", args=[row.key]))
        remark = (
            standing_in_words(answer.state, answer.confirming_cycles, answer.refuting_cycles)
            if isinstance(answer, LessonPage)
            else ""
        )
    answer_url = absolute(answer.get_url() or "/") if answer is not None else ""
    title = answer.title if answer is not None else ""
    context = {
        "question": row.question,
        "answer_url": answer_url,
        "answer_title": title,
        "answer_remark": remark,
    }
    send(
        to=row.email,
        language=row.language,
        template=template,
        context=context,
        end_url=end_url,
        message_id=message_id,
    )
