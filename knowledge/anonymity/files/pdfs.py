"""PDFs of publications: cleaned of what nobody sees and everybody can extract, and read like any other text.

Document info, XMP, attachments, JavaScript, forms, notes, thumbnails and the EXIF of embedded photographs go;
bookmarks stay only where the pages say the same words. What is left is read by the detector: text under a
black bar is text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from knowledge.anonymity.files.images import FileRefused
from knowledge.anonymity.files.sandbox import SandboxError, run_limited

__all__ = ["MOST_BYTES", "CleanPdf", "clean_pdf", "pdf_text"]

MOST_BYTES = 40 * 2**20
_WORKER = "knowledge.anonymity.files.pdf_worker"


@dataclass(frozen=True, slots=True)
class CleanPdf:
    """A cleaned PDF with everything that can be read in it."""

    content: bytes
    text: str
    pages: int


def _reason(code: str) -> str:
    reasons = {
        "encrypted": _("Das PDF ist verschlüsselt. Bitte ohne Kennwort speichern und noch einmal hochladen."),
        "pages": _("Das PDF hat mehr als 600 Seiten. Bitte in Teile zerlegen."),
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
        answer = run_limited(_WORKER, content, most_bytes=2 * MOST_BYTES)
    except SandboxError as error:
        raise FileRefused(_reason("unreadable"), "unreadable") from error
    line, _newline, cleaned = answer.partition(b"\n")
    header = json.loads(line)
    if "refused" in header:
        raise FileRefused(_reason(header["refused"]), str(header["refused"]))
    return CleanPdf(cleaned, header["text"], header["pages"])


def pdf_text(content: bytes) -> str:
    """Everything that can be read in a PDF, for checks; empty where it cannot be read."""
    try:
        return clean_pdf(content).text
    except FileRefused:
        return ""
