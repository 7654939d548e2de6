"""From text to words: gender forms, hyphens, elided halves of compounds, numbers with separators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Endings that mark gender in one word: Bürger*innen, Bürger:in, Bürger_innen, Mitarbeiter/-innen,
#: Kolleg(inn)en, jede*r, eine*n.
_GENDER_ENDING = r"(?:[*:_·/]-?(?:innen|in|[nrsme])|\((?:innen|in|n|r)\)|\(inn\)en)(?![^\W_])"
#: A number with its thousands set apart, as in German, Swiss and typeset texts: 125.000, 125 000, 10'000.
_GROUPED = (
    r"(?<![^\W_])(?<!\d[.,])\d{1,3}"
    r"(?P<gap>[. \u00a0\u2009\u202f'’])\d{3}(?:(?P=gap)\d{3})*(?![^\W_]|\.\d)"
)
_TOKEN = re.compile(
    rf"(?P<base>[^\W\d_]+){_GENDER_ENDING}|(?P<number>{_GROUPED})"
    r"|(?P<leading>(?<![^\W_])[-‐‑–])?(?P<word>[^\W_]+(?:[-‐‑’'!]{1,2}[^\W_]+)*)"
    r"(?P<trailing>[-‐‑](?![^\W_]))?"
)
_GAPS = re.compile(r"\D")
_MEMBER = re.compile(r"[^\W_]+")
_BINNEN_I = re.compile(r"(?<=[a-zäöüß])In(?:nen)?$")
#: What may stand between the words of an enumeration.
_SEPARATOR = re.compile(r"[\s,/&+‐‑–-]{0,6}")


@dataclass(slots=True)
class WordToken:
    """A word as it stands in the text, a number without its separators. ``whole`` is the hyphenated word
    that ends with it, without hyphens.
    """

    surface: str
    start: int
    end: int
    whole: str = ""
    open_right: bool = False
    open_left: bool = False


def tokens(text: str) -> Iterator[WordToken]:
    """Words of ``text`` in order, members of hyphenated words one by one; linear in its length."""
    for match in _TOKEN.finditer(text):
        if base := match["base"]:
            yield WordToken(base, match.start(), match.end())
            continue
        if number := match["number"]:
            yield WordToken(_GAPS.sub("", number), match.start(), match.end())
            continue
        word = match["word"]
        start, end = match.span("word")
        if not word.isalnum():
            yield from _members(word, start, match["trailing"] is not None)
            continue
        if word[-1] in "nN" and "In" in word:
            word = _BINNEN_I.sub("", word)
        yield WordToken(word, start, end, "", match["trailing"] is not None, match["leading"] is not None)


def _members(word: str, start: int, open_right: bool) -> Iterator[WordToken]:
    """ "PV-Anlage" as "PV" and "Anlage"; the last one carries the whole."""
    pieces = list(_MEMBER.finditer(word))
    whole = "".join(piece[0] for piece in pieces)
    for piece in pieces:
        last = piece is pieces[-1]
        yield WordToken(
            piece[0], start + piece.start(), start + piece.end(), whole if last else "", open_right and last
        )


def adjacent(text: str, left: WordToken, right: WordToken) -> bool:
    """Whether only blanks, commas and hyphens stand between two tokens."""
    return _SEPARATOR.fullmatch(text, left.end, right.start) is not None
