"""What happens to a cycle, for rooms that stand beside each other: the apps of methods and cases listen."""

from __future__ import annotations

from typing import NamedTuple

from django.dispatch import Signal

__all__ = [
    "Bands",
    "attendance_recorded",
    "consultation_recorded",
    "cycle_called",
    "cycle_copied",
    "meeting_held",
]

cycle_copied = Signal()
"""``source`` and ``cycle``: a cycle was started from another; ``meetings`` are pairs (old, new)."""

cycle_called = Signal()
"""``cycle`` was announced."""

meeting_held = Signal()
"""``meeting`` has taken place."""

consultation_recorded = Signal()
"""``meeting``: a case was consulted there and written down. Which one, nobody is told."""

attendance_recorded = Signal()
"""``cycle``, ``meeting``, and ``ever`` and ``present``: how many who were ever there, and at this meeting, by
:class:`Bands`."""


class Bands(NamedTuple):
    """What an application states of a municipality; all but the first two may be empty."""

    federal_state: str
    size_band: str
    legal_type: str = ""
    finance_band: str = ""
    workforce_band: str = ""
