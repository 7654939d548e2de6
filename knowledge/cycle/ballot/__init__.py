"""The verdict round of a meeting: which lessons, the ballots of those present, the sums."""

from knowledge.cycle.ballot.actions import (
    BallotRefused,
    VotesMissing,
    cast_vote,
    close_ballot,
    open_ballot,
    proposed_kind,
    record_verdict,
    set_lessons,
)
from knowledge.cycle.ballot.models import LEAST_PRESENT, Ballot, BallotQuestion, BallotSlip
from knowledge.cycle.ballot.requirements import register
from knowledge.cycle.ballot.selection import Candidate, candidates
from knowledge.cycle.ballot.slips import slips_of

__all__ = [
    "LEAST_PRESENT",
    "Ballot",
    "BallotQuestion",
    "BallotRefused",
    "BallotSlip",
    "Candidate",
    "VotesMissing",
    "candidates",
    "cast_vote",
    "close_ballot",
    "open_ballot",
    "proposed_kind",
    "record_verdict",
    "register",
    "set_lessons",
    "slips_of",
    "views",
]
