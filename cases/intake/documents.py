"""An uploaded document: it lives in memory only, its text is shared out among the fields of the intake."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

from knowledge.anonymity.files import DOCUMENT_BYTES

__all__ = ["MemoryOnlyHandler", "fields_of_document"]


class MemoryOnlyHandler(FileUploadHandler):
    """Keeps an upload in memory, whatever its size up to the limit, so that nothing of it ever lies on a
    disk.

    What is longer than :data:`DOCUMENT_BYTES` is cut one byte behind it, which tells ``read_document`` that
    it is too large.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start one file."""
        super().new_file(*args, **kwargs)
        self._parts: list[bytes] = []
        self._size = 0
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a part, unless the limit is passed."""
        if self._size <= DOCUMENT_BYTES:
            self._parts.append(raw_data[: DOCUMENT_BYTES + 1 - self._size])
            self._size += len(self._parts[-1])

    def file_complete(self, file_size: int) -> Any:
        """The file, without its name: a name says who wrote it."""
        return ContentFile(b"".join(self._parts), name="dokument")


_HEADINGS = {
    "title": ("titel", "thema", "arbeitstitel", "titel des falls", "überschrift"),
    "situation": (
        "ausgangslage",
        "situation",
        "lage",
        "sachverhalt",
        "anlass",
        "hintergrund",
        "problem",
        "problemstellung",
        "fallbeschreibung",
        "beschreibung",
    ),
    "key_question": ("schlüsselfrage", "frage", "fragestellung", "leitfrage", "kernfrage"),
    "actors": (
        "beteiligte",
        "akteure",
        "beteiligte personen",
        "beteiligte und interessen",
        "wer ist beteiligt",
    ),
    "hypotheses": (
        "hypothesen",
        "hypothesen der beratenden",
        "hypothesen der gruppe",
        "vermutungen",
        "annahmen",
        "hypothese",
    ),
    "ideas": (
        "ideen",
        "lösungsideen",
        "vorschläge",
        "lösungsvorschläge",
        "lösungen",
        "lösungsansätze",
        "idee",
    ),
    "methods": ("methode", "methoden", "eingesetzte methode", "eingesetzte methoden", "methodenkarten"),
    "next_steps": (
        "nächste schritte",
        "vereinbarte nächste schritte",
        "schritte",
        "vereinbarungen",
        "weiteres vorgehen",
        "vereinbarte schritte",
        "nächster schritt",
    ),
    "municipality": ("name der kommune", "kommune", "name der gemeinde", "fallgebende kommune"),
}
_FIELD_OF = {heading: field for field, headings in _HEADINGS.items() for heading in headings}
_HEADING = re.compile(
    r"^\W*(?:(?:\d+|[IVX]+|[a-z])[.)]\s*)*([A-Za-zÄÖÜäöüß ]{3,40}?)\s*(?:\([^()]*\)\s*)?[:?*]?\s*$"
)
"""A line of its own, numbered or not, with a hint in brackets ("Ausgangslage (was ist los?):")."""
_LEADING = re.compile(r"^\W*(?:\d+[.)]\s*)?([A-Za-zÄÖÜäöüß ]{3,40}?)\s*(?:\([^()]*\)\s*)?:\s+(\S.*)$")


def _field(heading: str) -> str | None:
    return _FIELD_OF.get(" ".join(heading.lower().split()))


def fields_of_document(text: str) -> dict[str, str]:
    """The text by capture field: lines below a known heading ("Schlüsselfrage") go there, all others to the
    situation.
    """
    found: dict[str, list[str]] = {}
    current = "situation"
    for line in text.split("\n"):
        heading, leading = _HEADING.match(line), _LEADING.match(line)
        if heading and (field := _field(heading[1])):
            current = field
        elif leading and (field := _field(leading[1])):
            current = field
            found.setdefault(current, []).append(leading[2])
        else:
            found.setdefault(current, []).append(line)
    joined = {field: re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() for field, lines in found.items()}
    if joined.get("municipality", "").count("\n"):
        # One name; what follows it is told.
        name, _newline, rest = joined["municipality"].partition("\n")
        joined["municipality"] = name
        joined["situation"] = "\n\n".join(filter(None, (joined.get("situation", ""), rest.strip())))
    return {field: value for field, value in joined.items() if value}
