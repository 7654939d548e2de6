"""Rows of suggestions: each text once. A title leads to its record; a further word of records (an area, an
alias, an entry phrase) leads to the search for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from search.contract import IndexedDocument, Suggestion
from search.language import fold

__all__ = ["LONGEST", "beginning", "completed", "merged", "of_text", "offered"]

#: Characters of a row.
LONGEST = 80


def of_text(text: str, title: str, kind: str, url: str) -> Suggestion:
    """What a text of a record suggests: several records share a word, so it has neither kind nor address."""
    return Suggestion(text, kind, url) if text == title else Suggestion(text, "")


def offered(document: IndexedDocument) -> Iterator[Suggestion]:
    """Everything that a document suggests."""
    return (
        of_text(text, document.stored.title, document.kind, document.stored.url) for text in document.suggest
    )


def merged(found: Iterable[tuple[int, Suggestion]], limit: int) -> tuple[Suggestion, ...]:
    """At most ``limit`` rows in order of their rank (0 where the text begins with what was typed), one for
    each text.

    Where several records have the same title, the row leads to the search and keeps the kind that all of them
    have. What is searched for and longer than a row is left out: cut, it would search for something else.
    """
    rows: dict[str, tuple[int, list[Suggestion]]] = {}
    for rank, one in found:
        if not one.url and len(one.text) > LONGEST:
            continue
        key = " ".join(fold(one.text).split())
        best, same = rows.get(key, (rank, []))
        rows[key] = (min(best, rank), [*same, one])
    ordered = sorted(rows.items(), key=lambda row: (row[1][0], row[0]))
    return tuple(_shortened(_row(same)) for _text, (_rank, same) in ordered[:limit])


def beginning(prefix: str, known: Iterable[Suggestion]) -> Iterator[tuple[int, Suggestion]]:
    """Those with a word that begins with ``prefix`` (folded), each with its rank for :func:`merged`."""
    for one in known:
        text = fold(one.text)
        if text.startswith(prefix) or f" {prefix}" in text:
            yield (0 if text.startswith(prefix) else 1), one


def completed(
    pages: Iterable[tuple[int, Suggestion]], records: Iterable[Suggestion], limit: int
) -> tuple[Suggestion, ...]:
    """Rows of pages and topics before those of records, each text once, the first one counting."""
    rows: dict[str, Suggestion] = {}
    for one in (*merged(pages, limit), *records):
        rows.setdefault(" ".join(fold(one.text).split()), one)
    return tuple(rows.values())[:limit]


def _shortened(row: Suggestion) -> Suggestion:
    """A long title as far as it fits on one line; it leads to its record all the same."""
    if not row.url or len(row.text) <= LONGEST:
        return row
    return replace(row, text=row.text[: LONGEST - 2].rpartition(" ")[0].rstrip(",;:") + " …")


def _row(same: list[Suggestion]) -> Suggestion:
    titles = list({one.url: one for one in same if one.url}.values())
    if len(titles) == 1:
        return titles[0]
    kinds = {one.kind for one in titles}
    return Suggestion((titles or same)[0].text, kinds.pop() if len(kinds) == 1 else "")
