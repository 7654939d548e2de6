"""What stands on a person's list, as far as they may read it: whole records, and chapters of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from knowledge.alumni.models import KeptRecord
from knowledge.base import readable_pages
from knowledge.listing import Description, chapter_of, describe
from search.contract import Viewer
from search.registry import source_of

__all__ = ["KeptEntry", "chapter_on", "kept_entries"]


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """A row of the list with what the person may read of it; without ``page`` that is nothing. ``key`` is
    what a dossier calls it, "" where none is made of it.
    """

    row: KeptRecord
    page: Any = None
    title: str = ""
    url: str = ""
    key: str = ""


def kept_entries(rows: Iterable[KeptRecord], viewer: Viewer) -> list[KeptEntry]:
    """In the same order. A chapter that is there no longer is told as the record it belonged to."""
    found = list(rows)
    pages = readable_pages([row.page_id for row in found], viewer)
    return [_entry(row, pages.get(row.page_id), viewer) for row in found]


def _entry(row: KeptRecord, page: Any, viewer: Viewer) -> KeptEntry:
    if page is None:
        return KeptEntry(row)
    chapter = chapter_on(page, row.chapter, viewer)
    if chapter is not None:
        return KeptEntry(row, page, chapter.title, chapter.url, chapter.key)
    source = source_of(page)
    return KeptEntry(row, page, page.title, page.get_url() or "", source.key(page) if source else "")


def chapter_on(page: Any, anchor: str, viewer: Viewer) -> Description | None:
    """The chapter of a page with this anchor, as far as this viewer may read it."""
    if not anchor:
        return None
    try:
        return chapter_of(describe(page, viewer), anchor)
    except (LookupError, PermissionDenied):
        return None
