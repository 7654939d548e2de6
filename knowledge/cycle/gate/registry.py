"""The registry of requirements. Each app says what it knows: cases "each consulted case has a decision",
methods "each used card has a report", this room "each carried lesson has a verdict".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from knowledge.cycle.steps import Missing
from knowledge.enums import MeetingState

__all__ = ["Requirement", "open_of_meeting", "open_requirements", "require", "requirements"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """``missing`` tells, for one working meeting, what keeps it from being worked up."""

    name: str
    label: Any
    missing: Callable[[Any], Iterable[Missing]]


_requirements: dict[str, Requirement] = {}


def require(requirement: Requirement) -> None:
    """Add a requirement. Raises ``ValueError`` when its name is taken by another one."""
    known = _requirements.setdefault(requirement.name, requirement)
    if known != requirement:
        raise ValueError(f"two requirements of a cycle are called {requirement.name!r}")


def requirements() -> list[Requirement]:
    """All of them, in the order of their names."""
    return [_requirements[name] for name in sorted(_requirements)]


def open_of_meeting(meeting: Any) -> list[Missing]:
    """What keeps a meeting from being worked up."""
    return [missing for requirement in requirements() for missing in requirement.missing(meeting)]


def open_requirements(cycle: Any) -> list[tuple[Requirement, list[Missing]]]:
    """The checklist of a cycle: every requirement with what is missing for it, over the meetings that have
    taken place. Of one to come nothing can be missing yet.
    """
    held = (MeetingState.HELD, MeetingState.WORKED_UP)
    meetings = list(cycle.meetings.filter(state__in=held))
    return [
        (requirement, [missing for meeting in meetings for missing in requirement.missing(meeting)])
        for requirement in requirements()
    ]
