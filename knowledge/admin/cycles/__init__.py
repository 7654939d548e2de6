"""The organiser's side of a cycle: where it stands, what is missing, who applied, who was there, what the
round said.
"""

from knowledge.admin.cycles.desk import cycles_under_way, desk_buttons, desk_column
from knowledge.admin.cycles.urls import cycle_urls

__all__ = ["cycle_urls", "cycles_under_way", "desk_buttons", "desk_column"]
