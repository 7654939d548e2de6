"""Which lessons a round should judge: those whose verdict is worth most.

``value = doubt x reuse x fit``, each from 0 to 1 and printed beside the lesson:

* doubt: how little the confidence says, ``1 - level / 4``; a contested lesson counts 1;
* reuse: how many records build on it, ``(1 + uses) / (1 + MANY_USES)`` up to 1;
* fit: the share of those with a place whom the lesson addresses (at least :data:`LEAST_FIT`); while nobody
  has a place, whether it addresses a group of the format.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, ReferenceIndex

from knowledge.cycle.models import WorkingMeeting
from knowledge.enums import ContributionState, LessonState
from knowledge.lessons import LessonPage, LessonVerdict, know_standing
from search.contract import Viewer

__all__ = ["LEAST_FIT", "MANY_USES", "MOST_LESSONS", "Candidate", "candidates", "value_of"]

MANY_USES: Final = 6
"""So many records that build on a lesson are as good as more."""
LEAST_FIT: Final = 0.1
MOST_LESSONS: Final = 5
"""A round of twenty minutes judges no more."""
_TOP_LEVEL = 4
_ALL, _MOST = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lesson with the parts of its value."""

    lesson: Any
    level: int
    contested: bool
    uses: int
    doubt: float
    reuse: float
    fit: float

    @property
    def value(self) -> float:
        """Value of information, 0 to 1."""
        return self.doubt * self.reuse * self.fit

    @property
    def in_words(self) -> str:
        """The same as a sentence, in the active language."""
        if self.contested:
            doubt = _("Strittig: Staffeln haben verschieden geurteilt.")
        elif self.level == 0:
            doubt = _("Noch kaum belegt.")
        else:
            doubt = _("Belegt bis Stufe %(level)d von %(top)d.") % {"level": self.level, "top": _TOP_LEVEL}
        if not self.uses:
            return " ".join((doubt, _("Noch nichts baut darauf auf."), _for_whom(self.fit)))
        uses = ngettext("%(n)d Eintrag baut darauf auf.", "%(n)d Einträge bauen darauf auf.", self.uses) % {
            "n": self.uses
        }
        return " ".join((doubt, uses, _for_whom(self.fit)))


def _for_whom(fit: float) -> str:
    if fit >= _ALL:
        return _("Sie richtet sich an alle, die teilnehmen.")
    if fit >= _MOST:
        return _("Sie richtet sich an die meisten, die teilnehmen.")
    if fit > LEAST_FIT:
        return _("Sie richtet sich an einige, die teilnehmen.")
    return _("Sie richtet sich an kaum jemanden, der teilnimmt.")


def value_of(*, level: int, contested: bool, uses: int, fit: float) -> tuple[float, float, float]:
    """Doubt, reuse and fit, each from 0 to 1."""
    doubt = 1.0 if contested else 1 - level / _TOP_LEVEL
    return doubt, min(1.0, (1 + uses) / (1 + MANY_USES)), max(LEAST_FIT, min(1.0, fit))


def candidates(meeting: WorkingMeeting) -> list[Candidate]:
    """Every lesson that this cycle has not judged, the most valuable first."""
    cycle = meeting.cycle
    judged = LessonVerdict.objects.filter(cycle=cycle).exclude(state=ContributionState.REJECTED)
    lessons = list(
        LessonPage.objects.public()
        .exclude(pk__in=judged.values("lesson"))
        .exclude(superseded_by__live=True)
        .prefetch_related("addressees")
    )
    know_standing(lessons, Viewer.editor())
    uses = _uses(lessons)
    groups = [
        group for group in cycle.applications.accepted().values_list("target_group", flat=True) if group
    ]
    of_format = set(cycle.format.target_groups.values_list("pk", flat=True))
    found = []
    for lesson in lessons:
        addressed = {group.pk for group in lesson.addressees.all()}
        fit = (
            sum(group in addressed for group in groups) / len(groups)
            if groups
            else float(bool(addressed & of_format))
        )
        level, contested = lesson.confidence.level, lesson.state == LessonState.CONTESTED
        doubt, reuse, fit = value_of(level=level, contested=contested, uses=uses.get(lesson.pk, 0), fit=fit)
        found.append(Candidate(lesson, level, contested, uses.get(lesson.pk, 0), doubt, reuse, fit))
    return sorted(found, key=lambda item: (-item.value, item.lesson.name))


def _uses(lessons: Iterable[Any]) -> dict[int, int]:
    """How many records point to each lesson."""
    keys = [str(lesson.pk) for lesson in lessons]
    rows = (
        ReferenceIndex.objects.filter(
            to_content_type__in=ContentType.objects.get_for_models(Page, LessonPage).values(),
            to_object_id__in=keys,
        )
        .values("to_object_id")
        .annotate(uses=Count("object_id", distinct=True))
    )
    return {int(row["to_object_id"]): row["uses"] for row in rows}
