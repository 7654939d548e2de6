"""k of a case: how many municipalities its header, its words and its meeting fit."""

from cases.profile.counts import (
    ProfileReport,
    advice,
    cycle_of,
    profile_report,
    profile_values,
    words_of,
)
from cases.profile.participants import ParticipantBand

__all__ = [
    "ParticipantBand",
    "ProfileReport",
    "advice",
    "cycle_of",
    "profile_report",
    "profile_values",
    "words_of",
]
