"""The analysis: text -> words with an exact term, a stem and weak terms (parts and roots)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from search.language import forms, lexicon
from search.language.compounds import members, split
from search.language.families import root
from search.language.tokens import Token, adjacent, tokens
from search.language.wordlists import words

#: Part of the index fingerprint: raise it whenever a change alters terms.
ANALYSIS_VERSION = "2"

_CONJUNCTIONS = frozenset({"und", "oder", "sowie", "bzw", "beziehungsweise", "als", "auch", "wie"})
#: An elided half is completed by one of the next four words.
_REACH = 5


def fingerprint() -> str:
    """Changes whenever the same text would get other terms."""
    return hashlib.sha256(f"{ANALYSIS_VERSION}:{lexicon.source()}".encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Forms:
    """Terms of one word form. ``parts`` are its members when it is a compound, each as a weak term."""

    exact: str
    stem: str
    root: str
    parts: tuple[str, ...]
    stop: bool

    @property
    def weak(self) -> tuple[str, ...]:
        """Everything that goes into the weak field."""
        return (self.root, *self.parts)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its place and its terms.

    ``extra`` is a compound that it stands for besides: the completed one of an elided half, or the hyphenated one that ends here.
    """

    surface: str
    start: int
    end: int
    forms: Forms
    extra: Forms | None = None


@lru_cache(maxsize=300_000)
def analyse_word(surface: str) -> Forms:
    """Terms of one word as it is written, without hyphens."""
    exact = forms.fold(surface)[: forms.MAX_TERM]
    if exact in words("stopwords_de.txt"):
        return Forms(exact, exact, exact, (), True)
    family = root(exact)
    parts = split(exact) or split(forms.masculine(exact))
    return Forms(exact, forms.stem(exact), family, _part_terms(parts, family), False)


def _part_terms(parts: tuple[str, ...], family: str) -> tuple[str, ...]:
    """Roots of the parts, and of neighbouring pairs where there are more than two parts."""
    terms = [root(part) for part in parts]
    if len(parts) > 2:
        terms += [root(left + right) for left, right in pairwise(parts)]
    return tuple(dict.fromkeys(term for term in terms if term != family))


def analyse(text: str) -> list[Word]:
    """Words of ``text`` in order; linear in its length."""
    found = list(tokens(text))
    result: list[Word] = []
    for index, token in enumerate(found):
        extra = analyse_word(token.whole) if token.whole else None
        if token.open_right:
            extra = _complete_right(text, found, index) or extra
        elif token.open_left:
            extra = _complete_left(text, found, index)
        result.append(Word(token.surface, token.start, token.end, analyse_word(token.surface), extra))
    return result


def _is_joint(token: Token) -> bool:
    return token.open_right or token.open_left or token.surface.lower() in _CONJUNCTIONS


def _parts(token: Token) -> tuple[str, ...]:
    """Parts of a whole compound; a hyphenated one ends with its last member."""
    return ("", forms.fold(token.surface)) if token.whole else members(forms.fold(token.surface))


def _complete_right(text: str, found: list[Token], index: int) -> Forms | None:
    """ "Verwaltungs-" before "und Organisationskultur" stands for "Verwaltungskultur"."""
    for following in range(index + 1, min(index + _REACH, len(found))):
        if not adjacent(text, found[following - 1], found[following]):
            return None
        if _is_joint(found[following]):
            continue
        parts = _parts(found[following])
        return analyse_word(forms.fold(found[index].surface) + parts[-1]) if len(parts) > 1 else None
    return None


def _complete_left(text: str, found: list[Token], index: int) -> Forms | None:
    """ "-struktur" after "Verwaltungskultur und" stands for "Verwaltungsstruktur"."""
    for before in range(index - 1, max(index - _REACH, -1), -1):
        if not adjacent(text, found[before], found[before + 1]):
            return None
        if _is_joint(found[before]):
            continue
        parts = _parts(found[before])
        whole = forms.fold(found[before].whole or found[before].surface)
        return analyse_word(whole[: whole.rfind(parts[-1])] + forms.fold(found[index].surface)) if len(parts) > 1 else None
    return None
