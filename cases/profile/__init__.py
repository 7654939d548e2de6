"""k of a case: how many municipalities its header, its words and its meeting fit."""

from cases.profile.counts import (
    ProfileReport,
    advice,
    participants_fitting,
    profile_report,
    profile_values,
    widened,
    words_of,
)
from cases.profile.participants import (
    Circle,
    ParticipantBand,
    Presence,
    circle_of,
    circle_of_case,
    count_those_present,
)
from cases.profile.statutes import Statute, land_of_statutes
from cases.profile.told_facts import FACT_NAMES, UNTICKED, CaseFact, FactRow, counted, fact_name, tick_list

__all__ = [
    "FACT_NAMES",
    "UNTICKED",
    "CaseFact",
    "Circle",
    "FactRow",
    "ParticipantBand",
    "Presence",
    "ProfileReport",
    "Statute",
    "advice",
    "circle_of",
    "circle_of_case",
    "count_those_present",
    "counted",
    "fact_name",
    "land_of_statutes",
    "participants_fitting",
    "profile_report",
    "profile_values",
    "tick_list",
    "widened",
    "words_of",
]
