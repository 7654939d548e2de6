"""A publication as PDF, built from the same sections as its page.

WeasyPrint needs Debian's pango; where it is missing :class:`PdfUnavailableError` says what to install.
"""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from knowledge.classification import public_data
from publications.models import PublicationPage

__all__ = ["PdfUnavailableError", "content_fingerprint", "pdf_fingerprint", "print_html", "render_pdf"]

_MARK = "weiterdenken-"


class PdfUnavailableError(RuntimeError):
    """No PDF can be made on this machine; the message says what to install."""


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


def print_html(html: str) -> bytes:
    """HTML as tagged PDF (PDF/UA-1); only our own static files are fetched, because a PDF must not make a
    request to anybody.

    Raises :class:`PdfUnavailableError` when WeasyPrint or its system libraries are missing.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise PdfUnavailableError(
            _(
                "PDF-Ausgabe ist hier nicht möglich. Bitte „pip install weiterdenken[pdf]“ und das"
                " Debian-Paket „libpangoft2-1.0-0“ installieren."
            )
        ) from error
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFetcher(URLFetcher):  # type: ignore[misc]
        """Serves ``static:/...`` from the static files and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            path = (
                finders.find(url.removeprefix("static:/").lstrip("/")) if url.startswith("static:/") else None
            )
            if path is None:
                raise ValueError(f"{url} is not a static file of the library")
            kind = mimetypes.guess_type(str(path))[0] or "application/octet-stream"
            return URLFetcherResponse(url, Path(str(path)).read_bytes(), headers={"Content-Type": kind})

    document: bytes = weasyprint.HTML(
        string=html, base_url="static:/", url_fetcher=StaticFetcher()
    ).write_pdf(pdf_variant="pdf/ua-1")
    return document
