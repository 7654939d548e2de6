"""The text of an OpenDocument text (.odt, .fodt). Pure module.

odfpy wants a manifest, which converters leave out, and does not say what it left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge.anonymity.sandbox.archives import Archive, local_name, tree
from knowledge.anonymity.sandbox.readings import Block, Reading, joined, row_text
from knowledge.anonymity.sandbox.runner import ReadingRefused

__all__ = ["read_flat", "read_opendocument"]

_MOST_SPACES = 100
_HIDDEN = frozenset({"hidden-text", "hidden-paragraph"})
_SKIPPED = frozenset(
    {"tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "title", "desc"}
)


def _attribute(element: Any, name: str) -> str:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def _find(root: Any, name: str) -> Any:
    return next((element for element in root.iter() if local_name(element) == name), None)


def _words(element: Any) -> str:
    return "".join(element.itertext()).strip()


class _OpenDocument:
    """One document while it is read."""

    def __init__(self, roots: list[Any]) -> None:
        self.reading = Reading()
        self.hidden = {
            _attribute(style, "name")
            for root in roots
            for style in root.iter()
            if local_name(style) == "style"
            and any(
                local_name(inner) == "text-properties" and _attribute(inner, "display") == "none"
                for inner in style
            )
        }
        for root in roots:
            for element in root.iter():
                name = local_name(element)
                if name == "deletion":
                    self.reading.drop("deletion", int(bool(_words(element))))
                elif (
                    name.startswith(("header", "footer")) and local_name(element.getparent()) == "master-page"
                ):
                    self.reading.drop(name[:6], int(bool(_words(element))))

    def blocks(self, container: Any, *, is_item: bool = False) -> Iterator[Block]:
        """What stands below each other."""
        for element in container:
            name = local_name(element)
            if name in ("p", "h"):
                parts: list[str] = []
                boxes: list[Block] = []
                self._inline(element, parts, boxes)
                yield Block("".join(parts), is_item)
                yield from boxes
            elif name == "list":
                for entry in element:
                    yield from self.blocks(entry, is_item=local_name(entry) == "list-item")
            elif name == "table":
                yield Block("\n".join(self._rows(element)))
            elif name == "frame":
                yield from self._drawn(element)
            elif name == "forms":
                yield from self._forms(element)
            elif name == "annotation":
                self.reading.drop("comment")
            elif name in _HIDDEN:
                self.reading.drop("hidden")
            elif name not in _SKIPPED:
                yield from self.blocks(element, is_item=is_item)

    def _rows(self, table: Any) -> Iterator[str]:
        for element in table:
            if local_name(element) == "table-row":
                cells = [cell for cell in element if local_name(cell) == "table-cell"]
                yield row_text([joined(self.blocks(cell)).replace("\n\n", "\n") for cell in cells])
            else:
                yield from self._rows(element)

    def _forms(self, forms: Any) -> Iterator[Block]:
        for element in forms.iter():
            value = _attribute(element, "current-value")
            if value:
                yield Block(row_text([_attribute(element, "name") or "Feld", value]))

    def _inline(self, element: Any, parts: list[str], boxes: list[Block]) -> None:
        if _attribute(element, "style-name") in self.hidden:
            self.reading.drop("hidden", int(bool(_words(element))))
            return
        parts.append(_text(element.text))
        for inner in element:
            name = local_name(inner)
            if name == "s":
                count = _attribute(inner, "c")
                parts.append(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES))
            elif name == "tab":
                parts.append("\t")
            elif name == "line-break":
                parts.append("\n")
            elif name == "note":
                body = next((part for part in inner if local_name(part) == "note-body"), ())
                words = " ".join(joined(self.blocks(body)).split())
                parts.append(f" ({words})" if words else "")
            elif name == "annotation":
                self.reading.drop("comment")
            elif name in _HIDDEN:
                self.reading.drop("hidden")
            elif name in ("frame", "custom-shape", "rect"):
                boxes += self._drawn(inner)
            elif name == "ruby-text":
                pass
            elif name not in _SKIPPED:
                self._inline(inner, parts, boxes)
            parts.append(_text(inner.tail))

    def _drawn(self, frame: Any) -> list[Block]:
        found = []
        for element in frame:
            name = local_name(element)
            if name == "text-box":
                found += list(self.blocks(element))
            elif name in ("p", "h"):  # a shape with words
                found += list(self.blocks([element]))
            elif name == "image" and not any(local_name(beside).startswith("object") for beside in frame):
                self.reading.drop("image")
            elif name.startswith("object"):
                self.reading.drop("embedded")
        return found


def _text(text: str | None) -> str:
    """Line ends of the file are none of the text."""
    return " ".join(text.split("\n")) if text else ""


def _read(content: Any, styles: list[Any]) -> Reading:
    body = _find(content, "body")
    text = next((inner for inner in body if local_name(inner) == "text"), None) if body is not None else None
    if text is None:
        raise ReadingRefused("unsupported")
    document = _OpenDocument([content, *styles])
    document.reading.text = joined(document.blocks(text))
    return document.reading


def read_flat(data: bytes) -> Reading:
    """A document in one XML file."""
    return _read(tree(data), [])


def read_opendocument(archive: Archive) -> Reading:
    """Text and what was left out. Raises :class:`ReadingRefused` with ``locked``, or ``unsupported`` for
    tables and slides.
    """
    manifest = "META-INF/manifest.xml"
    if manifest in archive.names and b"encryption-data" in archive.part(manifest):
        raise ReadingRefused("locked")
    styles = [tree(archive.part("styles.xml"))] if "styles.xml" in archive.names else []
    return _read(tree(archive.part("content.xml")), styles)
