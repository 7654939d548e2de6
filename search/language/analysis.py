"""The analysis: text -> words with an exact term, a stem and derivations (its root and those of its
parts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import pairwise

from search.language import forms, lexicon
from search.language.compounds import members, shares, split
from search.language.families import PARTICLES, borrowed_verb, distinct, finite, root
from search.language.tokens import WordToken, adjacent, tokens
from search.language.wordlists import words

_CONJUNCTIONS = frozenset({"und", "oder", "sowie", "bzw", "beziehungsweise", "als", "auch", "wie"})
#: A particle at the end of a clause belongs to a verb at most so many words before it.
_CLAUSE = 14
_CLOSING = r"(?:[.,;:!?)“\"–]|und\b|oder\b)"
_CLAUSE_END = re.compile(rf"\s*(?:{_CLOSING}|$)")
_CLAUSE_CLOSED = re.compile(_CLOSING)
_SENTENCE_END = re.compile(r"[.;:!?]")
_PARTICLE = rf"(?<![^\W_])(?:{'|'.join(sorted(PARTICLES)).replace('ue', '(?:ue|ü)')})"
_LONE_PARTICLE = re.compile(_PARTICLE + _CLAUSE_END.pattern)
_CLOSED_PARTICLE = re.compile(_PARTICLE + _CLOSING)
_LAST_PARTICLE = re.compile(rf"{_PARTICLE}\Z")
_AGENT_LENGTH = 5
_PLURAL_S = frozenset("aiou")
_LONGEST_PARTICLE = max(map(len, PARTICLES))
#: English function words that HanTa's newspapers have as well, and no German text of an administration.
_VERB_FORMS = frozenset({"does", "is", "not", "them", "these"})
#: What makes a stem of such a word another than that of a German one.
_ENGLISH = "_en"
_VERBS_AMONG_STOPWORDS = frozenset({"geht", "gehen", "gibt", "gab", "geben", "macht", "machen", "liegt"})
#: An elided half is completed by one of the next four words.
_REACH = 5


@dataclass(frozen=True, slots=True)
class Forms:
    """Terms of one word form. ``parts`` are its members when it is a compound, each by its root."""

    exact: str
    stem: str
    root: str
    parts: tuple[str, ...]
    stop: bool

    @property
    def derivations(self) -> tuple[str, ...]:
        """Everything that goes into the field of derivations."""
        return (self.root, *self.parts)


@lru_cache(maxsize=20_000)
def _shares(parts: tuple[str, ...]) -> dict[str, float]:
    return dict(zip(parts, shares(parts), strict=True))


def part_shares(forms: Forms) -> dict[str, float]:
    """The parts of a compound, each with how much it says of the whole; together 1."""
    return _shares(forms.parts)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its place and its terms.

    ``extra`` is a compound that it stands for besides: the completed one of an elided half, or the hyphenated
    one that ends here.
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
    if exact in _foreign():
        own = exact + _ENGLISH
        return Forms(exact, own, own, (), False)
    parts = split(exact) or split(forms.masculine(exact))
    family = root(_respelt_parts(exact, parts))
    return Forms(exact, _stem(exact), family, _part_terms(parts, family), False)


@cache
def _foreign() -> frozenset[str]:
    """English function words that are no German ones, in the short English versions of records: "does" is no
    "Dose", and "has" no "Hase".
    """
    german = lexicon.lexicon()
    english = (words("stopwords_en.txt") | words("english_markers.txt")) - words("stopwords_de.txt")
    return frozenset(word for word in english if word not in german.general or word in _VERB_FORMS)


def _respelt_parts(exact: str, parts: tuple[str, ...]) -> str:
    """ "gemeindecode" as "gemeindekode": some spellings differ at the beginning of a word only, and a
    compound has several.
    """
    if parts and parts[-1][0] in "cy":
        place = exact.rfind(parts[-1])
        return exact[:place] + forms.respelt(exact[place:])
    return exact


def _stem(exact: str) -> str:
    """Snowball's stem; nouns in -er keep it, so that "Lehrer" is not "Lehre" and "Bürger" not "Burg". Their
    roots still meet.
    """
    base = forms.masculine(exact)
    if own := distinct(base) or borrowed_verb(base):
        return own
    if (
        exact[-1:] == "s" and exact[-2:-1] in _PLURAL_S and exact[:-1] in lexicon.lexicon().parts
    ):  # Snowball leaves the "s" of "Azubis" and "Büros"
        return forms.stem(exact[:-1])
    for noun in (base, base.removesuffix("n"), base.removesuffix("s")):
        if noun.endswith("er") and len(noun) >= _AGENT_LENGTH and noun in lexicon.lexicon().nouns:
            return noun
    return forms.stem(exact)


def _part_terms(parts: tuple[str, ...], family: str) -> tuple[str, ...]:
    """Roots of the parts, and of neighbouring pairs where there are more than two parts."""
    terms = [root(part) for part in parts]
    if len(parts) > 2:
        terms += [root(left + right) for left, right in pairwise(parts)]
    return tuple(dict.fromkeys(term for term in terms if term != family))


def analyse(text: str) -> list[Word]:
    """Words of ``text`` in order, their places those in its :func:`~search.language.forms.composed` form;
    linear in its length.
    """
    text = forms.composed(text)
    found = list(tokens(text))
    result: list[Word] = []
    separated = _separated(text, found)
    for index, token in enumerate(found):
        extra = analyse_word(token.whole) if token.whole else separated.get(index)
        if token.open_right:
            extra = _complete_right(text, found, index) or extra
        elif token.open_left:
            extra = _complete_left(text, found, index)
        result.append(Word(token.surface, token.start, token.end, analyse_word(token.surface), extra))
    return result


def has_separated_verb(text: str) -> bool:
    """Whether a particle ends a clause of ``text``, so that words have to be read together; cheap."""
    return _LONE_PARTICLE.search(text) is not None


class Lone(Enum):
    """What a piece of text without blanks says about a particle that may belong to a verb before it."""

    NONE = auto()
    #: It ends a clause.
    CLOSED = auto()
    #: It ends the piece: what follows decides (:func:`closes_clause`).
    OPEN = auto()


def lone_particle(piece: str) -> Lone:
    """:func:`has_separated_verb` for a text that is looked at piece by piece."""
    if _CLOSED_PARTICLE.search(piece):
        return Lone.CLOSED
    return Lone.OPEN if _LAST_PARTICLE.search(piece) else Lone.NONE


def closes_clause(piece: str) -> bool:
    """Whether a particle before this piece ends a clause."""
    return _CLAUSE_CLOSED.match(piece) is not None


@lru_cache(maxsize=50_000)
def _particle(surface: str) -> str:
    """The particle that a word is; empty for any other word."""
    folded = forms.fold(surface) if len(surface) <= _LONGEST_PARTICLE and surface.islower() else ""
    return folded if folded in PARTICLES else ""


def _separated(text: str, found: list[WordToken]) -> dict[int, Forms]:
    """Verbs whose particle stands at the end of the clause: "setzte ... um" stands for "umsetzen", by place
    of the verb.
    """
    verbs: dict[int, Forms] = {}
    for index, token in enumerate(found):
        particle = _particle(token.surface)
        if not particle or not _CLAUSE_END.match(text, token.end):
            continue
        for before in range(index - 1, max(index - _CLAUSE, -1), -1):
            if _SENTENCE_END.search(text, found[before].end, found[before + 1].start):
                break
            surface = found[before].surface
            capital = (
                surface[:1].isupper()
                and before > 0
                and not _SENTENCE_END.search(text, found[before - 1].end, found[before].start)
            )
            if not capital and (verb := _verb(forms.fold(surface))):
                verbs[before] = analyse_word(particle + verb)
                break
    return verbs


@lru_cache(maxsize=20_000)
def _verb(folded: str) -> str:
    return (
        "" if folded in words("stopwords_de.txt") and folded not in _VERBS_AMONG_STOPWORDS else finite(folded)
    )


def _is_joint(token: WordToken) -> bool:
    return token.open_right or token.open_left or token.surface.lower() in _CONJUNCTIONS


def _parts(token: WordToken) -> tuple[str, ...]:
    """Parts of a whole compound; a hyphenated one ends with its last member."""
    return ("", forms.fold(token.surface)) if token.whole else members(forms.fold(token.surface))


def _complete_right(text: str, found: list[WordToken], index: int) -> Forms | None:
    """ "Verwaltungs-" before "und Organisationskultur" stands for "Verwaltungskultur"."""
    for following in range(index + 1, min(index + _REACH, len(found))):
        if not adjacent(text, found[following - 1], found[following]):
            return None
        if _is_joint(found[following]):
            continue
        parts = _parts(found[following])
        return analyse_word(forms.fold(found[index].surface) + parts[-1]) if len(parts) > 1 else None
    return None


def _complete_left(text: str, found: list[WordToken], index: int) -> Forms | None:
    """ "-struktur" after "Verwaltungskultur und" stands for "Verwaltungsstruktur"."""
    for before in range(index - 1, max(index - _REACH, -1), -1):
        if not adjacent(text, found[before], found[before + 1]):
            return None
        if _is_joint(found[before]):
            continue
        parts = _parts(found[before])
        whole = forms.fold(found[before].whole or found[before].surface)
        return (
            analyse_word(whole[: whole.rfind(parts[-1])] + forms.fold(found[index].surface))
            if len(parts) > 1
            else None
        )
    return None
