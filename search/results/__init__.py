"""What a reader sees of a match and why: snippet, reasons, coverage, and whether the best hits answer."""

from search.results.explanation import (
    NO_ANSWER_BELOW,
    Explainer,
    confidence,
    is_unanswered,
    suggestion,
    threshold,
)
from search.results.matching import COVERAGE, Matcher, best_per_word

__all__ = [
    "COVERAGE",
    "NO_ANSWER_BELOW",
    "Explainer",
    "Matcher",
    "best_per_word",
    "confidence",
    "is_unanswered",
    "suggestion",
    "threshold",
]
