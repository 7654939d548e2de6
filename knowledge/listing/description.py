"""One description of a record, from which everything that hands it on is made: JSON, linked data, dossiers,
exports. Its summary and words are those of the search document, so they never disagree.

A source (:class:`~knowledge.listing.documents.PageSource`) says what its kind consists of; it reads PUBLIC
and QUASI fields alone, and related records through the one rule of reading.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import translation

from knowledge.classification import PublicView
from search import registry
from search.contract import Passage, Viewer

__all__ = ["Description", "Fact", "RelatedRecord", "Statement", "chapter_of", "describe", "outline"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A property in words, as the page prints it: ``label`` "Ausgang", ``value`` "Umgesetzt". ``name`` stays
    the same whatever the words."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class RelatedRecord:
    """Another record, how it belongs to this one (``label`` "Lehre aus diesem Fall"), and what editors wrote
    about that.
    """

    label: str
    key: str
    kind: str
    title: str
    url: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A single thing the record says, apart from its running text, so that it can stand elsewhere. ``name``
    says what it is (``became``, ``idea``, ``step``, ``precondition``, ``pitfall``, ``proposal``, ``cost``,
    ``recommendation``), ``state`` and ``detail`` what belongs to it: an idea was ``aufgegriffen``, or not for
    a reason.
    """

    name: str
    text: str
    state: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """A record in plain German text. ``sections`` in the order of the page, with its anchors; ``released`` is
    the date of the mixed batch (ISO, "" without one), never of the record;
    ``short_title`` is its name where there is little room, "" where the title is short enough;
    ``entry_phrases`` are sentences with which people ask for it.
    """

    key: str
    kind: str
    kind_label: str
    title: str
    url: str
    summary: str
    areas: tuple[str, ...]
    facts: tuple[Fact, ...]
    released: str
    licence: str
    citation: str
    sections: tuple[Passage, ...] = ()
    related: tuple[RelatedRecord, ...] = ()
    entry_phrases: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    short_title: str = ""


def describe(page: Any, viewer: Viewer | None = None) -> Description:
    """The whole record for this reader, everybody by default.

    Raises ``LookupError`` for a page of a kind that nobody describes, ``PermissionDenied`` where the reader
    may not read it or its text is not the cleared one.
    """
    reader = viewer or Viewer()
    source = _source(page)
    source.build(page)  # asks whether this very text may be read
    with translation.override("de"):
        view = PublicView(page)
        return _described(
            page,
            reader,
            sections=tuple(part for part in source.sections(view) if reader.may_read(part.audience)),
            related=tuple(
                RelatedRecord(str(label), of.key(other), of.kind, other.title, other.get_url() or "", reason)
                for label, other, reason in source.related(page, reader)
                if (of := registry.source_of(other)) is not None
            ),
            statements=tuple(source.statements(view)),
        )


def outline(page: Any, viewer: Viewer | None = None) -> Description:
    """The same without sections and related records, for the page itself while it is served: its text has
    been compared with the cleared one.
    """
    with translation.override("de"):
        return _described(page, viewer or Viewer())


def chapter_of(described: Description, anchor: str) -> Description | None:
    """A section as if it were a record of its own; ``None`` where there is none with this anchor."""
    part = next((part for part in described.sections if part.anchor == anchor), None)
    if part is None:
        return None
    return replace(
        described,
        key=f"{described.key}#{anchor}",
        title=f"{described.title}: {part.heading}",
        url=registry.source_for(described.kind).address_of(described.url, anchor),
        sections=(part,),
        summary=part.text.split("\n")[0][:320],
    )


def _source(page: Any) -> Any:
    source = registry.source_of(page)
    if source is None:
        raise LookupError(f"no source describes {type(page).__name__} (search_documents.py)")
    return source


def _described(page: Any, reader: Viewer, **parts: Any) -> Description:
    source = _source(page)
    if not page.is_readable_by(reader):
        raise PermissionDenied
    view = PublicView(page)
    return Description(
        key=source.key(page),
        kind=source.kind,
        kind_label=str(source.label),
        title=page.title,
        short_title=source.short_title(view),
        url=page.get_url() or "",
        summary=source.summary(view),
        areas=source.areas(view),
        facts=source.facts(view),
        entry_phrases=tuple(page.asked_as),
        released=source.released(page),
        licence=source.licence(view),
        citation=source.citation(view),
        **parts,
    )
