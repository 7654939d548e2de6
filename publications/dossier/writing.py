"""A dossier in the formats people use."""

from __future__ import annotations

from typing import Final

from django.template.loader import render_to_string
from django.utils import translation

from publications.dossier.composition import Dossier
from publications.dossier.markdown import as_markdown
from publications.dossier.word import as_word
from publications.pdf import print_html

__all__ = ["CONTENT_TYPES", "write"]

CONTENT_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def write(dossier: Dossier, form: str) -> bytes:
    """The file in the format ``html``, ``md``, ``docx`` or ``pdf`` (PDF/UA-1).

    Raises :class:`publications.pdf.PdfUnavailableError` where this machine makes no PDF, ``KeyError`` for
    another format.
    """
    with translation.override("de"):
        if form == "docx":
            return as_word(dossier)
        if form == "md":
            return as_markdown(dossier).encode()
        html = render_to_string("publications/dossier/document.html", {"dossier": dossier})
        return {"html": lambda: html.encode(), "pdf": lambda: print_html(html)}[form]()
