"""Text that was read out of a file or pasted, as people meant it. Pure module.

A PDF puts a control character where a line ended with a hyphen, word processors leave soft hyphens and spaces
that do not break. Whatever looks for names would see half a word, and readers would see a box.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["plain_text"]

_LINE_END_HYPHEN = re.compile(r"[\x02\xad\ufffe]\s*(?=(\w*))")
"""U+0002 and U+FFFE are how PDFium writes a hyphen at the end of a line."""
_JOINING = {"und", "oder", "bzw", "sowie", "wie", "als", "noch"}
"""After these words the hyphen stands for a part left out: "Ein- und Ausgaben"."""
_NEW_LINE = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile(r"[\xa0\u2000-\u200a\u202f\u205f\u3000]")
_HYPHEN = re.compile(r"[\u2010\u2011]")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufff"
    r"b\uffff]"
)


def _joined(match: re.Match[str]) -> str:
    following = match[1]
    if match[0][0] != "\xad" and following[:1].isupper():
        return "-"
    if match[0][0] != "\xad" and following in _JOINING:
        return "- "
    return ""


def plain_text(text: str) -> str:
    """The same words in composed letters and whole, lines ended by a newline, without characters that nobody
    sees.
    """
    text = _LINE_END_HYPHEN.sub(_joined, _NEW_LINE.sub("\n", text))
    text = _HYPHEN.sub("-", _SPACE.sub(" ", text))
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))
