"""Abbreviations that a text explains itself: "Haushaltssicherungskonzept (HSK)" and "HSK
(Haushaltssicherungskonzept)".

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text"
(PSB 2003): a short form in or before brackets, its letters in the same order in the words beside it. German
puts several words into one, so here a letter may also come from the beginning of a part of a compound; a pair
whose letters all do is ``perfect`` and needs no second witness. Pure, and linear in the length of the text:
what is looked at around a bracket is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.language.analysis import analyse
from search.language.compounds import members
from search.language.forms import fold
from search.language.lexicon import lexicon
from search.language.wordlists import words

__all__ = ["Pair", "harvest", "is_perfect", "pairs_of"]

#: Pairs that one record may contribute.
MAX_PAIRS = 40
MAX_SHORT = 10
#: Characters before or in a bracket that are looked at.
_REACH = 160
_MAX_LONG = 100
_SHORT = re.compile(r"[A-ZÄÖÜ][A-Za-zÄÖÜäöü0-9]*(?:[-/&][A-Za-zÄÖÜäöü0-9]+){0,2}")
_BRACKET = re.compile(rf"[(\[](?P<inner>[^()\[\]]{{2,{_REACH}}})[)\]]")
_SENTENCE = re.compile(r"[.;:!?()\[\]\n\r\u2028]")
_WORD = re.compile(r"[^\W_]+")
#: A long form of anything else is no name for a thing.
_PLAIN = re.compile(r"[\w \-‐‑/&'’,*]+")
#: What may introduce a short form inside the brackets.
_INTRODUCTION = re.compile(
    r"^(?:(?:im\s+)?folgenden|nachfolgend|fortan|kurz|abgekürzt|abk\.?|auch|genannt|sog\.|die|das|"
    r"der)\s*:?\s+",
    re.IGNORECASE,
)
_QUOTES = " \t„“”\"'»«‚‘’"
_VERBAL_PREFIX = re.compile(r"(?:ueber|unter|nach|ver|ent|vor|auf|aus|ein|zer|um|an|ab|be|er|zu)(?=[a-z]{4})")
#: First members that no list of German stems has as such.
_COMBINING = re.compile(
    r"(?:nah|fern|hoch|nord|sued|ost|west|photo|foto|elektro|hydro|thermo|mikro|makro|multi|inter|infra|"
    r"sozio|psycho|tele|auto|agro|kardio|neuro|poly|pseudo|bio|geo|oeko|euro)(?=[a-z]{4})"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A short form and what it stands for, as they are written."""

    short: str
    long: str

    @property
    def key(self) -> tuple[str, str]:
        """The same for every inflection and spelling of the pair."""
        return fold(self.short), " ".join(word.forms.stem for word in analyse(self.long))


@dataclass(frozen=True, slots=True)
class _Member:
    """A folded word of a long form, where its parts begin, and whether it may be left out."""

    text: str
    starts: tuple[int, ...]
    optional: bool


def harvest(text: str) -> Iterator[Pair]:
    """Pairs in the order of the text. A record's texts go through :func:`pairs_of`."""
    for match in _BRACKET.finditer(text):
        inner = match["inner"].strip(_QUOTES)
        before = _last_sentence(text[max(0, match.start() - _REACH) : match.start()])
        while introduced := _INTRODUCTION.match(inner):
            inner = inner[introduced.end() :].strip(_QUOTES)
        if short := _short(inner):
            long = _long_before(short, before)
        else:  # the other way round: the short form is the last word before the brackets
            last = before.rstrip(_QUOTES).rsplit(None, 1)[-1:]
            short = _short(last[0].strip(_QUOTES)) if last else ""
            long = _long_inside(short, _last_sentence(inner[::-1])[::-1] if short else "")
        if short and long:
            yield Pair(short, long)


def pairs_of(texts: Iterable[str]) -> list[Pair]:
    """Pairs of one record, each once, however often and in whatever inflection it is explained."""
    found: dict[tuple[str, str], Pair] = {}
    for text in texts:
        for pair in harvest(text) if "(" in text or "[" in text else ():
            found.setdefault(pair.key, pair)
            if len(found) >= MAX_PAIRS:
                return list(found.values())
    return list(found.values())


@lru_cache(maxsize=20_000)
def is_perfect(short: str, long: str) -> bool:
    """Whether every letter of the short form begins a word or a part of a compound, and no word that counts
    is left over.
    """
    return _unused(_letters(short), _members(long)) is not None


def _last_sentence(text: str) -> str:
    """What follows the last mark that ends a sentence."""
    return _SENTENCE.split(text)[-1]


def _letters(short: str) -> str:
    return "".join(c for c in fold(short) if c.isalnum())


def _short(text: str) -> str:
    """The short form that ``text`` is, or nothing. A plural "s" behind capitals is left out."""
    if not 2 <= len(text) <= MAX_SHORT or not _SHORT.fullmatch(text):
        return ""
    capitals = sum(c.isupper() for c in text)
    if capitals > 1 and text[-1] == "s" and text[:-1].isupper():
        text = text[:-1]
    folded = fold(text)
    if folded in words("stopwords_de.txt") or len(text) < 2:
        return ""
    if capitals > 1:  # "BUND" must not make every "Bund" an association
        return "" if folded in lexicon().parts and len(folded) > 2 else text
    return text if len(text) <= 6 and text.isalpha() else ""


def _long_before(short: str, before: str) -> str:
    """The long form at the end of ``before``: one with perfect letters, else the shortest that Schwartz and
    Hearst accept.
    """
    found = list(_WORD.finditer(before))
    letters = _letters(short)
    most = min(len(letters) + 5, 2 * len(letters))
    candidates = [before[match.start() :].strip(_QUOTES) for match in reversed(found[-most:])]
    # Inside a hyphenated word no long form begins.
    whole = [
        text
        for text, match in zip(candidates, reversed(found[-most:]), strict=True)
        if match.start() == 0 or before[match.start() - 1] not in "-‐‑"
    ]
    return _best(short, [text for text in whole if len(text) <= _MAX_LONG])


def _long_inside(short: str, inner: str) -> str:
    """The long form that the brackets hold, what follows a comma left out."""
    long = re.split(r"[,;]", inner, maxsplit=1)[0].strip(_QUOTES)
    return (
        _best(short, [long])
        if 0 < len(long) <= _MAX_LONG and len(_WORD.findall(long)) <= 2 * len(short)
        else ""
    )


def _best(short: str, candidates: list[str]) -> str:
    """Of long forms, shortest first, the one whose parts the letters use best."""
    letters = _letters(short)
    plausible = [" ".join(text.split()) for text in candidates if _plausible(letters, text)]
    scored = [
        (unused, place, text)
        for place, text in enumerate(plausible)
        if (unused := _unused(letters, _members(text))) is not None
    ]
    if scored:
        return min(scored)[2]
    is_acronym = sum(c.isupper() for c in short) > 1
    return next((text for text in plausible if is_acronym and _letters_in_order(letters, text)), "")


def _plausible(letters: str, text: str) -> bool:
    """A long form begins with a word that counts and the first letter, is clearly longer, and does not hold
    the short form.
    """
    found = _WORD.findall(text)
    if (
        not found
        or not _PLAIN.fullmatch(" ".join(text.split()))
        or fold(found[0]) in words("stopwords_de.txt")
        or any(_letters(word) == letters for word in found)
    ):
        return False
    folded = fold(text)
    return (
        folded[:1] == letters[:1]
        and len(folded) >= len(letters) + 4
        and not any(c.isdigit() for c in folded[:1])
    )


@lru_cache(maxsize=4_096)
def _members(text: str) -> tuple[_Member, ...]:
    """Words of a long form with the beginnings of their parts."""
    found = (fold(word) for word in _WORD.findall(text)[:24])
    return tuple(_Member(word, _starts(word), word in words("stopwords_de.txt")) for word in found if word)


def _starts(word: str) -> tuple[int, ...]:
    """Where a folded word and its parts begin; a verbal prefix is followed by one ("Ver|ordnung")."""
    starts = {0}
    _note_starts(word, 0, starts, depth=3)
    return tuple(sorted(starts))


def _note_starts(word: str, offset: int, starts: set[int], depth: int) -> None:
    """Beginnings of the parts of ``word``, which stands at ``offset``; parts may have parts
    ("Hoch|schule").
    """
    starts.add(offset)
    parts = members(word)
    position = 0
    for part in parts:
        position = word.find(part, position)
        if position < 0:
            break
        if depth:
            _note_starts(part, offset + position, starts, depth - 1)
        position += len(part)
    if not parts:
        for pattern in (_COMBINING, _VERBAL_PREFIX):
            if match := pattern.match(word):
                starts.add(offset + match.end())
                break


def _unused(letters: str, found: tuple[_Member, ...]) -> int | None:
    """Fewest beginnings left over when all letters begin words or parts in order and every word takes one;
    ``None`` when they cannot.

    One chunk from one beginning is a truncation ("Gem" for "Gemeinde"), so at least two are wanted.
    """
    states: dict[tuple[int, int], int] = {
        (0, 0): 0
    }  # letters used, chunks (at most 2 are told apart) -> beginnings left over
    for index, member in enumerate(found):
        following: dict[tuple[int, int], int] = {}
        for (used, chunks), left in states.items():
            if member.optional and index:
                _keep(following, (used, chunks), left)
            for (more, taken), rest in _within(letters, used, member).items():
                _keep(following, (more, min(2, chunks + taken)), left + rest)
        states = following
    return states.get((len(letters), 2))


def _within(letters: str, used: int, member: _Member) -> dict[tuple[int, int], int]:
    """What one word can take: letters used afterwards and chunks taken (1 or 2) -> beginnings left over. Its
    own beginning must be taken.
    """
    states: dict[tuple[int, int], int] = {(used, 0): 0}
    for place, start in enumerate(member.starts):
        end = member.starts[place + 1] if place + 1 < len(member.starts) else len(member.text)
        following: dict[tuple[int, int], int] = {}
        for (at, taken), left in states.items():
            if place:
                _keep(following, (at, taken), left + 1)
            for size in range(1, end - start + 1):
                if not letters.startswith(member.text[start : start + size], at) or at + size > len(letters):
                    break
                _keep(following, (at + size, min(2, taken + 1)), left)
        states = following
    return states


def _keep(states: dict[tuple[int, int], int], key: tuple[int, int], value: int) -> None:
    if value < states.get(key, value + 1):
        states[key] = value


def _letters_in_order(letters: str, text: str) -> bool:
    """Schwartz and Hearst: from the right, each letter somewhere in the long form, the first one at its
    beginning.
    """
    folded = fold(text)
    position = len(folded)
    for letter in reversed(letters[1:]):
        position = folded.rfind(letter, 1, position)
        if position < 0:
            return False
    return folded[:1] == letters[:1]
