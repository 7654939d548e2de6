"""What meetings notice, and how a lesson comes of it: observation, insight, lesson."""

from knowledge.cycle.observations.actions import drop, note, take_up, to_lesson, understand
from knowledge.cycle.observations.models import Observation, ObservationState

__all__ = ["Observation", "ObservationState", "drop", "note", "take_up", "to_lesson", "understand"]
