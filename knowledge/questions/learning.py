"""The library learns how people ask: an unanswered question or search becomes an entry phrase of the record
that answers it, and can be taken back.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from knowledge.base import readable_pages
from knowledge.phrases import EntryPhrase, add_phrase, remove_phrase
from knowledge.questions.models import OpenQuestion
from search.contract import Viewer

__all__ = ["learn", "unlearn"]


@transaction.atomic
def learn(
    *,
    page: Page,
    text: str,
    user: Any,
    question: OpenQuestion | None = None,
    confirmed: bool = False,
) -> EntryPhrase | None:
    """From now on this page is found by this sentence; a question is answered by it, and whoever waits for
    its answer gets mail with the next run (``send_mails``). ``None`` where the page has the sentence already.

    Raises ``ValidationError`` for a page that not everybody may read and for a question that cannot be
    answered from where it stands, and as :func:`knowledge.phrases.add_phrase`.
    """
    if page.pk not in readable_pages([page.pk], Viewer()):
        raise ValidationError(_("Bitte einen Eintrag wählen, den alle lesen dürfen."))
    phrase = add_phrase(page=page, text=text, user=user, confirmed=confirmed)
    if question is not None:
        held = OpenQuestion.objects.select_for_update().get(pk=question.pk)
        held.state, held.answer_id, held.phrase = OpenQuestion.State.ANSWERED, page.pk, phrase
        held.full_clean(exclude=["phrase"])
        held.save()
    return phrase


@transaction.atomic
def unlearn(*, phrase: EntryPhrase) -> OpenQuestion | None:
    """Take the sentence back; the question it answered is open again and is returned."""
    question = OpenQuestion.objects.select_for_update().filter(phrase=phrase).first()
    if question is not None:
        question.state, question.answer, question.phrase = OpenQuestion.State.CONFIRMED, None, None
        question.save()
    remove_phrase(phrase=phrase)
    return question
