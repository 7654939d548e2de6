"""PDFs of publications: cleaned of what nobody sees and everybody can extract, and read like any other text.

Document info, XMP, attachments, JavaScript, forms, notes, thumbnails and the EXIF of embedded photographs go;
bookmarks stay only where the pages say the same words. What is left is read by the detector: text under a
black bar is text.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from knowledge.anonymity.files.documents import dropped_of, unread_pages
from knowledge.anonymity.files.images import FileRefused
from knowledge.anonymity.sandbox import ReadingRefused, SandboxReader, read_file_in_sandbox

__all__ = ["MOST_BYTES", "CleanPdf", "clean_pdf", "pdf_text"]

MOST_BYTES = 40 * 2**20


@dataclass(frozen=True, slots=True)
class CleanPdf:
    """A cleaned PDF with everything that can be read in it, the pages that are pictures ("Seiten 2 bis 4"),
    what is seen on each page, and what it says of its accessibility: ``ua``, ``tagged`` or ``untagged``.
    """

    content: bytes
    text: str
    pages: int
    unread: str = ""
    page_texts: tuple[str, ...] = ()
    accessibility: str = ""


_CODES = frozenset({"encrypted", "pages", "text", "away", "heavy", "slow"})
"""Refusals with a sentence of their own; any other is an unreadable file."""


def _reason(code: str) -> str:
    reasons = {
        "encrypted": _("Das PDF ist verschlüsselt. Bitte ohne Kennwort speichern und noch einmal hochladen."),
        "pages": _("Das PDF hat mehr als 600 Seiten. Bitte in Teile zerlegen."),
        "away": _("Dateien lassen sich gerade nicht prüfen. Bitte in einer Minute noch einmal hochladen."),
        "heavy": _("Das PDF verlangt beim Lesen zu viel Speicher. Bitte in Teile zerlegen."),
        "slow": _("Das PDF lässt sich nicht in angemessener Zeit prüfen. Bitte in Teile zerlegen."),
        "text": _("Das PDF enthält zu viel Text. Bitte in Teile zerlegen."),
    }
    return reasons.get(
        code,
        _(
            "Das PDF ist nicht lesbar. Bitte neu erzeugen, zum Beispiel mit „Als PDF speichern“, und noch"
            " einmal hochladen."
        ),
    )


def clean_pdf(content: bytes) -> CleanPdf:
    """Clean a PDF in a process of its own. Raises ``FileRefused`` with a sentence for the editor."""
    if len(content) > MOST_BYTES:
        raise FileRefused(
            _("Das PDF ist zu groß: höchstens %(most)s MB.") % {"most": MOST_BYTES // 2**20}, "size"
        )
    if not content[:1024].lstrip().startswith(b"%PDF-"):
        raise FileRefused(_("Das ist kein PDF, auch wenn der Name so endet."), "format")
    try:
        header, cleaned = read_file_in_sandbox(SandboxReader.PDF, content)
    except ReadingRefused as refused:
        code = str(refused)
        raise FileRefused(_reason(code), code if code in _CODES else "unreadable") from refused
    unread = unread_pages(dropped_of(header))
    return CleanPdf(
        cleaned,
        str(header["text"]),
        int(str(header["pages"])),
        unread,
        _strings(header["page_texts"]),
        str(header["accessibility"]),
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def pdf_text(content: bytes) -> str:
    """Everything that can be read in a PDF, for checks; empty where it cannot be read."""
    try:
        return clean_pdf(content).text
    except FileRefused:
        return ""
