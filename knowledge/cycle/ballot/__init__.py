"""The verdict round of a meeting: which lessons, the ballots of those present, the sums."""

from knowledge.cycle.ballot.actions import (
    BallotRefused,
    cast_vote,
    close_ballot,
    count_paper,
    open_ballot,
    proposed_kind,
    record_verdict,
    set_lessons,
)
from knowledge.cycle.ballot.models import Ballot, BallotDevice, BallotQuestion
from knowledge.cycle.ballot.requirements import register
from knowledge.cycle.ballot.selection import Candidate, candidates

__all__ = [
    "Ballot",
    "BallotDevice",
    "BallotQuestion",
    "BallotRefused",
    "Candidate",
    "candidates",
    "cast_vote",
    "close_ballot",
    "count_paper",
    "open_ballot",
    "proposed_kind",
    "record_verdict",
    "register",
    "set_lessons",
    "views",
]
