"""Formats, cycles of the forum, their working meetings, and who took part."""

from knowledge.cycle.memberships import CycleMembership
from knowledge.cycle.models import CycleQuestion, Format, ForumCycle, MeetingGoal, WorkingMeeting

__all__ = ["CycleMembership", "CycleQuestion", "Format", "ForumCycle", "MeetingGoal", "WorkingMeeting"]
