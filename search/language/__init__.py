"""German for the search: pure functions, the same for documents and queries.

``analyse(text)`` turns a text into words with three layers of terms each (exact, stem, derivation);
everything else here serves it. Nothing in this package knows Django, an engine or the apps. Larger subjects
have a module of their own, loaded by whoever needs it: ``thesaurus`` (synonyms, abbreviations, entry terms),
``abbreviations`` (those a text explains itself), ``mined`` (those of an index), ``spelling`` (corrections),
``meanings`` (related words), ``tokens`` and ``wordlists``.
"""

from search.language.analysis import (
    Forms,
    Lone,
    Word,
    analyse,
    analyse_word,
    closes_clause,
    has_separated_verb,
    lone_particle,
    part_shares,
)
from search.language.composition import composes
from search.language.families import PARTICLES
from search.language.forms import composed, fold, stem, without_controls
from search.language.generality import is_german, specificity
from search.language.numerals import NUMERALS
from search.language.wordlists import words

__all__ = [
    "NUMERALS",
    "PARTICLES",
    "Forms",
    "Lone",
    "Word",
    "abbreviations",
    "analyse",
    "analyse_word",
    "closes_clause",
    "composed",
    "composes",
    "fold",
    "has_separated_verb",
    "is_german",
    "lone_particle",
    "meanings",
    "mined",
    "part_shares",
    "specificity",
    "spelling",
    "stem",
    "thesaurus",
    "tokens",
    "without_controls",
    "wordlists",
    "words",
]
