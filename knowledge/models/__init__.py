"""Models of the core app."""

from knowledge.base import (
    ChallengeArea,
    ChallengeAreaItem,
    LibraryPage,
    LibraryPageManager,
    LibraryPageQuerySet,
    OutdatedPage,
    PolicyField,
    SustainableDevelopmentGoal,
    TargetGroup,
    record_models,
)
from knowledge.cycle import (
    CycleMembership,
    CycleQuestion,
    Format,
    ForumCycle,
    MeetingGoal,
    WorkingMeeting,
)
from knowledge.jobs import Job, JobWorker
from knowledge.lessons import (
    LessonAnchor,
    LessonChallengeArea,
    LessonCondition,
    LessonPage,
    LessonSource,
    LessonVerdict,
)
from knowledge.mail import OutgoingMail
from knowledge.models.audit import AnonymityKey, AnonymityTrail, FindingDecision, FindingKey
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
from knowledge.phrases import EntryPhrase, EntryPhraseQuerySet
from knowledge.questions import OpenQuestion, OpenQuestionQuerySet, QuestionSubscription

__all__ = [
    "AnonymityKey",
    "AnonymityTrail",
    "ChallengeArea",
    "ChallengeAreaIndexPage",
    "ChallengeAreaItem",
    "ChallengeAreaPage",
    "ContentPage",
    "CycleIndexPage",
    "CycleMembership",
    "CyclePage",
    "CycleQuestion",
    "EntryPhrase",
    "EntryPhraseQuerySet",
    "FindingDecision",
    "FindingKey",
    "Format",
    "ForumCycle",
    "HomePage",
    "Job",
    "JobWorker",
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
    "OutgoingMail",
    "PolicyField",
    "QuestionSubscription",
    "SustainableDevelopmentGoal",
    "TargetGroup",
    "TargetGroupIndexPage",
    "TargetGroupPage",
    "WorkingMeeting",
    "record_models",
]
