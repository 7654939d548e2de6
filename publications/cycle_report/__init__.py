"""The report of a cycle: the whole of it inside, cards and counts for everybody."""

from publications.cycle_report.facts import InnerReport, PublicReport, inner_report, public_report

__all__ = [
    "InnerReport",
    "PublicReport",
    "inner_report",
    "public_report",
    "views",
]
