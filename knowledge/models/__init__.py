"""Models of the core app."""

from knowledge.base.page import (
    LibraryPage,
    LibraryPageManager,
    LibraryPageQuerySet,
    OutdatedPage,
    record_models,
)
from knowledge.base.taxonomy import (
    ChallengeArea,
    ChallengeAreaItem,
    PolicyField,
    SustainableDevelopmentGoal,
    TargetGroup,
)
from knowledge.cycle.models import CycleQuestion, Format, ForumCycle, MeetingGoal, WorkingMeeting
from knowledge.lessons.models import (
    LessonAnchor,
    LessonChallengeArea,
    LessonCondition,
    LessonPage,
    LessonSource,
    LessonVerdict,
)
from knowledge.models.audit import AnonymityKey, AnonymityTrail, FindingDecision
from knowledge.models.files import LibraryDocument, LibraryImage, LibraryRendition
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
from knowledge.questions.models import OpenQuestion, OpenQuestionQuerySet, QuestionSubscription

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
