"""A Word file in Word's own styles."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from knowledge.host import HostLook
from publications.dossier import word
from publications.dossier.blocks import Bullets, Grid, Heading, Paragraph
from publications.dossier.composition import Dossier
from publications.dossier.records import MissingRecord
from publications.dossier.word import as_word


@pytest.fixture(autouse=True)
def plain_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """The host has entered nothing; the database is not asked for it."""
    monkeypatch.setattr(word, "host_look", HostLook)


def test_every_block_has_its_style() -> None:
    blocks = (
        Heading("Lage"),
        Heading("Fall", 3),
        Paragraph("[Bitte ergänzen]", gap=True),
        Paragraph("Text.", "[1, 01.03.2026]", lead="Kern"),
        Bullets((("erst", ""),), numbered=True),
        Grid("Was", ("A", "B"), (("a", "b"),)),
    )
    missing = (MissingRecord("case:x", "Gibt es nicht."),)
    made = Dossier("Titel", "Amt", 4, "29.11.2026", blocks, (), missing)
    document = Document(io.BytesIO(as_word(made)))
    found = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.text]
    assert found == [
        ("Title", "Titel"),
        ("Subtitle", "Für: Amt. Stand: 29.11.2026"),
        ("Heading 1", "Lage"),
        ("Heading 2", "Fall"),
        ("Normal", "[Bitte ergänzen]"),
        ("Normal", "Kern: Text. [1, 01.03.2026]"),
        ("List Number", "erst"),
        ("Caption", "Was"),
        ("Heading 1", "Was fehlt"),
        ("List Bullet", "case:x: Gibt es nicht."),
    ]
    assert document.core_properties.author == HostLook().author
    header = document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader"))
    assert header is not None, "the heading row is repeated on every page"


def test_what_xml_cannot_hold_is_left_out() -> None:
    odd = "a\x01\0\ufffeb"
    blocks = (
        Heading(odd),
        Paragraph(odd, odd, lead=odd),
        Bullets(((odd, odd),)),
        Grid(odd, (odd,), ((odd,),)),
    )
    made = Dossier(odd, odd, 4, "29.11.2026", blocks, (), (MissingRecord(odd, odd),))
    document = Document(io.BytesIO(as_word(made)))
    assert document.paragraphs[0].text == "ab"
    assert document.tables[0].rows[1].cells[0].text == "ab"
