"""Texts typed without umlauts: ordinary words get theirs back, so that ``Buergerinnen`` is no rare name and
``im Maerz`` is a month. Pure module.
"""

import re
from collections.abc import Iterator

from knowledge.anonymity.detector.lexicon import Lexicon, NameLists, load_lexicon, load_names
from knowledge.anonymity.detector.preprocessing import Normalised
from knowledge.anonymity.detector.tagger import list_flags

__all__ = ["with_umlauts"]

_WRITTEN_OUT = re.compile(r"ae|oe|(?<![aeq])ue|ss", re.IGNORECASE)
"""``neue``, ``Bauer`` and ``Quelle`` have none."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.|\w\.\w|\w/\w)\S*")
_LETTERS = {"ae": "ä", "oe": "ö", "ue": "ü", "ss": "ß"}


def with_umlauts(normalised: Normalised) -> Normalised:
    """The text with umlauts and ß in ordinary words that have none as they stand; names stay as they are, and
    so does what stands in an address.
    """
    text = normalised.text
    if not _WRITTEN_OUT.search(text):
        return normalised
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, letter in _places(text):
        if any(first <= start < last for first, last in addresses):
            continue
        pieces += (text[done:start], letter)
        starts += (*normalised.starts[done:start], normalised.starts[start])
        ends += (*normalised.ends[done:start], normalised.ends[end - 1])
        done = end
    if not done:
        return normalised
    return Normalised(
        "".join((*pieces, text[done:])),
        (*starts, *normalised.starts[done:]),
        (*ends, *normalised.ends[done:]),
    )


def _places(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each pair of letters that stands for one, and that one."""
    lexicon, names = load_lexicon(), load_names()
    for word in _WORD.finditer(text):
        pairs = list(_WRITTEN_OUT.finditer(word.group()))
        chosen = _chosen(word.group(), pairs, lexicon, names) if pairs else []
        for pair in chosen:
            yield word.start() + pair.start(), word.start() + pair.end(), _letter(pair.group())


def _chosen(word: str, pairs: list[re.Match[str]], lexicon: Lexicon, names: NameLists) -> list[re.Match[str]]:
    """All of the pairs or one of them, whatever makes an unknown word an ordinary one. A name stays, unless
    it is first of all an ordinary word (``Buerger``).
    """
    plain = word if word[1:].islower() else word.capitalize()
    if lexicon.knows(plain):
        return []
    is_listed = bool(list_flags(word, names))
    for some in (pairs, *([pair] for pair in pairs if len(pairs) > 1)):
        changed = plain
        for pair in reversed(some):
            changed = (
                changed[: pair.start()] + _letter(plain[pair.start() : pair.end()]) + changed[pair.end() :]
            )
        if (lexicon.level(changed) > 2) if is_listed else lexicon.knows(changed):
            return some
    return []


def _letter(pair: str) -> str:
    letter = _LETTERS[pair.lower()]
    return letter.upper() if pair[0].isupper() and letter != "ß" else letter
