"""A scripted year of a cycle, through the same pages as people use, and what must hold at its end."""

from publications.simulation.year import simulate

__all__ = ["simulate"]
