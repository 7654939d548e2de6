# ruff: noqa: SIM905 - a word list reads better as words
"""The text of an HTML page or of the HTML part of a mail, without its tags. Pure module."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from knowledge.anonymity.sandbox.archives import local_name
from knowledge.anonymity.sandbox.readings import Block, Reading, joined, row_text

__all__ = ["read_page"]

_SKIPPED = frozenset({"head", "script", "style", "template", "noscript", "datalist"})
_EMBEDDED = frozenset({"iframe", "frame", "object", "embed", "audio", "video"})
_BLOCKS = frozenset(
    (
        "address article aside blockquote body center dd details div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section "
        "summary table ul"
    ).split()
)
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
)


class _Page:
    """One page while it is read."""

    def __init__(self) -> None:
        self.reading = Reading()

    def blocks(self, element: Any, *, is_item: bool = False) -> Iterator[Block]:
        """Paragraphs of an element: the text between its blocks, and the blocks."""
        line: list[str] = []
        for piece in self._pieces(element):
            if isinstance(piece, str):
                line.append(piece)
                continue
            yield Block(_tidy("".join(line)), is_item)
            line = []
            yield from self._block(piece, is_item=is_item)
        yield Block(_tidy("".join(line)), is_item)

    def _block(self, element: Any, *, is_item: bool) -> Iterator[Block]:
        name = local_name(element)
        if name == "table":
            yield Block("\n".join(self._rows(element)))
        elif name == "pre":
            yield Block(element.text_content())
        else:
            yield from self.blocks(element, is_item=is_item or name == "li")

    def _pieces(self, element: Any) -> Iterator[Any]:
        """Texts and block elements in their order."""
        if element.text:
            yield _spaces(element.text)
        for inner in element:
            name = local_name(inner)
            if not name or name in _SKIPPED:
                pass
            elif self._is_hidden(inner):
                self.reading.drop("hidden", int(bool(inner.text_content().strip())))
            elif name == "br":
                yield "\n"
            elif name == "img":
                self.reading.drop("image", int(inner.get("width") not in ("0", "1")))
            elif name in _EMBEDDED:
                self.reading.drop("embedded")
            elif name in ("svg", "canvas"):
                self.reading.drop("drawing", int(name == "canvas" or bool(_said(inner))))
            elif name in ("input", "textarea", "select"):
                yield _value(inner)
            elif name in _BLOCKS:
                yield inner
            else:
                yield from self._pieces(inner)
            if inner.tail:
                yield _spaces(inner.tail)

    def _is_hidden(self, element: Any) -> bool:
        return element.get("hidden") is not None or bool(_INVISIBLE.search(element.get("style", "").lower()))

    def _rows(self, table: Any) -> Iterator[str]:
        for element in table:
            name = local_name(element)
            if name == "tr":
                cells = [cell for cell in element if local_name(cell) in ("td", "th")]
                yield row_text([joined(self.blocks(cell)).replace("\n\n", "\n") for cell in cells])
            elif name in ("thead", "tbody", "tfoot", "caption"):
                yield from self._rows(element) if name != "caption" else iter([element.text_content()])


def _said(drawing: Any) -> str:
    """The words of a drawing; a sign without any is ornament."""
    return " ".join(drawing.text_content().split())


def _value(field: Any) -> str:
    if local_name(field) == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        shown = chosen or (options[:1] if field.get("multiple") is None else [])
        return ", ".join(_said(option) for option in shown)
    if local_name(field) == "textarea":
        return str(field.text or "")
    kind = field.get("type", "text")
    if kind in ("checkbox", "radio"):
        return "☒ " if field.get("checked") is not None else "☐ "
    return "" if kind in ("hidden", "password", "submit", "button") else str(field.get("value", ""))


def _spaces(text: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text)


def _tidy(text: str) -> str:
    return re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text)).strip()


def read_page(source: str) -> Reading:
    """Text and what was left out."""
    page = _Page()
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    if not source.strip():
        return page.reading
    root = lxml.html.document_fromstring(
        source, parser=lxml.html.HTMLParser(no_network=True, remove_comments=True)
    )
    page.reading.text = joined(page.blocks(root))
    return page.reading
