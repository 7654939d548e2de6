"""Formats, cycles of the forum, their working meetings, and who took part: states that move by named steps,
the call, the verdict round, the closing gate.
"""

from knowledge.cycle.ballot import Ballot, BallotQuestion, BallotSlip
from knowledge.cycle.call import (
    Application,
    ApplicationQuerySet,
    Attendance,
    NewsletterSubscription,
    accepts_applications,
)
from knowledge.cycle.legal_types import LegalType, legal_type_of
from knowledge.cycle.memberships import CycleMembership
from knowledge.cycle.models import (
    CycleCallText,
    CycleQuestion,
    Format,
    ForumCycle,
    MeetingGoal,
    WorkingMeeting,
)
from knowledge.cycle.moves import move
from knowledge.cycle.next_cycle import start_next
from knowledge.cycle.observations import Observation
from knowledge.cycle.signals import (
    Bands,
    attendance_recorded,
    consultation_recorded,
    cycle_called,
    cycle_copied,
    meeting_held,
)
from knowledge.cycle.steps import (
    Missing,
    StateStep,
    StepJumped,
    StepRefused,
    bring_to,
    possible_steps,
    take_step,
)

__all__ = [
    "Application",
    "ApplicationQuerySet",
    "Attendance",
    "Ballot",
    "BallotQuestion",
    "BallotSlip",
    "Bands",
    "CycleCallText",
    "CycleMembership",
    "CycleQuestion",
    "Format",
    "ForumCycle",
    "LegalType",
    "MeetingGoal",
    "Missing",
    "NewsletterSubscription",
    "Observation",
    "StateStep",
    "StepJumped",
    "StepRefused",
    "WorkingMeeting",
    "accepts_applications",
    "attendance_recorded",
    "ballot",
    "bring_to",
    "call",
    "consultation_recorded",
    "cycle_called",
    "cycle_copied",
    "gate",
    "legal_type_of",
    "meeting_held",
    "move",
    "observations",
    "possible_steps",
    "start_next",
    "take_step",
]
