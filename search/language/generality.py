"""How much a word says by itself: little where it is frequent in general German ("neu", "machen", "Frage").

The frequencies are those of HanTa's model, per class of words; a noun says more than a verb or an adjective
that is as frequent. What the library knows besides is how many of its records have the word
(:mod:`search.query.vocabulary`): "Haushalt" is no general word, but every second record has it.
"""

from __future__ import annotations

from functools import lru_cache

from search.language.analysis import Forms
from search.language.families import PARTICLES
from search.language.forms import fold
from search.language.lexicon import MIN_PART, General, lexicon
from search.language.numerals import is_numeral
from search.language.wordlists import words

__all__ = ["is_german", "specificity"]

#: Negative logarithm of the frequency: up to here a word says next to nothing, from there on all it can.
_SAYS_NOTHING, _SAYS_ALL = 6.0, 11.0
_LEAST = 0.12
#: Of a word that is no noun.
_NO_NOUN = 0.6
#: Words of the project's own list are nouns of its subject; a word that nobody knows is rare.
_OF_SUBJECT, _UNHEARD = General(10.0, True), General(14.0, True)
#: A number.
_NUMBER = General(8.5, True)
#: A particle of a verb ("ab", but not "Fest"), "tun" and a number in letters.
_FILLER = General(0.0, False)
_FILLERS = PARTICLES | {"tun"}
#: What a compound is rarer than its rarest part.
_COMPOUND = 2.0
_ENDINGS = ("", "e", "en", "n", "er", "es", "s", "em", "ern", "t", "te", "ten", "st")


@lru_cache(maxsize=50_000)
def specificity(forms: Forms) -> float:
    """0 to 1.

    >>> from search.language import analyse_word
    >>> specificity(analyse_word("neu")) < 0.1 < 0.9 < specificity(analyse_word("Personalausweis"))
    True
    """
    cost, noun = _general(forms.exact, forms.root, forms.parts)
    share = (cost - _SAYS_NOTHING) / (_SAYS_ALL - _SAYS_NOTHING)
    return min(1.0, max(_LEAST, share)) * (1.0 if noun else _NO_NOUN)


def is_german(forms: Forms) -> bool:
    """Whether it is a word of general German, in any form, and so no misspelt one.

    >>> from search.language import analyse_word
    >>> is_german(analyse_word("Laien")), is_german(analyse_word("Haushlt"))
    (True, False)
    """
    return bool(_readings(forms.exact, forms.root))


def _readings(exact: str, root: str) -> list[General]:
    """What the model knows of a word: as it stands, and without an ending."""
    known = lexicon().general
    bases = [exact[: len(exact) - len(end)] for end in _ENDINGS if exact.endswith(end)]
    stems = {base + end for base in (*bases, root) if len(base) >= MIN_PART for end in ("", "e", "en")}
    return [known[stem] for stem in stems if stem in known]


@lru_cache(maxsize=1)
def _subject() -> frozenset[str]:
    return frozenset(fold(word) for word in words("words.txt"))


def _general(exact: str, root: str, parts: tuple[str, ...]) -> General:
    """The most frequent reading of a word: as it stands, without an ending, or as a compound."""
    if exact in _subject():
        return _OF_SUBJECT
    if exact.isdigit():
        return _NUMBER
    if is_numeral(exact):
        return _FILLER
    found = _readings(exact, root)
    if exact in _FILLERS and not (found and min(found).noun):
        return _FILLER
    if found:
        return min(found)
    if parts:
        return General(max(_general(part, part, ()).cost for part in parts[:3]) + _COMPOUND, True)
    return _UNHEARD
