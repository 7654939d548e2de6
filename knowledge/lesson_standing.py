"""What must stand beside every link to a lesson: how it stands now, and what the page that links to it says about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from knowledge.enums import LessonState
from knowledge.lesson_state import RoundVerdict
from knowledge.models import LessonAnchor, LessonPage, LessonSource, LessonVerdict
from knowledge.models.lessons import LessonQuerySet, size_bands_of
from search.contract import Audience

__all__ = ["LessonLink", "know_standing", "lesson_links", "standing_in_words", "verdict_counts"]


@dataclass(frozen=True, slots=True)
class LessonLink:
    """A lesson as a page names it. ``role`` is what that page says about it, ``newer`` the version to read instead."""

    lesson: LessonPage
    role: str
    newer: LessonPage | None


def verdict_counts(confirming: int, refuting: int) -> str:
    """ "In 2 Staffeln bestätigt, in 1 widerlegt": both counts, because one alone says the opposite of what it should. Never which cycles."""
    confirmed = ngettext("In %(number)d Staffel bestätigt", "In %(number)d Staffeln bestätigt", confirming) % {"number": confirming}
    if confirming and refuting:
        return confirmed + ", " + _("in %(number)d widerlegt") % {"number": refuting}
    if refuting:
        return ngettext("In %(number)d Staffel widerlegt", "In %(number)d Staffeln widerlegt", refuting) % {"number": refuting}
    return confirmed if confirming else ""


def standing_in_words(state: LessonState, confirming: int, refuting: int) -> str:
    """ "Strittig. In 2 Staffeln bestätigt, in 1 widerlegt": for places without marks, such as a mail."""
    return ". ".join(part for part in (str(state.label), verdict_counts(confirming, refuting)) if part)


def lesson_links(lessons: LessonQuerySet, about: Page, audiences: Collection[Audience]) -> list[LessonLink]:
    """Lessons as ``about`` names them, for readers of these audiences; as many queries for one lesson as for many."""
    newer = {lesson: _newer(lesson, audiences) for lesson in lessons.select_related("superseded_by")}
    roles = know_standing([*newer, *(version for version in newer.values() if version is not None)])
    return [LessonLink(lesson, roles.get((lesson.pk, about.pk), ""), version) for lesson, version in newer.items()]


def _newer(lesson: LessonPage, audiences: Collection[Audience]) -> LessonPage | None:
    newer = getattr(lesson, "superseded_by", None)
    return newer if newer is not None and newer.live and newer.audience in audiences else None


def know_standing(lessons: Sequence[LessonPage]) -> dict[tuple[int, int], str]:
    """Read what state and confidence need for all lessons at once; returns the roles by lesson and source page."""
    if not lessons:
        return {}
    keys = [lesson.pk for lesson in lessons]
    models.prefetch_related_objects(lessons, "superseded_by")
    verdicts: dict[int, list[RoundVerdict]] = defaultdict(list)
    for verdict in LessonVerdict.objects.filter(lesson__in=keys).select_related("cycle", "meeting"):
        verdicts[verdict.lesson_id].append(verdict.as_round_verdict())
    anchored = set(LessonAnchor.objects.filter(lesson__in=keys).values_list("lesson_id", flat=True))
    sources = list(LessonSource.objects.filter(lesson__in=keys).values_list("lesson_id", "page_id", "role"))
    bands = size_bands_of({page for _lesson, page, _role in sources})
    for lesson in lessons:
        lesson.round_verdicts = verdicts[lesson.pk]
        lesson.is_anchored = lesson.pk in anchored
        lesson.size_bands = sorted({bands[page] for of, page, _role in sources if of == lesson.pk and page in bands})
    return {(lesson, page): role for lesson, page, role in sources}
