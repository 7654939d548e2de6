"""What must stand beside every link to a lesson: how it stands now, and what the page that links to it says
about it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from knowledge.base import path_to
from knowledge.enums import LessonRole, LessonState, VerdictKind
from knowledge.lessons.models import LessonAnchor, LessonPage, LessonQuerySet, LessonSource
from knowledge.lessons.outcomes import ask_outcomes
from knowledge.lessons.state import RoundVerdict, SourceOutcome
from knowledge.lessons.verdicts import LessonVerdict
from knowledge.permissions import is_inner
from search.contract import Viewer

__all__ = ["LessonLink", "know_standing", "lesson_links", "standing_in_words", "verdict_counts"]


_EVERYBODY = Viewer()


@dataclass(frozen=True, slots=True)
class LessonLink:
    """A lesson as a page names it. ``role`` is what that page says about it, ``newer`` the version to read
    instead.
    """

    lesson: LessonPage
    role: str
    newer: LessonPage | None


def verdict_counts(confirming: int, refuting: int) -> str:
    """ "In 2 Staffeln bestätigt, in 1 widerlegt": both counts, because one alone says the opposite of what it
    should. Never which cycles.
    """
    confirmed = ngettext(
        "In %(number)d Staffel bestätigt", "In %(number)d Staffeln bestätigt", confirming
    ) % {"number": confirming}
    if confirming and refuting:
        return confirmed + ", " + _("in %(number)d widerlegt") % {"number": refuting}
    if refuting:
        return ngettext("In %(number)d Staffel widerlegt", "In %(number)d Staffeln widerlegt", refuting) % {
            "number": refuting
        }
    return confirmed if confirming else ""


def standing_in_words(state: LessonState, confirming: int, refuting: int) -> str:
    """ "Strittig. In 2 Staffeln bestätigt, in 1 widerlegt": for places without marks, such as a mail."""
    return ". ".join(part for part in (str(state.label), verdict_counts(confirming, refuting)) if part)


def lesson_links(lessons: LessonQuerySet, about: Page, viewer: Viewer) -> list[LessonLink]:
    """Lessons as ``about`` names them for this viewer; as many queries for one lesson as for
    many.
    """
    newer = {lesson: _newer(lesson, viewer) for lesson in lessons.select_related("superseded_by")}
    roles = know_standing([*newer, *(version for version in newer.values() if version is not None)], viewer)
    return [
        LessonLink(lesson, roles.get((lesson.pk, about.pk), ""), version) for lesson, version in newer.items()
    ]


def _newer(lesson: LessonPage, viewer: Viewer) -> LessonPage | None:
    newer = getattr(lesson, "superseded_by", None)
    return newer if newer is not None and newer.is_open_to(viewer) else None


def know_standing(lessons: Sequence[LessonPage], viewer: Viewer = _EVERYBODY) -> dict[tuple[int, int], str]:
    """Read what state and confidence need for all lessons at once, as this viewer may see them; returns the
    roles by lesson and source page.
    """
    if not lessons:
        return {}
    models.prefetch_related_objects(lessons, "superseded_by")
    verdicts: dict[int, list[RoundVerdict]] = defaultdict(list)
    bands: dict[int, set[str]] = defaultdict(set)
    anchored: set[int] = set()
    roles: dict[tuple[int, int], str] = {}
    for what, lesson, number, word, band, day, flag in _rows([lesson.pk for lesson in lessons], viewer):
        if what == _VERDICT:
            verdicts[lesson].append(RoundVerdict(number, VerdictKind(word), day, flag))
        elif what == _SOURCE:
            roles[lesson, number] = word
            bands[lesson] |= {band} if band and flag else set()
        else:
            anchored.add(lesson)
    told = ask_outcomes({page for _lesson, page in roles}, inner=is_inner(viewer))
    for known in lessons:
        known.round_verdicts, known.size_bands, known.is_anchored = (
            verdicts[known.pk],
            sorted(bands[known.pk]),
            known.pk in anchored,
        )
        known.source_outcomes = [
            SourceOutcome(LessonRole(role), told[page].outcome, told[page].effective)
            for (lesson, page), role in roles.items()
            if lesson == known.pk and page in told
        ]
    return roles


_VERDICT, _SOURCE, _ANCHOR = "verdict", "source", "anchor"


def _rows(keys: list[int], viewer: Viewer) -> models.QuerySet[Any, Any]:
    """Verdicts, sources and anchors of lessons in one query: what, lesson, cycle or page, judgement or role,
    size band, day, follow-up or live.
    """
    text, number, day, flag = (
        models.CharField(),
        models.IntegerField(),
        models.DateField(),
        models.BooleanField(),
    )
    none, empty, no = models.Value(0, number), models.Value("", text), models.Value(False, flag)
    no_day = models.Value(None, day)

    def of(found: models.QuerySet[Any, Any], what: str, *columns: Any) -> models.QuerySet[Any, Any]:
        return (
            found.filter(lesson__in=keys)
            .order_by()
            .values_list(models.Value(what, text), "lesson_id", *columns)
        )

    judged_on = Coalesce("meeting__date", "cycle__ends")
    verdicts = LessonVerdict.objects.shown_to(viewer)
    return of(verdicts, _VERDICT, "cycle__number", "kind", empty, judged_on, "follow_up").union(
        of(
            LessonSource.objects.all(),
            _SOURCE,
            "page_id",
            "role",
            Coalesce(F(path_to("size_band", "page")), empty),
            no_day,
            "page__live",
        ),
        of(LessonAnchor.objects.all(), _ANCHOR, none, empty, empty, no_day, no),
        all=True,
    )
