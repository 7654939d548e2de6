"""Models of the core app."""

from knowledge.models.audit import AnonymityKey, AnonymityTrail, FindingDecision
from knowledge.models.base import LibraryPage, LibraryPageManager, LibraryPageQuerySet, OutdatedPage, record_models
from knowledge.models.cycles import CycleQuestion, Format, ForumCycle, MeetingGoal, WorkingMeeting
from knowledge.models.files import LibraryDocument, LibraryImage, LibraryRendition
from knowledge.models.lessons import LessonAnchor, LessonChallengeArea, LessonCondition, LessonPage, LessonSource, LessonVerdict
from knowledge.models.pages import (
    ChallengeAreaIndexPage,
    ChallengeAreaPage,
    ContentPage,
    CycleIndexPage,
    CyclePage,
    HomePage,
    LessonIndexPage,
    LibraryIndexPage,
    TargetGroupIndexPage,
    TargetGroupPage,
)
from knowledge.models.questions import OpenQuestion, OpenQuestionQuerySet, QuestionSubscription
from knowledge.models.taxonomy import ChallengeArea, ChallengeAreaItem, PolicyField, SustainableDevelopmentGoal, TargetGroup

__all__ = [
    "AnonymityKey",
    "AnonymityTrail",
    "ChallengeArea",
    "ChallengeAreaIndexPage",
    "ChallengeAreaItem",
    "ChallengeAreaPage",
    "ContentPage",
    "CycleIndexPage",
    "CyclePage",
    "CycleQuestion",
    "FindingDecision",
    "Format",
    "ForumCycle",
    "HomePage",
    "LessonAnchor",
    "LessonChallengeArea",
    "LessonCondition",
    "LessonIndexPage",
    "LessonPage",
    "LessonSource",
    "LessonVerdict",
    "LibraryDocument",
    "LibraryImage",
    "LibraryIndexPage",
    "LibraryPage",
    "LibraryPageManager",
    "LibraryPageQuerySet",
    "LibraryRendition",
    "MeetingGoal",
    "OpenQuestion",
    "OpenQuestionQuerySet",
    "OutdatedPage",
    "PolicyField",
    "QuestionSubscription",
    "SustainableDevelopmentGoal",
    "TargetGroup",
    "TargetGroupIndexPage",
    "TargetGroupPage",
    "WorkingMeeting",
    "record_models",
]
