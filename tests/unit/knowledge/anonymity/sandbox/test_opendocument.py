"""OpenDocument texts: read like Word, locked ones refused."""

from __future__ import annotations

import pytest

from knowledge.anonymity.sandbox import ReadingRefused
from knowledge.anonymity.sandbox.archives import Archive
from knowledge.anonymity.sandbox.opendocument import read_flat, read_opendocument
from tests.unit.knowledge.anonymity.sandbox.building import opendocument, zipped

HIDDEN = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'


def test_everything_in_its_order() -> None:
    reading = read_opendocument(
        Archive(
            opendocument(
                "<text:h>Lage</text:h><text:p>Das<text:s text:c='2'/>Bad"
                "<text:line-break/>alt<text:note><text:note-citation>1"
                "</text:note-citation><text:note-body><text:p>Gutachten</text:p>"
                "</text:note-body></text:note>.</text:p>"
                "<text:list><text:list-item><text:p>eins</text:p></text:list-item>"
                "<text:list-item><text:p>zwei</text:p>"
                "</text:list-item></text:list><table:table><table:table-row>"
                "<table:table-cell><text:p>Titel</text:p>"
                "</table:table-cell><table:table-cell><text:p>Bad</text:p>"
                "</table:table-cell></table:table-row></table:table>"
                "<text:p><draw:frame><draw:text-box><text:p>Kasten</text:p>"
                "</draw:text-box></draw:frame></text:p>"
                '<office:forms><form:textarea form:name="Land" form:current-value="Bayern"/></office:forms>'
            )
        )
    )
    assert (
        reading.text
        == "Lage\n\nDas  Bad\nalt (Gutachten).\n\n- eins\n- zwei\n\nTitel: Bad\n\nKasten\n\nLand: Bayern"
    )
    assert reading.dropped == {}


def test_what_readers_do_not_see_is_named() -> None:
    reading = read_opendocument(
        Archive(
            opendocument(
                "<text:tracked-changes><text:deletion><text:p>weg</text:p>"
                "</text:deletion></text:tracked-changes>"
                "<text:p>x<office:annotation><text:p>Nein</text:p></office:annotation>"
                "<text:span text:style-name='H'>geheim"
                "</text:span><draw:frame><draw:image/></draw:frame></text:p>",
                styles=HIDDEN,
                master="<style:header><text:p>Kopf</text:p></style:header><style:footer>"
                "<text:p/></style:footer>",
            )
        )
    )
    assert reading.text == "x"
    assert reading.dropped == {"deletion": 1, "header": 1, "comment": 1, "hidden": 1, "image": 1}


def test_a_password_is_named() -> None:
    parts = {"content.xml": "x", "META-INF/manifest.xml": "<m><encryption-data/></m>"}
    with pytest.raises(ReadingRefused, match="locked"):
        read_opendocument(Archive(zipped(parts)))


def test_tables_and_slides_are_not_texts() -> None:
    sheet = "<d xmlns:o='o'><o:body><o:spreadsheet/></o:body></d>"
    with pytest.raises(ReadingRefused, match="unsupported"):
        read_opendocument(Archive(zipped({"content.xml": sheet})))


def test_flat_files_are_read() -> None:
    flat = (
        b"<office:document xmlns:office='o' xmlns:t='t'><office:body><office:text><t:p>x</t:p>"
        b"</office:text></office:body></office:document>"
    )
    assert read_flat(flat).text == "x"
