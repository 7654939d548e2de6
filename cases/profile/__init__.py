"""k of a case: how many municipalities its header, its words and its meeting fit."""

from cases.profile.counts import (
    ProfileReport,
    advice,
    cycle_of,
    profile_report,
    profile_values,
    words_of,
)
from cases.profile.participants import ParticipantBand, count_those_present
from cases.profile.statutes import Statute, land_of_statutes

__all__ = [
    "ParticipantBand",
    "ProfileReport",
    "Statute",
    "advice",
    "count_those_present",
    "cycle_of",
    "land_of_statutes",
    "profile_report",
    "profile_values",
    "words_of",
]
