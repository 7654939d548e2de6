"""What a PDF shows and hides: words with their places, values of its form, notes, pictures, pages without
text. Runs in the sandbox; knows no Django.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

from knowledge.anonymity.sandbox.pdf_layout import HYPHEN, Line, PlacedWord, lines_of, paragraphs
from knowledge.anonymity.sandbox.readings import Reading

__all__ = ["PageText", "read_pages"]

Box = tuple[float, float, float, float]

_TINY = 1.5
_COVERED = 0.5
"""Share of a page that a picture covers when the page is a scan."""
_NOTABLE = 0.01
"""Share of a page from which on a picture is named."""
_OUTLINES = 200
"""So many drawn shapes on a page without words are letters."""
_DEEPEST = 6
_EDGE = 0.12
"""Share of a page above and below in which its headers and footers stand."""
_FIELD_LETTERS = re.compile(r"[^\W\d_]{4,}")
_NAMELESS = re.compile(r"^(?:text|textfeld|feld|field|undefined|untitled|unbenannt)\W*\d*$", re.IGNORECASE)


@dataclass(slots=True)
class PageText:
    """A page while it is read, its words by the direction in which they run (0 to 3 quarter turns)."""

    number: int
    box: Box
    words: dict[int, list[PlacedWord]] = field(default_factory=dict)
    hidden: list[PlacedWord] = field(default_factory=list)
    hidden_runs: int = 0
    lines: list[Line] = field(default_factory=list)
    direction: int = 0

    def put(self, direction: int, word: PlacedWord) -> None:
        """A word that readers see."""
        self.words.setdefault(direction, []).append(word)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A filled shape or a picture on the page, and when it is drawn."""

    order: int
    box: Box
    is_image: bool
    is_dark: bool
    is_white: bool

    def holds(self, x: float, y: float) -> bool:
        left, bottom, right, top = self.box
        return left <= x <= right and bottom <= y <= top


def _turned(direction: int, x: float, y: float) -> tuple[float, float]:
    return ((x, y), (y, -x), (-x, -y), (-y, x))[direction]


def _doubles(count: int) -> list[Any]:
    return [ctypes.c_double() for _number in range(count)]


def _colour(item: Any) -> tuple[int, int, int, int]:
    values = [ctypes.c_uint() for _number in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(item, *values):
        return 0, 0, 0, 255
    red, green, blue, alpha = (value.value for value in values)
    return red, green, blue, alpha


def _bounds(item: Any) -> Box | None:
    values = [ctypes.c_float() for _number in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *values):
        return None
    left, bottom, right, top = (value.value for value in values)
    return left, bottom, right, top


def _address(item: Any) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0


class _Objects:
    """What is drawn on a page, in its order."""

    def __init__(self, page: Any, box: Box) -> None:
        self.order: dict[int, int] = {}
        self.shapes: list[_Shape] = []
        self.images = self.paths = 0
        self.covered = 0.0
        self.area = max(1.0, (box[2] - box[0]) * (box[3] - box[1]))
        for number in range(pdfium.FPDFPage_CountObjects(page)):
            self._add(pdfium.FPDFPage_GetObject(page, number), number, 0)

    def _add(self, item: Any, order: int, depth: int) -> None:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.order[_address(item)] = order
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            for number in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._add(pdfium.FPDFFormObj_GetObject(item, number), order, depth + 1)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING):
            self._add_shape(item, kind, order, depth)

    def _add_shape(self, item: Any, kind: int, order: int, depth: int) -> None:
        bounds = _bounds(item)
        is_image = kind == pdfium.FPDF_PAGEOBJ_IMAGE
        self.paths += kind == pdfium.FPDF_PAGEOBJ_PATH
        if bounds is None:
            return
        share = max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1]) / self.area
        if is_image:
            if depth and share < _NOTABLE:  # its place is told in the measures of the form it stands in
                share = _NOTABLE
            self.images += share >= _NOTABLE
            self.covered += share
        if depth:
            return
        red, green, blue, alpha = _colour(item)
        if not is_image and (alpha < 255 or not _is_filled(item)):
            return
        level = red + green + blue
        self.shapes.append(_Shape(order, bounds, is_image, level < 240, level > 3 * 248))


def _is_filled(item: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(item, mode, stroke)) and mode.value != 0


class _PageWords:
    """The words of a page out of its characters."""

    def __init__(self, page: Any, result: PageText, objects: _Objects) -> None:
        self.result = result
        self.objects = objects
        self.text = page.get_textpage()
        self._known: dict[int, tuple[int, bool]] = {}
        self._was_hidden = False

    def collect(self) -> None:
        """Characters of one object up to the next space are a word."""
        start, letters, owner = 0, "", 0
        for at in range(self.text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(self.text, at)
            item = pdfium.FPDFText_GetTextObject(self.text, at)
            own = _address(item) if item else 0
            character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
            if letters and (own != owner or not own or character.isspace()):
                self._word(start, at - 1, letters)
                letters = ""
            if own and character and not character.isspace():
                if not letters:
                    start, owner = at, own
                letters += character
        if letters:
            self._word(start, self.text.count_chars() - 1, letters)

    def _word(self, start: int, end: int, letters: str) -> None:
        item = pdfium.FPDFText_GetTextObject(self.text, start)
        direction, is_hidden = self._look(item, start)
        x, y = _doubles(2)
        pdfium.FPDFText_GetCharOrigin(self.text, start, x, y)
        box = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(self.text, start, box)
        last = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(self.text, end, last)
        corners = [
            _turned(direction, *corner) for corner in ((last.left, last.bottom), (last.right, last.top))
        ]
        heights = [_turned(direction, *corner) for corner in ((box.left, box.bottom), (box.right, box.top))]
        x0, base = _turned(direction, x.value, y.value)
        size = abs(heights[0][1] - heights[1][1])
        word = PlacedWord(letters, x0, max(x0, *(corner[0] for corner in corners)), base, size or 1.0)
        middle = ((box.left + last.right) / 2, (box.bottom + box.top) / 2)
        if is_hidden or size < _TINY or self._is_out(*middle) or self._is_covered(item, *middle):
            self.result.hidden_runs += not self._was_hidden
            self._was_hidden = True
            self.result.hidden.append(word)
        else:
            self._was_hidden = False
            self.result.put(direction, word)

    def _look(self, item: Any, at: int) -> tuple[int, bool]:
        """Direction in quarter turns, and whether the object paints nothing."""
        key = _address(item)
        if key not in self._known:
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFText_GetMatrix(self.text, at, matrix)
            direction = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
            mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
            invisible = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
            self._known[key] = direction, mode in invisible or _colour(item)[3] == 0
        return self._known[key]

    def _is_out(self, x: float, y: float) -> bool:
        left, bottom, right, top = self.result.box
        return not (left <= x <= right and bottom <= y <= top)

    def _is_covered(self, item: Any, x: float, y: float) -> bool:
        """Under a bar or a picture, or white on white."""
        order = self.objects.order.get(_address(item), 0)
        below = None
        for shape in self.objects.shapes:
            if shape.holds(x, y):
                if shape.order > order and (shape.is_image or shape.is_dark or shape.is_white):
                    return True
                below = shape if shape.order < order else below
        red, green, blue, _alpha = _colour(item)
        return red + green + blue > 3 * 248 and (below is None or (below.is_white and not below.is_image))


# --------------------------------------------------------------------------- what lies on top of a page


def _string(read: Any, *arguments: Any) -> str:
    size = read(*arguments, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    read(*arguments, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", errors="replace")


_SILENT = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_UNKNOWN)
_MARKS = (
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_SQUIGGLY,
    pdfium.FPDF_ANNOT_STRIKEOUT,
)


class _Annotations:
    """Form fields, whose values are text, and notes, which are not."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self.form = document.formenv.raw if document.formenv is not None else None

    def read(self, page: Any, result: PageText, reading: Reading) -> None:
        """Put the values where their fields stand; count the rest."""
        printed = " ".join(word.text for words in result.words.values() for word in words).casefold()
        for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, number)
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind == pdfium.FPDF_ANNOT_WIDGET:
                if self.form is not None:
                    self._field(annotation, result, printed)
            elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                reading.drop("attachment", page=result.number)
            elif kind in _MARKS and not _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents"):
                pass  # a marker pen says nothing
            elif kind not in _SILENT:
                reading.drop("annotation", page=result.number)
            pdfium.FPDFPage_CloseAnnot(annotation)

    def _field(self, annotation: Any, result: PageText, printed: str) -> None:
        kind = pdfium.FPDFAnnot_GetFormFieldType(self.form, annotation)
        if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
            value = "☒" if pdfium.FPDFAnnot_IsChecked(self.form, annotation) else "☐"
        elif kind in (pdfium.FPDF_FORMFIELD_PUSHBUTTON, pdfium.FPDF_FORMFIELD_SIGNATURE):
            return
        else:
            value = _string(pdfium.FPDFAnnot_GetFormFieldValue, self.form, annotation).strip()
            label = self._label(annotation)
            if value and label and label.casefold() not in printed:
                value = f"{label}: {value}" if "\n" not in value.replace("\r", "\n") else f"{label}:\n{value}"
        rectangle = pdfium.FS_RECTF()
        if not value or not pdfium.FPDFAnnot_GetRect(annotation, rectangle):
            return
        lines = [line.strip() for line in re.split(r"\r\n|\r|\n", value)]
        low, high = sorted((rectangle.bottom, rectangle.top))
        size = min((high - low) / len(lines) * 0.8, 12.0) or 1.0
        for order, line in enumerate(lines):
            if line:
                base = high - (high - low) / len(lines) * (order + 0.75)
                result.put(
                    0, PlacedWord(line, rectangle.left, rectangle.left + 0.5 * size * len(line), base, size)
                )

    def _label(self, annotation: Any) -> str:
        for read in (pdfium.FPDFAnnot_GetFormFieldAlternateName, pdfium.FPDFAnnot_GetFormFieldName):
            name = _string(read, self.form, annotation).rpartition(".")[2].replace("_", " ").strip()
            if _FIELD_LETTERS.search(name) and not _NAMELESS.match(name):
                return name
        return ""


# --------------------------------------------------------------------------- the whole document


def _page(
    document: pypdfium2.PdfDocument, number: int, annotations: _Annotations, reading: Reading
) -> PageText:
    page = document[number]
    left, bottom, right, top = page.get_cropbox()
    result = PageText(number + 1, (min(left, right), min(bottom, top), max(left, right), max(bottom, top)))
    objects = _Objects(page, result.box)
    _PageWords(page, result, objects).collect()
    is_scan = objects.covered >= _COVERED
    if not result.words and result.hidden and is_scan:
        reading.drop("ocr", page=result.number)
        for word in result.hidden:
            result.put(0, word)
        result.hidden = []
    elif result.hidden:
        reading.drop("hidden", result.hidden_runs, page=result.number)
    annotations.read(page, result, reading)
    if not result.words and (objects.images or objects.paths >= _OUTLINES):
        reading.drop("scan", page=result.number)
    elif objects.images and "ocr" not in reading.pages:
        reading.drop("image", objects.images, page=result.number)
    if result.words:
        by_size = sorted(result.words, key=lambda turn: -sum(len(word.text) for word in result.words[turn]))
        result.direction = by_size[0]
        result.lines = [line for turn in by_size for line in lines_of(result.words[turn])]
    return result


def _at_edge(page: PageText, place: str) -> list[Line]:
    """Up to three lines at the upper or lower end of a page, with a gap between them and the text."""
    corners = [_turned(page.direction, *corner) for corner in (page.box[:2], page.box[2:])]
    low, high = sorted(corner[1] for corner in corners)
    lines = sorted((line for line in page.lines if not line.is_row), key=lambda line: line.y)
    lines = lines if place == "footer" else lines[::-1]
    found: list[Line] = []
    for line in lines:
        distance = high - line.y if place == "header" else line.y - low
        if found and abs(line.y - found[-1].y) > 1.5 * line.size:
            return found
        if distance > _EDGE * (high - low) or len(found) == 3:
            return []
        found.append(line)
    return []


def _beside(pages: list[PageText]) -> Iterator[tuple[str, PageText, Line]]:
    """Lines that repeat above or below on most pages, or count the pages."""
    found: dict[tuple[str, str], list[tuple[PageText, Line]]] = {}
    for page in pages:
        for place in ("header", "footer"):
            for line in _at_edge(page, place):
                found.setdefault((place, re.sub(r"\d+", "#", line.text)), []).append((page, line))
    for (place, text), rows in found.items():
        count = len({page.number for page, _line in rows})
        if count >= max(2 if "#" in text else 3, math.ceil(len(pages) / 2)):
            yield from ((place, page, line) for page, line in rows)


def _without_beside(pages: list[PageText], reading: Reading) -> None:
    texts: Counter[tuple[str, str]] = Counter()
    for place, page, line in list(_beside(pages)):
        page.lines = [other for other in page.lines if other is not line]
        texts[place, re.sub(r"\d+", "#", line.text)] += 1
    for place, _text in texts:
        reading.drop(place)


def read_pages(document: pypdfium2.PdfDocument) -> tuple[Reading, str]:
    """What readers see, and everything a search can find in it besides."""
    if document.get_formtype() not in (pdfium.FORMTYPE_NONE, None):
        document.init_forms()
    reading = Reading()
    annotations = _Annotations(document)
    pages = [_page(document, number, annotations, reading) for number in range(len(document))]
    hidden = "\n".join(" ".join(word.text for word in page.hidden) for page in pages if page.hidden)
    whole = paragraphs([page.lines for page in pages])
    _without_beside(pages, reading)
    reading.drop("attachment", pdfium.FPDFDoc_GetAttachmentCount(document))
    reading.text = paragraphs([page.lines for page in pages])
    reading.by_page = [paragraphs([page.lines]) for page in pages]
    return reading, "\n".join(filter(None, (whole, hidden.replace("\xad", HYPHEN))))
