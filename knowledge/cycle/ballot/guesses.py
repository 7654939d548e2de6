"""How many wrong slips a round takes on phones. Codes can be guessed; after so many wrong ones phones wait,
and slips that are read out still count.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.http import HttpRequest

from knowledge.cycle.ballot.models import Ballot
from search.public_forms import Limit, sender

__all__ = ["PER_ROUND", "PER_SENDER", "count_wrong", "waits_until"]

PER_SENDER: Final = Limit("zettel", 20, 120)
"""Wrong slips from one address: a whole room may share one, and some of it mistypes. As short as the other:
what can be guessed in a round is bounded there, and the room waits two minutes at most.
"""
PER_ROUND: Final = Limit("zettel-runde", 60, 120, rotates=False)
"""Wrong slips from all addresses together. Short, so that whoever uses it up keeps the others waiting for two
minutes at most: 600 in a round of twenty minutes, which is a chance of one in 240 for one false vote.
"""


def waits_until(request: HttpRequest, ballot: Ballot) -> datetime | None:
    """The moment from which on this sender may vote by phone again; ``None`` for at once. Asked before the
    slip is looked at, else the answer would tell which one is right.
    """
    source = sender(request)
    moments = [PER_ROUND.ends(str(ballot.pk))]
    if source:
        moments.append(PER_SENDER.ends(str(ballot.pk), source))
    return max((moment for moment in moments if moment), default=None)


def count_wrong(request: HttpRequest, ballot: Ballot) -> None:
    """One more slip that this round does not know."""
    PER_ROUND.take(str(ballot.pk))
    if source := sender(request):
        PER_SENDER.take(str(ballot.pk), source)
