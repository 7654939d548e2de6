"""The organiser's side of a cycle: where it stands, what is missing, who applied, who was there, what the
round said.
"""

from knowledge.admin.cycles.applications import (
    cycle_applications,
    cycle_applications_sheet,
    decide_application,
)
from knowledge.admin.cycles.desk import cycle_desk, cycle_next, cycle_page_new, cycle_step, desk_buttons
from knowledge.admin.cycles.meetings import (
    evening_sheet,
    meeting_attendance,
    meeting_ballot,
    meeting_lessons,
)

__all__ = [
    "cycle_applications",
    "cycle_applications_sheet",
    "cycle_desk",
    "cycle_next",
    "cycle_page_new",
    "cycle_step",
    "decide_application",
    "desk_buttons",
    "evening_sheet",
    "meeting_attendance",
    "meeting_ballot",
    "meeting_lessons",
]
