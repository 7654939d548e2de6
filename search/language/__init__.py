"""German for the search: pure functions, the same for documents and queries.

``analyse(text)`` turns a text into words with three layers of terms each (exact, stem, derivation);
everything else here serves it. Nothing in this package knows Django, an engine or the apps. Larger subjects
have a module that others take whole: ``thesaurus`` (synonyms, abbreviations, entry terms), ``mined``
(abbreviations of an index), ``spelling`` (corrections) and ``meanings`` (related words).
"""

from search.language.analysis import Forms, Word, analyse, analyse_word, has_separated_verb
from search.language.composition import composes
from search.language.families import PARTICLES
from search.language.forms import composed, fold, stem
from search.language.wordlists import words

__all__ = [
    "PARTICLES",
    "Forms",
    "Word",
    "analyse",
    "analyse_word",
    "composed",
    "composes",
    "fold",
    "has_separated_verb",
    "stem",
    "words",
]
