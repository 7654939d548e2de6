"""Lessons: their tables, how far they are trusted, and what must stand beside every link to one."""

from knowledge.lessons.drafting import draft_lesson, new_version
from knowledge.lessons.models import (
    LessonAnchor,
    LessonChallengeArea,
    LessonCondition,
    LessonInnerPassage,
    LessonPage,
    LessonQuerySet,
    LessonSource,
)
from knowledge.lessons.origins import review_lessons
from knowledge.lessons.outcomes import FollowedUp, tell_outcomes
from knowledge.lessons.standing import (
    LessonLink,
    know_standing,
    lesson_links,
    standing_in_words,
    verdict_counts,
)
from knowledge.lessons.state import (
    MOST_CONFIRMING,
    SECURED_BY_CYCLES,
    STALE_AFTER_MONTHS,
    Confidence,
    RoundVerdict,
    SourceOutcome,
    confidence,
)
from knowledge.lessons.verdicts import LessonVerdict

__all__ = [
    "MOST_CONFIRMING",
    "SECURED_BY_CYCLES",
    "STALE_AFTER_MONTHS",
    "Confidence",
    "FollowedUp",
    "LessonAnchor",
    "LessonChallengeArea",
    "LessonCondition",
    "LessonInnerPassage",
    "LessonLink",
    "LessonPage",
    "LessonQuerySet",
    "LessonSource",
    "LessonVerdict",
    "RoundVerdict",
    "SourceOutcome",
    "confidence",
    "draft_lesson",
    "know_standing",
    "lesson_links",
    "new_version",
    "review_lessons",
    "standing_in_words",
    "tell_outcomes",
    "verdict_counts",
]
