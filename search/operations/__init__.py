"""Status, evaluation and explanation of the search, for people who run it.

``evaluation`` is loaded by whoever evaluates.
"""

from search.operations.score_report import SearchReport, report
from search.operations.status import SearchStatus, gather, metrics

__all__ = [
    "SearchReport",
    "SearchStatus",
    "evaluation",
    "gather",
    "metrics",
    "report",
]
