"""A dossier as a Word file that a town hall goes on writing in: styles, headings, tables, German spelling."""

from __future__ import annotations

from dataclasses import fields, replace
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from knowledge.host import host_look
from publications.dossier.blocks import Bullets, Grid, Heading, Paragraph
from publications.dossier.composition import Dossier
from search.language import without_controls

__all__ = ["as_word"]


def as_word(dossier: Dossier) -> bytes:
    """The file (docx). Headings, lists and tables are Word's own, so its navigation and its table of contents
    know them.
    """
    dossier = replace(
        dossier,
        title=without_controls(dossier.title),
        audience=without_controls(dossier.audience),
        blocks=tuple(
            replace(block, **{one.name: _held(getattr(block, one.name)) for one in fields(block)})
            for block in dossier.blocks
        ),
    )
    document = Document()
    _set_up(document, dossier)
    document.add_heading(dossier.title, 0)
    document.add_paragraph(_for_whom(dossier), style="Subtitle")
    for block in dossier.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, block.level - 1)
        elif isinstance(block, Bullets):
            _add_list(document, block)
        elif isinstance(block, Grid):
            _add_table(document, block)
        else:
            _add_paragraph(document, block)
    _add_sources(document, dossier)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _held(value: Any) -> Any:
    """A value of a block without the characters that XML cannot hold."""
    if isinstance(value, str):
        return without_controls(value)
    return tuple(_held(one) for one in value) if isinstance(value, tuple) else value


def _for_whom(dossier: Dossier) -> str:
    return _("Für: %(audience)s. Stand: %(day)s") % {"audience": dossier.audience, "day": dossier.made_on}


def _set_up(document: Any, dossier: Dossier) -> None:
    """A4 with a binding margin, the language of the text, and no name of the machine."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(2.6), Cm(2)
    page.top_margin, page.bottom_margin = Cm(2), Cm(2)
    document.core_properties.title = dossier.title
    document.core_properties.author = host_look().author
    document.core_properties.language = "de-DE"
    document.core_properties.comments = ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE")
    normal.element.get_or_add_rPr().append(language)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Subtitle"):
        document.styles[name].font.name = "Arial"
        fonts = document.styles[name].element.get_or_add_rPr().find(qn("w:rFonts"))
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)


def _add_paragraph(document: Any, block: Paragraph) -> None:
    added = document.add_paragraph()
    if block.lead:
        added.add_run(f"{block.lead}: ").bold = True
    added.add_run(block.text).italic = block.gap
    _add_mark(added, block.mark)


def _add_list(document: Any, block: Bullets) -> None:
    for text, mark in block.lines:
        _add_mark(
            document.add_paragraph(text, style="List Number" if block.numbered else "List Bullet"), mark
        )


def _add_mark(paragraph: Any, mark: str) -> None:
    if mark:
        paragraph.add_run(f" {mark}").font.size = Pt(8.5)


def _add_table(document: Any, block: Grid) -> None:
    """A table whose heading row is repeated on every page."""
    document.add_paragraph(block.caption, style="Caption")
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph()


def _add_sources(document: Any, dossier: Dossier) -> None:
    if dossier.missing:
        document.add_heading(_("Was fehlt"), 1)
        for gone in dossier.missing:
            document.add_paragraph(without_controls(f"{gone.key}: {gone.sentence}"), style="List Bullet")
    if dossier.sources:
        document.add_heading(_("Quellen"), 1)
    for line in dossier.references:
        document.add_paragraph(without_controls(line))
