"""The editor of rich text: what an editor leaves empty is stored as nothing, what is no text is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text import DraftailRichTextArea

from knowledge.guard import without_blank_paragraphs

__all__ = ["RichTextArea"]

_NO_TEXT: Final = (*(ValueError, LookupError, TypeError, AttributeError, RecursionError, ExporterException),)
"""What comes of a field that does not hold what the editor sends: Draftail takes it for granted."""

_REFUSED: Final = "\0"
"""A text that each form refuses at its field (``ProhibitNullCharactersValidator``); a widget cannot."""


class RichTextArea(DraftailRichTextArea):  # type: ignore[misc]
    """Draftail sends an untouched empty field as one paragraph without a word, under a key drawn anew. Stored
    like that it would count as text: it would fill a field that must be filled, print its heading, and change
    the checksum that a release holds for.
    """

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> str | None:
        """The text as the database keeps it."""
        try:
            source: str | None = super().value_from_datadict(data, files, name)
        except _NO_TEXT:
            return _REFUSED
        return source and without_blank_paragraphs(source)
