"""The text of a Rich Text file (.rtf), through striprtf. Pure module.

striprtf leaves out notes and boxes and takes hidden and struck text in, all without a word; so groups are
looked at first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from striprtf import striprtf

from knowledge.anonymity.sandbox.readings import Reading, row_text

__all__ = ["read_rich_text"]

_convert: Any = striprtf.rtf_to_text  # untyped

_TOKEN = re.compile(r"\\bin(\d+) ?|\\(?:[a-z]+-?\d* ?|'[0-9a-f]{2}|[^a-z])|[{}]", re.IGNORECASE)
_CONTROL = re.compile(r"\s*(?:\\\*)?\\([a-z]+-?\d*) ?")
_DROPPED = {
    "annotation": "comment",
    "header": "header",
    "headerl": "header",
    "headerr": "header",
    "headerf": "header",
    "footer": "footer",
    "footerl": "footer",
    "footerr": "footer",
    "footerf": "footer",
    "pict": "image",
    "object": "embedded",
}


def _groups(source: str) -> Iterator[tuple[int, int]]:
    """Start and end of each group, the inner ones first."""
    stack, skip = [], 0
    for match in _TOKEN.finditer(source):
        if match.start() < skip:
            continue
        mark = match[0]
        if match[1]:
            skip = match.end() + int(match[1])
        elif mark == "{":
            stack.append(match.start())
        elif mark == "}" and stack:
            yield stack.pop(), match.end()


def _first_words(group: str) -> list[str]:
    """The control words at the beginning of a group, with their numbers."""
    words, at = [], 1
    while match := _CONTROL.match(group, at):
        words.append(match[1])
        at = match.end()
    return words


def _plain(group: str, codepage: str) -> str:
    return str(_convert("{\\rtf1 " + codepage + group + "}", errors="replace")).strip()


def read_rich_text(data: bytes) -> Reading:
    """Text and what was left out."""
    source = data.decode("cp1252", errors="replace")
    reading = Reading()
    found = re.search(r"\\ansicpg\d+", source)
    codepage = found[0] + " " if found else ""
    cuts: list[tuple[int, int, str]] = []
    boxes: list[str] = []
    for start, end in _groups(source):
        words = _first_words(source[start:end][:400])
        inner = source[start:end]
        kind = next((_DROPPED[word] for word in words[:2] if word in _DROPPED), None)
        if kind is not None:
            is_there = kind in ("image", "embedded") or _plain(_unnamed(inner), codepage)
            reading.drop(kind, int(bool(is_there)))
            cuts.append((start, end, ""))
        elif "footnote" in words[:2]:
            note = " ".join(_plain(_unnamed(inner), codepage).split())
            cuts.append((start, end, f" ({_escaped(note)})" if note else ""))
        elif words[:1] == ["shptxt"]:
            boxes.append(_plain(_unnamed(inner), codepage))
        elif "deleted" in words or "v" in words:
            if _plain(inner, codepage):
                reading.drop("deletion" if "deleted" in words else "hidden")
            cuts.append((start, end, ""))
    for start, end, instead in sorted(_outermost(cuts), reverse=True):
        source = source[:start] + instead + source[end:]
    text = str(_convert(source, errors="replace"))
    reading.text = "\n\n".join([_rows(text).strip(), *filter(None, boxes)]).strip()
    return reading


def _outermost(cuts: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for cut in sorted(cuts, key=lambda cut: (cut[0], -cut[1])):
        if not kept or cut[0] >= kept[-1][1]:
            kept.append(cut)
    return kept


def _unnamed(group: str) -> str:
    """A group whose destination is not named any more, so that striprtf reads it."""
    return re.sub(
        r"\\\*|\\(?:annotation|headerf?|headerl|headerr|footerf?|footerl|footerr|footnote|shptxt)\b",
        "",
        group,
    )


def _escaped(text: str) -> str:
    return "".join(
        character if ord(character) < 128 and character not in "\\{}" else f"\\u{_signed(character)}?"
        for character in text
    )


def _signed(character: str) -> int:
    code = min(ord(character), 0xFFFF)
    return code - 0x10000 if code > 0x7FFF else code


def _rows(text: str) -> str:
    """Rows of tables as everywhere: striprtf ends each cell with a bar."""
    lines = []
    for line in text.split("\n"):
        if line.rstrip().endswith("|"):
            lines.append(row_text(line.rstrip().rstrip("|").split("|")))
        else:
            lines.append(line)
    return "\n".join(lines)
