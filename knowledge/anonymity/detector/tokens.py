# ruff: noqa: SIM905 (word lists are easier to read as text)
"""Words and sentences of a German text, with offsets. Pure module."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Token", "sentences", "tokenise"]

_TOKEN = re.compile(
    # words, compounds, gendered
    r"[^\W\d_]\w*(?:[*:_](?:innen|in|r|n)\b)?(?:[-‐‑–][^\W_]+(?:[*:_](?:innen|in)\b)?)*"
    r"|\d+(?:[.,:]\d+)*(?:[-‐‑]?[^\W\d_]+(?:-[^\W_]+)*)?"  # numbers, 12-jährig, 3a
    r"|[^\w\s]|_",
)
_ABBREVIATIONS = frozenset(
    "a abs al art aug az b bd betr bzw ca co d dez dipl dr e ev evtl f feb ff fr frl gem ggf gr hl hr hrsg i"
    " inkl ing jan jh k kfm lt m mag max med min mio mrd n nov nr o okt p phil prof r rd s sen jun sept sog"
    " st std str t tel u usw v vgl z zzgl abt ob inh geb kath evang bay oberpf ndb obb ofr mfr ufr schw opf"
    " bgm jur rer nat einschl entspr ehem insb mind nachm vorm str bspw zb dh ua oä ae".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign with its span in the text."""

    start: int
    end: int
    text: str


def tokenise(text: str) -> list[Token]:
    """Split ``text`` into tokens; hyphen compounds and gendered forms stay one token."""
    return [Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text)]


def _ends_sentence(text: str, tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    if index + 1 == len(tokens):
        return True
    following = tokens[index + 1]
    gap = text[token.end : following.start]
    if "\n" in gap:
        return True
    if token.text in "!?":
        return bool(gap)
    if token.text != ".":
        return False
    if not gap:
        return _lacks_blank(text, tokens, index)
    if not (following.text[0].isupper() or following.text[0].isdigit() or following.text[0] in "„»\"“'("):
        return False
    if index == 0:
        return False
    previous = tokens[index - 1]
    if previous.end != token.start:
        return True
    return not (previous.text.lower() in _ABBREVIATIONS or previous.text.isdigit() or len(previous.text) == 1)


def _lacks_blank(text: str, tokens: list[Token], index: int) -> bool:
    """``fehlte Geld.Der Rat``: a full stop between a small letter and a word that begins a sentence; no
    abbreviation (``Dr.Huber``).
    """
    if index == 0 or tokens[index - 1].end != tokens[index].start:
        return False
    previous, following = tokens[index - 1].text, tokens[index + 1].text
    return (
        len(previous) > 1
        and previous[-1].islower()
        and previous.lower() not in _ABBREVIATIONS
        and following[0].isupper()
        and following[1:].islower()
    )


def sentences(text: str, tokens: list[Token]) -> Iterator[list[Token]]:
    """Group ``tokens`` of ``text`` into sentences; a new line always ends one."""
    current: list[Token] = []
    for index, token in enumerate(tokens):
        current.append(token)
        if _ends_sentence(text, tokens, index):
            yield current
            current = []
    if current:
        yield current
