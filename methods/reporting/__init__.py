"""The usage report in ninety seconds, by a link from a phone."""

from methods.reporting.requirements import register

__all__ = ["register"]
