"""Single records for tests that need no whole library: complete, valid, invented."""

from tests.factories.pages import (
    CaseIndexPageFactory,
    CasePageFactory,
    HomePageFactory,
    LessonIndexPageFactory,
    LessonPageFactory,
    MethodCardPageFactory,
    MethodIndexPageFactory,
    PublicationIndexPageFactory,
    PublicationPageFactory,
    is_live,
    newest,
    unreleased_copy,
)
from tests.factories.records import (
    ChallengeAreaFactory,
    FormatFactory,
    ForumCycleFactory,
    PolicyFieldFactory,
    SessionPlanFactory,
    TargetGroupFactory,
    UserFactory,
    WorkingMeetingFactory,
)

__all__ = [
    "CaseIndexPageFactory",
    "CasePageFactory",
    "ChallengeAreaFactory",
    "FormatFactory",
    "ForumCycleFactory",
    "HomePageFactory",
    "LessonIndexPageFactory",
    "LessonPageFactory",
    "MethodCardPageFactory",
    "MethodIndexPageFactory",
    "PolicyFieldFactory",
    "PublicationIndexPageFactory",
    "PublicationPageFactory",
    "SessionPlanFactory",
    "TargetGroupFactory",
    "UserFactory",
    "WorkingMeetingFactory",
    "is_live",
    "newest",
    "unreleased_copy",
]
