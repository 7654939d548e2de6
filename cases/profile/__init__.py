"""k of a case: how many municipalities its header, its words and its meeting fit."""

from cases.profile.counts import (
    ProfileReport,
    advice,
    cycle_of,
    participants_fitting,
    profile_report,
    profile_values,
    widened,
    words_of,
)
from cases.profile.participants import ParticipantBand, Presence, circle_of, count_those_present
from cases.profile.statutes import Statute, land_of_statutes

__all__ = [
    "ParticipantBand",
    "Presence",
    "ProfileReport",
    "Statute",
    "advice",
    "circle_of",
    "count_those_present",
    "cycle_of",
    "land_of_statutes",
    "participants_fitting",
    "profile_report",
    "profile_values",
    "widened",
    "words_of",
]
