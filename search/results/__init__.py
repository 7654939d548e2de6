"""What a reader sees of a match and why: how sure it answers, snippet and reasons."""

from search.results.chips import chips
from search.results.confidence import ConfidenceWeights, Judged, carrying, features, of_file
from search.results.definition import Definition, definition_of
from search.results.explanation import Explained, Explainer, suggestion
from search.results.function_words import titles_of
from search.results.matching import COVERAGE, Matcher, best_per_word

__all__ = [
    "COVERAGE",
    "ConfidenceWeights",
    "Definition",
    "Explained",
    "Explainer",
    "Judged",
    "Matcher",
    "best_per_word",
    "carrying",
    "chips",
    "definition_of",
    "features",
    "of_file",
    "suggestion",
    "titles_of",
]
