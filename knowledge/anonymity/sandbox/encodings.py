"""Plain text in any common encoding. Pure module.

German of an old Windows, Macintosh or DOS is told apart by its umlauts: charset-normalizer takes short
texts of the two latter for the first one.
"""

from __future__ import annotations

import codecs
import re

from knowledge.anonymity.sandbox.runner import ReadingRefused

__all__ = ["decoded", "prepare"]

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = ("cp1252", "mac_roman", "cp850")
_USUAL = re.compile(r"[äöüÄÖÜßéèáàç§€°]|(?<![^\W\d_])[„“‚‘«–—]|[”“’‘»…–—](?![^\W\d_])|(?<=[^\W\d_])’(?=s\b)")
"""Quotes stand at the edge of a word; inside one they are a letter of another encoding."""
_UNPRINTED = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_STRANGE = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def prepare() -> None:
    """Python loads an encoding at first use, when nothing can be opened any more."""
    for name in (
        *(name for _mark, name in _MARKS),
        "utf-16-le",
        "utf-16-be",
        *_OLD,
        "cp437",
        "latin-1",
        "ascii",
    ):
        codecs.lookup(name)


def _without_mark(data: bytes) -> str | None:
    """UTF-16 shows by its zeros."""
    sample = data[:4_096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(1, len(sample) // 5):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _penalty(text: str) -> int:
    return len(_STRANGE.findall(text)) - 2 * len(_USUAL.findall(text))


def decoded(data: bytes) -> str:
    """The text. Raises :class:`ReadingRefused` with ``broken``, or ``unsupported`` where it is none."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    name = marked or _without_mark(data)
    if name is not None:
        try:
            text = data.decode(name)
        except UnicodeDecodeError as error:
            raise ReadingRefused("broken" if marked else "unsupported") from error
        if _UNPRINTED.search(text):
            raise ReadingRefused("unsupported")
        return text
    if _CONTROL.search(data):
        raise ReadingRefused("unsupported")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return min((data.decode(name, errors="replace") for name in _OLD), key=_penalty)
