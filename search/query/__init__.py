"""A text becomes an EngineQuery: form, parser, words of the index, expansion, weighting; and what similar
records are asked by.
"""

from search.query.expansion import Understood, engine_query, fallback_conditions, merge, understand
from search.query.form import PAGE_SIZE, SORTS, SearchForm, hit_count
from search.query.inner import for_readers
from search.query.parser import (
    LITERAL_PARAMETER,
    MORE_PARAMETER,
    RELAXED_PARAMETER,
    Grammar,
    Parsed,
    clean,
    content_words,
    parse,
)
from search.query.similar import EVERYTHING, Aspect, similar_hits
from search.query.vocabulary import IndexWords, IndexWordsCache, ThesaurusCache
from search.query.weighting import WEIGHTS, QueryTerms, TermWeights, beginnings

__all__ = [
    "EVERYTHING",
    "LITERAL_PARAMETER",
    "MORE_PARAMETER",
    "PAGE_SIZE",
    "RELAXED_PARAMETER",
    "SORTS",
    "WEIGHTS",
    "Aspect",
    "Grammar",
    "IndexWords",
    "IndexWordsCache",
    "Parsed",
    "QueryTerms",
    "SearchForm",
    "TermWeights",
    "ThesaurusCache",
    "Understood",
    "beginnings",
    "clean",
    "content_words",
    "engine_query",
    "fallback_conditions",
    "for_readers",
    "hit_count",
    "merge",
    "parse",
    "similar_hits",
    "understand",
]
