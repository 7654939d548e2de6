"""Words of a page in the order in which people read them: columns by their gaps, tables row by row, lines
joined to paragraphs. Pure module.

Lengths in points, x to the right and y upwards along the direction of the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from knowledge.anonymity.sandbox.readings import row_text

__all__ = ["HYPHEN", "Line", "PlacedWord", "lines_of", "paragraphs"]

HYPHEN = "\x02"
"""How PDFium writes a hyphen at the end of a line; ``characters.plain_text`` makes the word whole."""
_ENDS_IN_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011\xad\x02\ufffe]$")
_LONE_HYPHENS = frozenset("\u2010\u2011\xad\x02\ufffe")
"""Some programs draw the hyphen of a line's end as a run of its own, which reads as a word. No dash is
among them.
"""
_TOUCHES = 0.35
"""Gap in ems below which such a hyphen belongs to the word before it."""
_MARKER = re.compile(r"(?:[-–•*▪◦‣·☐☒]|\d{1,2}[.)]|[a-z]\))(?:\s|$)")
_GOES_ON = re.compile(
    r"(?:,|\b(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|und|oder|sowie|mit|von|vom|zu|zum|zur|im"
    r"|in|am|an|auf|aus|bei|beim|für|über|unter|nach|vor|durch|gegen|ohne|um|als|wie|dass|ob|nicht|sich|ist|hat"
    r"|war|wird|kein|keine|seine|ihre|unsere|mehr|sehr|jeder|jede|jedes))$",
    re.IGNORECASE,
)
_ENDS = (".", "!", "?")
_PROSE = 45
"""A line of so many characters was ended by the edge of its column."""
_GUTTER = 0.6
_WIDTHS = ((5, _GUTTER), (3, 1.0), (1, 2.5))
"""Least width in ems of a gap between columns, by the number of lines that share it."""
_LABEL_WORDS = 4
_CELL_WORDS = 2.2


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word, or the value of a form field, from ``x0`` to ``x1`` on its base line ``y``."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one base line in one column; ``is_new`` after a gap, ``first`` is the width of the
    first word, ``edge`` the right end of its column, ``is_prose`` where most lines of it are full.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    first: float
    edge: float
    left: float
    is_new: bool = False
    is_row: bool = False
    is_prose: bool = False
    starts_column: bool = False


Row = list[PlacedWord]
Span = tuple[float, float]


def _rows(words: Sequence[PlacedWord]) -> list[Row]:
    """Words on common base lines, from above, each from the left; raised figures belong to their line."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: (-word.y, word.x0)):
        if rows:
            base = rows[-1][0]
            if abs(base.y - word.y) <= 0.35 * max(base.size, word.size):
                rows[-1].append(word)
                continue
        rows.append([word])
    return [_with_hyphens(sorted(row, key=lambda word: word.x0)) for row in rows]


def _with_hyphens(row: Row) -> Row:
    """A line whose hyphens belong to the words that they part."""
    whole: Row = []
    for word in row:
        before = whole[-1] if whole else None
        if before and word.text in _LONE_HYPHENS and word.x0 - before.x1 <= _TOUCHES * before.size:
            whole[-1] = replace(before, text=before.text + word.text, x1=word.x1)
        else:
            whole.append(word)
    return whole


def _free(row: Row, least: float) -> list[Span]:
    """Where nothing stands on a line, margins included."""
    free, at = [], float("-inf")
    for word in row:
        if word.x0 - at >= least:
            free.append((at, word.x0))
        at = max(at, word.x1)
    return [*free, (at, float("inf"))]


def _common(one: list[Span], other: list[Span], least: float) -> list[Span]:
    cut = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(a, b) for a, b in cut if b - a >= least]


def _inner(free: list[Span], rows: list[Row]) -> list[Span]:
    """Gaps with words on both sides."""
    left = min(row[0].x0 for row in rows)
    right = max(word.x1 for row in rows for word in row)
    return [(a, b) for a, b in free if a > left and b < right]


def _bands(rows: list[Row], em: float) -> list[tuple[list[Row], list[float]]]:
    """Lines below each other with the middles of the gaps between their columns."""
    least = _GUTTER * em
    found: list[tuple[list[Row], list[Span]]] = []
    band: list[Row] = []
    free: list[Span] = []
    for row in rows:
        own = _free(row, least)
        both = _common(free, own, least) if band else own
        had, has = (_inner(free, band) if band else []), _inner(both, [*band, row])
        alone = _inner(own, [row])
        if band and _parts(band[-1], row, had, alone, has):
            found.append((band, had))
            band, free = [row], own
        else:
            band, free = [*band, row], both
    if band:
        found.append((band, _inner(free, band)))
    return [(rows, _gutters(rows, gaps, em)) for rows, gaps in found]


def _parts(above: Row, row: Row, had: list[Span], alone: list[Span], has: list[Span]) -> bool:
    """Whether a line begins something else: it crosses the gaps there were, or brings gaps of its own."""
    if not has:
        return bool(had or alone)
    is_apart = above[0].y - row[0].y > 1.7 * max(above[0].size, row[0].size)
    return is_apart and bool(had and alone) and not _common(had, alone, 0.0)


def _gutters(rows: list[Row], gaps: list[Span], em: float) -> list[float]:
    """Middles of the gaps that part columns."""
    kept = []
    for a, b in gaps:
        middle = (a + b) / 2
        left = [row[0].y for row in rows if row[0].x0 < middle]
        right = [row[0].y for row in rows if row[-1].x1 > middle]
        shared = min(_beside_each_other(left, right, em), _beside_each_other(right, left, em))
        width = next((width for lines, width in _WIDTHS if shared >= lines), float("inf"))
        if b - a >= width * em:
            kept.append(middle)
    return kept


def _beside_each_other(one: list[float], other: list[float], em: float) -> int:
    """How many base lines of one side lie at the height of the other."""
    return sum(min(other) - em / 2 <= y <= max(other) + em / 2 for y in one)


def _columns(rows: list[Row], gutters: list[float]) -> list[list[Row]]:
    edges = [float("-inf"), *gutters, float("inf")]
    found = []
    for low, high in itertools.pairwise(edges):
        column = [[word for word in row if low <= (word.x0 + word.x1) / 2 < high] for row in rows]
        found.append([row for row in column if row])
    return [column for column in found if column]


def _starts_low(row: Row) -> bool:
    return row[0].text[:1].islower()


def _is_table(columns: list[list[Row]]) -> bool:
    """Labels beside their answers, or short cells: what stands beside each other belongs together."""
    first = columns[0]
    if len(columns) == 2:
        counts = [len(row) for row in first]
        low = sum(map(_starts_low, first))
        return max(counts) <= _LABEL_WORDS and sum(counts) / len(counts) <= 2.5 and low * 5 <= len(first)
    short = [
        column
        for column in columns
        if sum(map(len, column)) / len(column) <= _CELL_WORDS
        and sum(map(_starts_low, column)) * 5 <= len(column)
    ]
    return len(short) >= len(columns) - 1


def _text(row: Row) -> str:
    return " ".join(word.text for word in row)


def _anchors(column: list[Row], em: float) -> list[list[Row]]:
    """Labels with the lines they take."""
    gaps = [above[0].y - below[0].y for above, below in itertools.pairwise(column)]
    usual = median(gaps) if gaps else 0.0
    found = [[column[0]]]
    for row, gap in zip(column[1:], gaps, strict=True):
        if gap <= 1.4 * em and usual >= 1.8 * em:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _cut(column: list[Row], high: float, low: float, em: float) -> float:
    """Where the cell of the label at ``high`` ends and that of the one at ``low`` begins: at the widest gap
    between them, the lowest of equal ones, as labels stand at the top of their row or in its middle.
    """
    near = [row[0].y for row in column if low - 0.6 * em <= row[0].y <= high + 0.6 * em]
    gaps = [(above - below, (above + below) / 2) for above, below in itertools.pairwise(near)]
    widest = max((gap for gap, _middle in gaps), default=0.0)
    cuts = [middle for gap, middle in gaps if gap >= 0.9 * widest]
    return min(cuts) if cuts else low + 0.6 * em


def _table(columns: list[list[Row]], em: float) -> list[Line]:
    anchors = _anchors(columns[0], em)
    tops = [anchor[0][0].y for anchor in anchors]
    beside = [(column, _as_lines(column)) for column in columns[1:]]
    lines = []
    for number, anchor in enumerate(anchors):
        cells = [" ".join(_text(row) for row in anchor)]
        for column, whole in beside:
            high = _cut(column, tops[number - 1], tops[number], em) if number else float("inf")
            last = number + 1 == len(tops)
            low = float("-inf") if last else _cut(column, tops[number], tops[number + 1], em)
            inside = [line for line in whole if low < line.y <= high]
            cells.append("\n".join(text for text, _gap in _joined(inside)))
        lines.append(_row_line(row_text(cells), anchor[0]))
    return [_begun(lines[0]), *lines[1:]]


def _row_line(text: str, row: Row) -> Line:
    word = row[0]
    return Line(text, word.x0, row[-1].x1, word.y, word.size, 0.0, 0.0, word.x0, is_row=True)


def _as_lines(rows: list[Row]) -> list[Line]:
    """The lines of one column."""
    if not rows:
        return []
    left, edge = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    gaps = [above[0].y - below[0].y for above, below in itertools.pairwise(rows)]
    most = 1.6 * median(word.size for row in rows for word in row)
    usual = min((gap for gap in gaps if 0 < gap < most), default=most)
    full = sum(row[-1].x1 >= left + 0.85 * (edge - left) for row in rows)
    is_prose = len(rows) >= 4 and full >= 0.6 * len(rows)
    found, before = [], None
    for row in rows:
        size = max(word.size for word in row)
        is_new = before is not None and before.y - row[0].y > max(1.35 * usual, 1.1 * size)
        first = row[0].x1 - row[0].x0
        line = Line(
            _text(row), row[0].x0, row[-1].x1, row[0].y, size, first, edge, left, is_new, is_prose=is_prose
        )
        found.append(line)
        before = line
    return found


def lines_of(words: Sequence[PlacedWord], depth: int = 0) -> list[Line]:
    """The lines of a page, column after column."""
    if not words:
        return []
    em = median(word.size for word in words)
    found: list[Line] = []
    single: list[Row] = []

    def flush() -> None:
        if single:
            lines = _as_lines(single)
            found.extend([_begun(lines[0]), *lines[1:]] if found else lines)
            single.clear()

    for rows, gutters in _bands(_rows(words), em):
        columns = _columns(rows, gutters) if gutters else []
        if len(columns) < 2:
            single += rows
            continue
        flush()
        if _is_table(columns):
            found += _table(columns, em)
        elif depth < 5:
            for column in columns:
                inner = lines_of([word for row in column for word in row], depth + 1)
                found += [_begun(inner[0]), *inner[1:]]
        else:
            found += [line for column in columns for line in _as_lines(column)]
    flush()
    return found


def _begun(line: Line) -> Line:
    return replace(line, is_new=True, starts_column=True)


def _goes_on(above: Line, below: Line) -> bool:
    """Whether the line below belongs to the paragraph of the line above."""
    if above.is_row or below.is_row or _MARKER.match(below.text):
        return False
    if below.starts_column:
        return _runs_on(above, below)
    if _ENDS_IN_HYPHEN.search(above.text) and (not below.is_new or below.text[:1].islower()):
        return True
    if below.is_new or abs(above.size - below.size) > 0.12 * max(above.size, below.size):
        return False
    if above.x1 + 0.25 * above.size + below.first <= above.edge - 0.1 * above.size:
        return False  # the next word had room: the line was ended on purpose
    if below.x0 - below.left > above.size and above.x0 - above.left < 0.5 * above.size:
        return False
    is_full = above.is_prose or len(above.text) >= _PROSE
    is_sentence = below.text.endswith(_ENDS) and not above.text.endswith((*_ENDS, ":", ";"))
    return is_full or is_sentence or below.text[:1].islower() or bool(_GOES_ON.search(above.text))


def _joined(lines: Sequence[Line]) -> list[tuple[str, bool]]:
    """Paragraphs, and whether a gap is above them."""
    found: list[tuple[str, bool]] = []
    before: Line | None = None
    for line in lines:
        if before is not None and _goes_on(before, line):
            text, gap = found[-1]
            whole = _ENDS_IN_HYPHEN.sub(HYPHEN, text)
            found[-1] = (whole + line.text if whole.endswith(HYPHEN) else f"{text} {line.text}", gap)
        else:
            found.append((line.text, line.is_new))
        before = line
    return found


def paragraphs(pages: Sequence[Sequence[Line]]) -> str:
    """The text of pages; a sentence that runs over the end of a page stays whole."""
    text, last = "", None
    for lines in pages:
        if not lines:
            continue
        first, found = lines[0], _joined(lines)
        if last is not None and not first.is_row and not last.is_row and _runs_on(last, first):
            whole = _ENDS_IN_HYPHEN.sub(HYPHEN, text)
            text = whole if whole.endswith(HYPHEN) else f"{text} "
        elif text:
            text += "\n\n"
        for number, (part, gap) in enumerate(found):
            text += ("" if number == 0 else "\n\n" if gap else "\n") + part
        last = lines[-1]
    return text


def _runs_on(last: Line, first: Line) -> bool:
    if _MARKER.match(first.text):
        return False
    if _ENDS_IN_HYPHEN.search(last.text):
        return True
    return first.text[:1].islower() and not last.text.endswith((*_ENDS, ":"))
