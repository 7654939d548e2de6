"""Drafts of lessons that come of a meeting: of an insight, and of a verdict that changes a lesson."""

from __future__ import annotations

import html
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from knowledge.enums import ContributionState, LessonKind, VerdictKind
from knowledge.lessons.models import LessonPage
from knowledge.lessons.verdicts import LessonVerdict

__all__ = ["draft_lesson", "new_version"]

_STATEMENT = LessonPage._meta.get_field("statement")
_NOT_OF_THE_NEW = ["anchors", "external_id", "released_on", "short_name", "statement_en"]
"""What a new version has to earn, or to say anew."""


@transaction.atomic
def draft_lesson(
    *, statement: str, kind: str, observation: str, insight: str, meeting: Any, user: Any
) -> LessonPage:
    """A draft with what is known of a lesson; its form asks for the rest before it is published.

    Raises ``ValidationError`` for an empty or too long sentence, an unknown kind, or where the page that
    lists the lessons is missing.
    """
    if kind not in LessonKind.values:
        raise ValidationError(_("Bitte sagen, was für eine Lehre es ist."))
    lesson = LessonPage(
        statement=_sentence(statement),
        kind=kind,
        observation=_paragraphs(observation),
        insight=_paragraphs(insight),
        origin=meeting,
        owner=user,
        live=False,
    )
    _lessons_index().add_child(instance=lesson)
    return _as_draft(lesson, user)


@transaction.atomic
def new_version(*, verdict: LessonVerdict, statement: str, user: Any) -> LessonPage:
    """The version of a lesson that a round adapted: a draft with its words, conditions and sources. The old
    one keeps its address and leads to the new one once that is published.

    Raises ``ValidationError`` for another verdict, a sentence that says the same, or where there is one.
    """
    old = LessonPage.objects.select_for_update().get(pk=verdict.lesson_id)
    sentence = _sentence(statement)
    if verdict.kind != VerdictKind.ADAPTED or verdict.state == ContributionState.REJECTED:
        raise ValidationError(_("Eine neue Fassung gibt es nur nach dem Urteil „Angepasst“."))
    if LessonPage.objects.filter(supersedes=old).exists():
        raise ValidationError(_("Zu dieser Lehre gibt es schon eine neue Fassung."))
    if sentence.casefold() == old.statement.casefold():
        raise ValidationError(_("Der Satz ist noch der alte. Was hat die Runde angepasst?"))
    new = old.copy(
        to=_lessons_index(),
        keep_live=False,
        copy_revisions=False,
        log_action=None,
        user=user,
        exclude_fields=_NOT_OF_THE_NEW,
        update_attrs={
            "title": sentence,
            "draft_title": sentence,
            "statement": sentence,
            "slug": "",
            "supersedes": old,
            "origin": verdict.meeting,
        },
    )
    return _as_draft(new, user)


def _as_draft(lesson: LessonPage, user: Any) -> LessonPage:
    log(instance=lesson, action="wagtail.create", user=user)
    lesson.save_revision(user=user, clean=False)
    return lesson


def _lessons_index() -> Page:
    index = Page.objects.filter(content_type__model="lessonindexpage").first()
    if index is None:
        raise ValidationError(_("Es fehlt die Seite „Lehren“, unter der eine Lehre angelegt wird."))
    return index


def _sentence(text: str) -> str:
    sentence = " ".join(text.split())
    if not sentence:
        raise ValidationError(_("Bitte die Lehre in einem Satz sagen."))
    if len(sentence) > _STATEMENT.max_length:
        raise ValidationError(
            _("Der Satz ist zu lang: höchstens %(most)d Zeichen.") % {"most": _STATEMENT.max_length}
        )
    return sentence


def _paragraphs(text: str) -> str:
    """Rich text of what was typed in lines."""
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())
