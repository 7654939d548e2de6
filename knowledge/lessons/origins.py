"""Lessons hang on the records they were drawn from."""

from __future__ import annotations

from typing import Any

from knowledge.base import fetch_rows, origin_narrowed, register_retellers, to_review
from knowledge.lessons.models import LessonPage

__all__ = ["review_lessons"]


def review_lessons(sender: Any, page: Any, level: str, **kwargs: Any) -> None:
    """Receiver of ``origin_narrowed``: live lessons drawn from the page go to review, and with them whatever
    was drawn from them.
    """
    for lesson in LessonPage.objects.live().drawn_from(page):
        if to_review(lesson, level):
            origin_narrowed.send(LessonPage, page=lesson, level=level)


def drawn_from(pk: int) -> list[LessonPage]:
    """The live lessons that name a record among their sources."""
    lessons = list(LessonPage.objects.live().filter(sources__page_id=pk).distinct())
    fetch_rows(*lessons)
    return lessons


register_retellers(drawn_from)
origin_narrowed.connect(review_lessons, dispatch_uid="knowledge.lessons.origins")
