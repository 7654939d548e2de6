"""The slips of a meeting: a code for each person, made of the secret of the library, so that none is stored.

Two installations with the same secret print the same codes for the same meeting: those of development and of
the demo, whose secret stands in the settings. Production does not start without one of its own.

They can be printed before anybody knows who comes, and once more where one got lost.
"""

from __future__ import annotations

from typing import Final

from django.utils.crypto import salted_hmac

from knowledge.cycle.ballot.models import MOST_PRESENT
from knowledge.cycle.models import WorkingMeeting

__all__ = ["slips_of"]

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without characters that people confuse."""
_LENGTH: Final = 5
"""28 million codes for at most 200 slips, so that one guess in 143 thousand is right. That alone would not
hold out for an evening; :mod:`knowledge.cycle.ballot.guesses` lets a round take thirty wrong ones a minute.
"""


def slips_of(meeting: WorkingMeeting) -> list[str]:
    """The codes of a meeting, always the same and in the same order, as many as a round can have people."""
    return list(dict.fromkeys(_code(meeting.pk, number) for number in range(MOST_PRESENT)))


def _code(meeting: int, number: int) -> str:
    digest = salted_hmac("knowledge.cycle.ballot.slips", f"{meeting}:{number}", algorithm="sha256").digest()
    value, code = int.from_bytes(digest[:8], "big"), ""
    for _place in range(_LENGTH):
        value, place = divmod(value, len(_ALPHABET))
        code += _ALPHABET[place]
    return code
