"""A publication as PDF: made from the sections of its page, cleaned and attached like an upload.

WeasyPrint is loaded by :func:`render_pdf` alone.
"""

from publications.pdf.actions import attach_pdf, is_built
from publications.pdf.rendering import PdfUnavailableError, render_pdf

__all__ = ["PdfUnavailableError", "attach_pdf", "is_built", "render_pdf"]
