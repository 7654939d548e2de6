"""The closing gate: what every app asks of a cycle before it is closed, and of a meeting before it counts as
worked up.
"""

from knowledge.cycle.gate.registry import (
    Requirement,
    open_of_meeting,
    open_requirements,
    require,
    requirements,
)

__all__ = ["Requirement", "open_of_meeting", "open_requirements", "require", "requirements"]
