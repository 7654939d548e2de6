"""Text of an uploaded document. The file lives in memory only and is read by a child process with limits."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.utils.translation import gettext as _

from knowledge.anonymity.sandbox import ReadingRefused, SandboxReader, plain_text, read_in_sandbox

__all__ = ["MAX_BYTES", "DocumentError", "MemoryOnlyHandler", "fields_of_document", "read_document"]

MAX_BYTES = 10 * 1024 * 1024


class DocumentError(ValueError):
    """The document cannot be used; the message says why and what to do."""


class MemoryOnlyHandler(FileUploadHandler):
    """Keeps an upload in memory, whatever its size up to the limit, so that nothing of it ever lies on a
    disk.

    What is longer than :data:`MAX_BYTES` is cut one byte behind it, which tells ``read_document`` that it is
    too large.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start one file."""
        super().new_file(*args, **kwargs)
        self._parts: list[bytes] = []
        self._size = 0
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a part, unless the limit is passed."""
        if self._size <= MAX_BYTES:
            self._parts.append(raw_data[: MAX_BYTES + 1 - self._size])
            self._size += len(self._parts[-1])

    def file_complete(self, file_size: int) -> Any:
        """The file, without its name: a name says who wrote it."""
        return ContentFile(b"".join(self._parts), name="dokument")


def _message(code: str) -> str:
    return {
        "empty": _("Die Datei ist leer."),
        "too_large": _(
            "Die Datei ist zu groß. Möglich sind 10 MB, 60 Seiten und etwa 30.000 Wörter; bitte nur den"
            " Bericht hochladen."
        ),
        "broken": _(
            "Die Datei ist beschädigt und lässt sich nicht lesen. Bitte öffnen Sie sie selbst und speichern"
            " Sie sie neu, oder fügen Sie den Text ein."
        ),
        "locked": _(
            "Die PDF-Datei ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern oder den Text"
            " einfügen."
        ),
        "no_text": _(
            "Die Datei enthält keinen Text, vermutlich ist sie eingescannt. Bitte den Text eintippen oder"
            " einfügen."
        ),
        "unsupported": _(
            "Dieses Format wird nicht gelesen. Möglich sind Word (.docx), PDF und reiner Text; bitte so"
            " speichern oder den Text einfügen."
        ),
        "away": _(
            "Dateien lassen sich gerade nicht lesen. Bitte in einer Minute noch einmal hochladen oder den"
            " Text einfügen."
        ),
        "slow": _("Die Datei lässt sich nicht in angemessener Zeit lesen. Bitte den Text einfügen."),
    }[code]


def read_document(data: bytes) -> str:
    """Text of a Word, PDF or text file of up to 10 MB. Raises :class:`DocumentError`.

    Neither the content nor the name of the file is logged or written to a disk; it goes to the child by a
    pipe.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(_message("too_large"))
    try:
        header, _content = read_in_sandbox(SandboxReader.DOCUMENT, data)
    except ReadingRefused as refused:
        raise DocumentError(_message(str(refused))) from refused
    return plain_text(str(header["text"])).strip()


_HEADINGS = {
    "title": ("titel", "thema"),
    "situation": ("ausgangslage", "situation", "lage", "sachverhalt"),
    "key_question": ("schlüsselfrage", "frage", "fragestellung"),
    "actors": ("beteiligte", "akteure"),
    "hypotheses": ("hypothesen", "hypothesen der beratenden", "vermutungen"),
    "ideas": ("ideen", "lösungsideen", "vorschläge"),
    "methods": ("methode", "methoden", "eingesetzte methode", "eingesetzte methoden"),
    "next_steps": ("nächste schritte", "vereinbarte nächste schritte", "schritte", "vereinbarungen"),
}
_FIELD_OF = {heading: field for field, headings in _HEADINGS.items() for heading in headings}
_HEADING = re.compile(r"^\W*(?:\d+[.)]\s*)?([A-Za-zÄÖÜäöüß ]{3,40}?)\s*:?\s*$")
_LEADING = re.compile(r"^([A-Za-zÄÖÜäöüß ]{3,40}?):\s+(\S.*)$")


def fields_of_document(text: str) -> dict[str, str]:
    """The text by capture field: lines below a known heading ("Schlüsselfrage") go there, all others to the
    situation.
    """
    found: dict[str, list[str]] = {}
    current = "situation"
    for line in text.split("\n"):
        heading, leading = _HEADING.match(line), _LEADING.match(line)
        if heading and heading[1].strip().lower() in _FIELD_OF:
            current = _FIELD_OF[heading[1].strip().lower()]
        elif leading and leading[1].strip().lower() in _FIELD_OF:
            current = _FIELD_OF[leading[1].strip().lower()]
            found.setdefault(current, []).append(leading[2])
        else:
            found.setdefault(current, []).append(line)
    joined = {field: re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() for field, lines in found.items()}
    return {field: value for field, value in joined.items() if value}
