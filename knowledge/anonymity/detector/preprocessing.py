# ruff: noqa: SIM905 (word lists are easier to read as text)
"""The text as the layers read it: what hides a name undone, words and sentences, each with its way back to
the given text. Pure module.

Undone are composed characters (NFC) and wide forms, soft hyphens and zero-width signs, look-alike letters of
other scripts, spaced-out words (``D a c h a u``), words cut at a line end, and written-out mail signs
(``a[at]b``) and letters as HTML writes them.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Normalised", "Token", "normalise", "sentences", "tokenise"]

_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d"
    "\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[´`‘](?=[^\W\d_])")
_LOOKALIKES = str.maketrans(
    {
        "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c", "т": "t",
        "у": "y",
        "х": "x", "і": "i", "ј": "j", "ѕ": "s", "ԁ": "d", "ɡ": "g", "һ": "h", "ӏ": "l", "ո": "n", "ս": "u",
        "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T",
        "У": "Y",
        "Х": "X", "І": "I", "Ј": "J", "Ѕ": "S", "Ԍ": "G",
        "α": "a", "ο": "o", "ρ": "p", "ν": "v", "ι": "i", "κ": "k", "τ": "t", "υ": "u", "χ": "x", "γ": "y",
        "ω": "w",
        "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O",
        "Ρ": "P",
        "Τ": "T", "Υ": "Y", "Χ": "X", "ı": "i", "ſ": "s", "ɑ": "a", "ⅼ": "l", "ӓ": "ä", "ӧ": "ö", "ӱ": "ü",
    }
)  # fmt: skip
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:([ ._·*|-])[^\W\d_])(?:\1[^\W\d_]){2,}(?![^\W_])")
_LINE_CUT = re.compile(r"(?<=[^\W\d_])[-\u2010][ \t]{0,3}\r?\n[ \t]{0,9}(?=[a-zäöüß])(?!und\b|oder\b|bzw\b)")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
"""A letter as HTML writes it: ``Sch&ouml;nh&auml;u&szlig;ler``."""
_MAIL_SIGNS = (
    (re.compile(r"\s{0,3}[\[({<]\s{0,3}(?:at|ät|affe|a)\s{0,3}[\])}>]\s{0,3}", re.IGNORECASE), "@"),
    (
        re.compile(r"(?<=\w)\s{1,3}(?:AT|ät|\(at\))\s{1,3}(?=[\w-]{1,63}\s{0,3}(?:\.|\[|\(|DOT\b|punkt\b))"),
        "@",
    ),
    (re.compile(r"\s{0,3}[\[({<]\s{0,3}(?:dot|punkt|pkt)\s{0,3}[\])}>]\s{0,3}", re.IGNORECASE), "."),
    (re.compile(r"(?<=\w)\s{1,3}(?:DOT|punkt)\s{1,3}(?=(?:de|com|org|net|eu|info|bayern)\b)"), "."),
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """The text to look at, with the given text's offsets for every character."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the given text for a non-empty span of the normalised text."""
        return self.starts[start], self.ends[end - 1]


class _Buffer:
    """A text under change whose characters remember where they come from."""

    def __init__(self, text: str) -> None:
        self.characters: list[str] = list(text)
        self.spans: list[tuple[int, int]] = [(index, index + 1) for index in range(len(text))]

    @property
    def text(self) -> str:
        return "".join(self.characters)

    def replace(self, start: int, end: int, new: str) -> None:
        """Put ``new`` in place of the characters ``start`` to ``end``; it stands for their whole span."""
        whole = (self.spans[start][0], self.spans[end - 1][1])
        self.characters[start:end] = list(new)
        self.spans[start:end] = [whole] * len(new)


def _set_apostrophes(buffer: _Buffer) -> None:
    """Signs that people type for an apostrophe: "hat´s" is one word and not the name "s"."""
    for match in _APOSTROPHE.finditer(buffer.text):
        buffer.characters[match.start()] = "’"


def _compose(buffer: _Buffer) -> None:
    """NFKC cluster by cluster, without the invisible signs; a dropped sign belongs to what stands before
    it.
    """
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    index = 0
    while index < len(buffer.characters):
        end = index + 1
        while end < len(buffer.characters) and unicodedata.combining(buffer.characters[end]):
            end += 1
        cluster = "".join(c for c in buffer.characters[index:end] if c not in _INVISIBLE)
        whole = (buffer.spans[index][0], buffer.spans[end - 1][1])
        if cluster and not cluster.isascii():
            keep = cluster in "…½¼¾²³™ªº" or cluster == "\u00a8"
            cluster = cluster if keep else unicodedata.normalize("NFKC", cluster)
            if cluster.isspace():
                cluster = " " if "\n" not in cluster else "\n"
        elif cluster in {"\t", "\r", "\f", "\v"}:
            cluster = " "
        characters += cluster
        spans += [whole] * len(cluster)
        index = end
    buffer.characters, buffer.spans = characters, spans


def _unmask(buffer: _Buffer) -> None:
    """Look-alike letters, in words that also have Latin letters or have nothing but look-alikes."""
    text = buffer.text
    if text.isascii():
        return
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match.group()
        if word.isascii():
            continue
        plain = word.translate(_LOOKALIKES)
        if (
            plain != word
            and len(plain) == len(word)
            and all("LATIN" in unicodedata.name(c, "") for c in plain)
        ):
            buffer.characters[match.start() : match.end()] = list(plain)


def _join_spaced(buffer: _Buffer) -> None:
    for match in reversed(list(_SPACED.finditer(buffer.text))):
        letters = match.group()[::2]
        if match.group(1) == " " and letters.islower() and len(letters) < 5:
            continue
        if match.group(1) != " " and letters.islower():
            continue  # u.v.a.m.
        for index in range(match.end() - 2, match.start(), -2):
            del buffer.characters[index]
            del buffer.spans[index]


def normalise(text: str) -> Normalised:
    """The normalised text of ``text`` with offsets; any text is accepted."""
    buffer = _Buffer(text)
    for match in reversed(list(_ENTITY.finditer(text)) if "&" in text else []):
        buffer.replace(match.start(), match.end(), html.unescape(match.group()))
    _set_apostrophes(buffer)
    _compose(buffer)
    _unmask(buffer)
    _join_spaced(buffer)
    for match in reversed(list(_LINE_CUT.finditer(buffer.text))):
        del buffer.characters[match.start() : match.end()]
        del buffer.spans[match.start() : match.end()]
    for pattern, sign in _MAIL_SIGNS:
        for match in reversed(list(pattern.finditer(buffer.text))):
            buffer.replace(match.start(), match.end(), sign)
    return Normalised(
        buffer.text, tuple(start for start, _ in buffer.spans), tuple(end for _, end in buffer.spans)
    )


# --------------------------------------------------------------------------- words and sentences

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
