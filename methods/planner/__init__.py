"""Clock times, quantities and what goes wrong: the run sheet of a method, the sheet of a session plan.

Pure functions over what a card or a plan says; no model and no database.
"""

from methods.planner.run_sheet import RunSheet, TimedPhase, build_run_sheet
from methods.planner.session_sheet import CardFacts, PlannedBlock, SessionSheet, build_session_sheet

__all__ = [
    "CardFacts",
    "PlannedBlock",
    "RunSheet",
    "SessionSheet",
    "TimedPhase",
    "build_run_sheet",
    "build_session_sheet",
]
