"""A publication as PDF, built from the same sections as its page.

WeasyPrint needs Debian's pango; where it is missing :class:`PdfUnavailableError` says what to install.
"""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from knowledge.classification import public_data
from publications.models import PublicationPage
from publications.pdf.printer import UNAVAILABLE

__all__ = [
    "PdfTooSlowError",
    "PdfUnavailableError",
    "content_fingerprint",
    "pdf_fingerprint",
    "print_html",
    "render_pdf",
]

logger = logging.getLogger(__name__)

PRINTER: Final = Path(__file__).with_name("printer.py")
SECONDS: Final = 300
"""So long a file may take in a worker; a guide of 60 pages takes a few."""

_MARK = "weiterdenken-"


class PdfUnavailableError(RuntimeError):
    """No PDF can be made on this machine; the message says what to install."""


class PdfTooSlowError(RuntimeError):
    """A PDF took longer than whoever waits for it can wait; the message says what to do instead."""


def content_fingerprint(page: PublicationPage) -> str:
    """16 hexadecimal characters over everything the PDF prints, without links to other pages."""
    data = public_data(page)
    sections = [
        (section["anchor"], section["title"], section["body"].source) for section in page.section_values()
    ]
    text = repr(
        [data[name] for name in ("title", "subtitle", "edition", "year", "abstract", "licence")] + sections
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def pdf_fingerprint(content: bytes) -> str:
    """The fingerprint a PDF was built with, from its metadata; empty when there is none."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        keywords: str = document.get_metadata_dict().get("Keywords", "")
    return keywords.removeprefix(_MARK) if keywords.startswith(_MARK) else ""


def render_pdf(page: PublicationPage) -> bytes:
    """The publication as tagged PDF (PDF/UA-1) with outline, language and metadata.

    Raises :class:`PdfUnavailableError` when WeasyPrint or its system libraries are missing.
    """
    sections = [
        {
            "number": number,
            "anchor": value["anchor"],
            "title": value["title"],
            "html": expand_db_html(value["body"].source),
        }
        for number, value in enumerate(page.section_values(), start=1)
    ]
    with translation.override("de"):
        html = render_to_string(
            "publications/pdf/publication.html",
            {"page": page, "sections": sections, "fingerprint": content_fingerprint(page)},
        )
    return print_html(html)


def print_html(html: str, *, seconds: float = SECONDS) -> bytes:
    """HTML as tagged PDF (PDF/UA-1), by a child process (:mod:`publications.pdf.printer`), which ends after
    so many seconds.

    Raises :class:`PdfUnavailableError` when WeasyPrint or its system libraries are missing,
    :class:`PdfTooSlowError` when the time was too short.
    """
    asked = json.dumps({"html": html, "folders": _static_folders()}).encode()
    try:
        printed = subprocess.run(  # noqa: S603 - our own file and interpreter, no argument from outside
            [sys.executable, "-I", "-B", str(PRINTER)],
            input=asked,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfTooSlowError(
            _(
                "Die PDF-Datei braucht gerade zu lange. Bitte in einigen Minuten noch einmal versuchen, oder"
                " diese Seite im Browser drucken."
            )
        ) from error
    said = printed.stderr.decode(errors="replace").strip()
    if printed.returncode == UNAVAILABLE:
        raise PdfUnavailableError(
            _(
                "PDF-Ausgabe ist hier nicht möglich. Bitte „pip install weiterdenken[pdf]“ und das"
                " Debian-Paket „libpangoft2-1.0-0“ installieren."
            )
        ) from OSError(said)
    if printed.returncode:
        raise RuntimeError(f"the printer of PDF ended with {printed.returncode}: {said[-500:]}")
    if said:
        logger.warning("%s", said)
    return printed.stdout


def _static_folders() -> list[str]:
    """Where static files lie, in the order in which Django looks for them."""
    asked: list[Any] = list(finders.get_finders())
    return [str(storage.location) for finder in asked for storage in getattr(finder, "storages", {}).values()]
