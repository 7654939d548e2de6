"""Cases of a database that was put back: what left the public since does so again."""

from cases.restored.departures import Departed, apply, catch_up, connect, unwritten

__all__ = ["Departed", "apply", "catch_up", "connect", "unwritten"]
