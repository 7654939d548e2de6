"""Formats, cycles of the forum, their working meetings."""

from knowledge.cycle.models import CycleQuestion, Format, ForumCycle, MeetingGoal, WorkingMeeting

__all__ = ["CycleQuestion", "Format", "ForumCycle", "MeetingGoal", "WorkingMeeting"]
