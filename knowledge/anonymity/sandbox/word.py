# ruff: noqa: SIM905 - a word list reads better as words
"""The text of a Word file (.docx, .docm, strict and transitional). Pure module.

Libraries read less than is needed: mammoth and python-docx take neither headers nor hidden text nor deletions
into account and do not say what they left out, and python-docx refuses strict files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge.anonymity.sandbox.archives import Archive, local_name, tree
from knowledge.anonymity.sandbox.readings import Block, Reading, joined, row_text
from knowledge.anonymity.sandbox.runner import ReadingRefused

__all__ = ["read_word"]

_THROUGH = frozenset(
    ("ins moveTo smartTag customXml sdtContent hyperlink fldSimple dir bdo ruby rubyBase").split()
)
"""Elements around text that say nothing themselves."""
_GONE = frozenset({"del", "moveFrom"})
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_OFF = frozenset({"0", "false", "off", "none"})
_BOXES = dict.fromkeys("\uf06f\uf0a8\uf071", "☐") | dict.fromkeys("\uf0fe\uf0fd\uf078\uf052", "☒")
"""Boxes of the fonts Wingdings, by their private code points."""


def _attribute(element: Any, name: str) -> str | None:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def _child(element: Any, *path: str) -> Any:
    """The first descendant along local names, or ``None``."""
    for name in path:
        element = next((inner for inner in element if local_name(inner) == name), None)
        if element is None:
            return None
    return element


def _is_on(element: Any) -> bool:
    return element is not None and (_attribute(element, "val") or "1") not in _OFF


def _has_words(element: Any) -> bool:
    return any(
        local_name(inner) in ("t", "delText") and (inner.text or "").strip() for inner in element.iter()
    )


class _Styles:
    """Which styles hide their text, and which make items of a list."""

    def __init__(self, root: Any) -> None:
        self.hidden: set[str] = set()
        self.items: set[str] = set()
        for style in root if root is not None else ():
            if local_name(style) != "style":
                continue
            name = _attribute(style, "styleId") or ""
            if _is_on(_child(style, "rPr", "vanish")):
                self.hidden.add(name)
            if _child(style, "pPr", "numPr") is not None:
                self.items.add(name)


class _Word:
    """One document while it is read."""

    def __init__(self, archive: Archive, main: str) -> None:
        self.archive = archive
        self.reading = Reading()
        self.parts: dict[str, list[str]] = {}
        for kind, part in archive.relations(main):
            if part in archive.names:
                self.parts.setdefault(kind, []).append(part)
        self.styles = _Styles(self._tree("styles"))
        self.notes = {
            "footnoteReference": self._notes("footnotes", "footnote"),
            "endnoteReference": self._notes("endnotes", "endnote"),
        }
        self.open_notes: list[str] = []

    def _tree(self, kind: str) -> Any:
        parts = self.parts.get(kind)
        return tree(self.archive.part(parts[0])) if parts else None

    def _notes(self, kind: str, name: str) -> dict[str, Any]:
        root = self._tree(kind)
        return {
            str(_attribute(note, "id")): note
            for note in (root if root is not None else ())
            if local_name(note) == name and _attribute(note, "type") not in _SEPARATORS
        }

    # ----------------------------------------------------------------------- paragraphs and tables

    def blocks(self, container: Any) -> Iterator[Block]:
        """What stands below each other in a body, a cell, a box or a note."""
        carried = ""
        for element in container:
            name = local_name(element)
            if name == "p":
                text, boxes = self._paragraph(element)
                text, carried = carried + text, ""
                mark = _child(element, "pPr", "rPr")
                if mark is not None and _child(mark, "del") is not None and not boxes:
                    carried = text  # the end of this paragraph was deleted: it goes on in the next one
                    continue
                yield Block(text, self._is_item(element))
                yield from boxes
            elif name == "tbl":
                yield Block("\n".join(self._rows(element)))
            elif name == "sdt":
                yield from self.blocks(self._content(element))
            elif name in _THROUGH:
                yield from self.blocks(element)
            elif name in _GONE:
                self.reading.drop("deletion", int(_has_words(element)))
            elif name == "AlternateContent":
                yield from self.blocks(self._choice(element))
            elif name in ("oMathPara", "oMath"):
                yield Block(self._paragraph(element)[0])
            elif name == "altChunk":
                self.reading.drop("embedded")
        if carried:
            yield Block(carried)

    def _is_item(self, paragraph: Any) -> bool:
        number = _child(paragraph, "pPr", "numPr", "numId")
        if number is not None:
            return _attribute(number, "val") != "0"
        style = _child(paragraph, "pPr", "pStyle")
        return style is not None and _attribute(style, "val") in self.styles.items

    def _content(self, control: Any) -> Any:
        """What was filled into a content control; its own prompt is nobody's text."""
        prompt = _child(control, "sdtPr", "showingPlcHdr")
        content = _child(control, "sdtContent")
        return () if prompt is not None or content is None else content

    def _choice(self, element: Any) -> Any:
        """One of the alternatives: they say the same."""
        branches = [inner for inner in element if local_name(inner) in ("Choice", "Fallback")]
        return next((inner for inner in branches if _has_words(inner)), branches[0] if branches else ())

    def _rows(self, table: Any) -> Iterator[str]:
        for element in table:
            name = local_name(element)
            if name == "tr":
                if _child(element, "trPr", "del") is not None:
                    self.reading.drop("deletion", int(_has_words(element)))
                    continue
                yield row_text(list(self._cells(element)))
            elif name == "sdt":
                yield from self._rows(self._content(element))
            elif name in _THROUGH:
                yield from self._rows(element)

    def _cells(self, row: Any) -> Iterator[str]:
        for element in row:
            name = local_name(element)
            if name == "tc":
                merged = _child(element, "tcPr", "vMerge")
                if merged is not None and _attribute(merged, "val") in (None, "continue"):
                    continue  # it belongs to the cell above
                if _child(element, "tcPr", "cellDel") is not None:
                    self.reading.drop("deletion", int(_has_words(element)))
                    continue
                yield joined(self.blocks(element)).replace("\n\n", "\n")
            elif name == "sdt":
                yield from self._cells(self._content(element))
            elif name in _THROUGH:
                yield from self._cells(element)

    # ----------------------------------------------------------------------- inside a paragraph

    def _paragraph(self, paragraph: Any) -> tuple[str, list[Block]]:
        parts: list[str] = []
        boxes: list[Block] = []
        self._inline(paragraph, parts, boxes)
        return "".join(parts), boxes

    def _inline(self, container: Any, parts: list[str], boxes: list[Block]) -> None:
        for element in container:
            name = local_name(element)
            if name == "r":
                self._run(element, parts, boxes)
            elif name == "sdt":
                self._inline(self._content(element), parts, boxes)
            elif name in _GONE:
                self.reading.drop("deletion", int(_has_words(element)))
            elif name == "AlternateContent":
                self._inline(self._choice(element), parts, boxes)
            elif name in ("drawing", "pict", "object"):
                self._drawn(element, boxes)
            elif name != "pPr":
                self._inline(element, parts, boxes)

    def _run(self, run: Any, parts: list[str], boxes: list[Block]) -> None:
        style = _child(run, "rPr", "rStyle")
        vanish = _child(run, "rPr", "vanish")
        is_hidden = style is not None and _attribute(style, "val") in self.styles.hidden
        if _is_on(vanish) or (is_hidden and vanish is None):
            self.reading.drop("hidden", int(_has_words(run)))
            return
        for element in run:
            self._piece(element, local_name(element), parts, boxes)

    def _piece(self, element: Any, name: str, parts: list[str], boxes: list[Block]) -> None:
        if name == "t":
            parts.append(element.text or "")
        elif name in ("br", "cr"):
            parts.append("\n\n" if _attribute(element, "type") == "page" else "\n")
        elif name in ("tab", "ptab"):
            parts.append("\t")
        elif name == "noBreakHyphen":
            parts.append("-")
        elif name == "sym":
            code = int(_attribute(element, "char") or "0", 16)
            parts.append(_BOXES.get(chr(code), "" if 0xE000 <= code <= 0xF8FF else chr(code)))
        elif name in self.notes:
            parts.append(self._note(name, str(_attribute(element, "id"))))
        elif name == "fldChar":
            parts.append(_form_field(element))
        elif name in ("drawing", "pict", "object"):
            self._drawn(element, boxes)
        elif name == "AlternateContent":
            for inner in self._choice(element):
                self._piece(inner, local_name(inner), parts, boxes)
        elif name == "ruby":
            base = _child(element, "rubyBase")
            self._inline(base if base is not None else (), parts, boxes)

    def _note(self, kind: str, number: str) -> str:
        note = self.notes[kind].get(number)
        if note is None or number in self.open_notes:
            self.reading.drop("note")
            return ""
        self.open_notes.append(number)
        text = " ".join(joined(self.blocks(note)).split())
        self.open_notes.pop()
        return f" ({text})" if text else ""

    def _drawn(self, element: Any, boxes: list[Block]) -> None:
        """Boxes of text inside a drawing; whatever else it shows is named."""
        stack, has_text = [element], False
        while stack:
            inner = stack.pop()
            name = local_name(inner)
            if name == "txbxContent":
                found = list(self.blocks(inner))
                has_text = has_text or any(block.text.strip() for block in found)
                boxes += found
            elif name == "AlternateContent":
                stack += reversed(list(self._choice(inner)))
            elif name in ("blip", "imagedata"):
                self.reading.drop("image")
            elif name == "OLEObject":
                self.reading.drop("embedded")
            elif name in ("chart", "relIds"):
                self.reading.drop("drawing")
            else:
                stack += reversed(list(inner))

    # ----------------------------------------------------------------------- beside the text

    def beside(self) -> None:
        """Count comments, headers and footers."""
        comments = self._tree("comments")
        if comments is not None:
            self.reading.drop("comment", sum(local_name(inner) == "comment" for inner in comments))
        for kind in ("header", "footer"):
            for part in self.parts.get(kind, ()):
                self.reading.drop(kind, int(_has_words(tree(self.archive.part(part)))))


def _form_field(element: Any) -> str:
    """What was chosen in a field of an old form."""
    data = _child(element, "ffData")
    if data is None:
        return ""
    box, choices = _child(data, "checkBox"), _child(data, "ddList")
    if box is not None:
        checked = _child(box, "checked")
        return "☒" if _is_on(checked if checked is not None else _child(box, "default")) else "☐"
    if choices is not None:
        entries = [_attribute(inner, "val") or "" for inner in choices if local_name(inner) == "listEntry"]
        chosen = _child(choices, "result")
        at = int((_attribute(chosen, "val") if chosen is not None else None) or 0)
        return entries[at] if 0 <= at < len(entries) else ""
    return ""


def read_word(archive: Archive) -> Reading:
    """Text and what was left out. Raises :class:`ReadingRefused` with ``unsupported`` for another kind of
    office file.
    """
    main = next((part for kind, part in archive.relations("") if kind == "officeDocument"), "")
    if main not in archive.names:
        raise ReadingRefused("unsupported")
    root = tree(archive.part(main))
    body = _child(root, "body")
    if local_name(root) != "document" or body is None:
        raise ReadingRefused("unsupported")
    word = _Word(archive, main)
    word.reading.text = joined(word.blocks(body))
    word.beside()
    return word.reading
