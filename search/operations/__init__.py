"""Status, evaluation and explanation of the search, for people who run it; what runs again and again.

``evaluation`` and ``questions`` are loaded by whoever evaluates.
"""

from search.operations.runs import RegularCommand
from search.operations.score_report import SearchReport, report
from search.operations.status import INDEX_NAMES, MISSING, SearchStatus, gather, metrics

__all__ = [
    "INDEX_NAMES",
    "MISSING",
    "RegularCommand",
    "SearchReport",
    "SearchStatus",
    "evaluation",
    "gather",
    "metrics",
    "questions",
    "report",
]
