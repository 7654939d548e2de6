"""Lessons: their tables, how far they are trusted, and what must stand beside every link to one."""

from knowledge.lessons.models import (
    LessonAnchor,
    LessonChallengeArea,
    LessonCondition,
    LessonPage,
    LessonQuerySet,
    LessonSource,
)
from knowledge.lessons.standing import (
    LessonLink,
    know_standing,
    lesson_links,
    standing_in_words,
    verdict_counts,
)
from knowledge.lessons.verdicts import LessonVerdict

__all__ = [
    "LessonAnchor",
    "LessonChallengeArea",
    "LessonCondition",
    "LessonLink",
    "LessonPage",
    "LessonQuerySet",
    "LessonSource",
    "LessonVerdict",
    "know_standing",
    "lesson_links",
    "standing_in_words",
    "verdict_counts",
]
