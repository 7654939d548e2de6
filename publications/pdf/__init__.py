"""A publication as PDF: made from the sections of its page, cleaned and attached like an upload.

WeasyPrint is loaded in the child process of :func:`print_html` alone.
"""

from publications.pdf.actions import attach_pdf, is_built
from publications.pdf.building import BUILD_PDF, has_own_file, subject
from publications.pdf.rendering import PdfTooSlowError, PdfUnavailableError, print_html, render_pdf

__all__ = [
    "BUILD_PDF",
    "PdfTooSlowError",
    "PdfUnavailableError",
    "attach_pdf",
    "has_own_file",
    "is_built",
    "print_html",
    "render_pdf",
    "subject",
]
