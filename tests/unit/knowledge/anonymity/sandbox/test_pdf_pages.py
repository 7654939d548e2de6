"""What a PDF shows is read, whatever way it is turned; what it hides or only pictures is named."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from knowledge.anonymity.sandbox.pdf_pages import read_pages
from knowledge.anonymity.sandbox.readings import Reading
from tests.unit.knowledge.anonymity.sandbox.building import SCAN, column, pdf, shown

LINES = ["Ausgangslage", "Das Bad ist alt, und niemand in der Gemeinde", "möchte dafür zahlen."]
READ = "Ausgangslage\nDas Bad ist alt, und niemand in der Gemeinde möchte dafür zahlen."
STARTS = {0: (50, 780, 0, -14), 90: (100, 60, 14, 0), 180: (500, 100, 0, 14), 270: (500, 780, -14, 0)}


def read(data: bytes) -> tuple[Reading, str]:
    return read_pages(pypdfium2.PdfDocument(data))


def turned(turn: int) -> str:
    x, y, right, up = STARTS[turn]
    return "".join(shown(x + n * right, y + n * up, line, turn=turn) for n, line in enumerate(LINES))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_read_along_their_lines(turn: int, rotate: int) -> None:
    reading, _everything = read(pdf(turned(turn), rotate=rotate))
    assert (reading.text, reading.dropped) == (READ, {})


def test_scanned_pages_among_text_are_named() -> None:
    reading, _everything = read(pdf(column(50, 780, LINES), SCAN, SCAN, column(50, 780, ["Ende."])))
    assert reading.text == f"{READ}\n\nEnde."
    assert (reading.dropped, reading.pages) == ({"scan": 2}, {"scan": [2, 3]})


def test_recognised_text_of_a_scan_is_taken_and_named() -> None:
    lines = "".join(shown(50, 780 - 14 * n, line, mode="3 Tr") for n, line in enumerate(LINES))
    reading, _everything = read(pdf(SCAN + lines))
    assert (reading.text, reading.dropped) == (READ, {"ocr": 1})


@pytest.mark.parametrize(
    "content",
    [
        shown(50, 700, "geheim", mode="3 Tr"),
        "1 g " + shown(50, 700, "geheim") + "0 g ",
        shown(50, 700, "geheim") + "0 g 40 690 200 30 re f ",
        shown(50, 700, "geheim") + "1 g 40 690 200 30 re f ",
        shown(50, 700, "geheim", size=0.5),
        shown(-200, 700, "geheim"),
    ],
    ids=["invisible", "white", "bar", "painted over", "tiny", "outside"],
)
def test_hidden_text_is_named_and_still_guarded(content: str) -> None:
    reading, everything = read(pdf(shown(50, 780, "Sichtbar") + content))
    assert (reading.text, reading.dropped) == ("Sichtbar", {"hidden": 1})
    assert "geheim" in everything


def test_white_on_a_dark_ground_is_seen() -> None:
    reading, _everything = read(
        pdf("0 0 0.4 rg 40 690 200 30 re f 1 g " + shown(50, 700, "Kopf der Tabelle"))
    )
    assert (reading.text, reading.dropped) == ("Kopf der Tabelle", {})


def test_lines_that_repeat_on_each_page_are_no_text_but_guarded() -> None:
    pages = [
        shown(50, 815, "Gemeinde Musterhausen", size=8)
        + column(50, 760, [f"{word} steht hier."])
        + shown(280, 30, f"Seite {number} von 3", size=8)
        for number, word in enumerate(("Eins", "Zwei", "Drei"), start=1)
    ]
    reading, everything = read(pdf(*pages))
    assert reading.text == "Eins steht hier.\n\nZwei steht hier.\n\nDrei steht hier."
    assert reading.dropped == {"header": 1, "footer": 1}
    assert everything.count("Musterhausen") == 3


def with_annotations(data: bytes, *annotations: dict[str, Any], fields: bool = False) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        page = document.pages[0]
        made = [document.make_indirect(Dictionary(Type=Name.Annot, **row)) for row in annotations]
        page.Annots = Array(made)
        if fields:
            document.Root.AcroForm = Dictionary(Fields=Array(made))
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def rectangle(y: int) -> Array:
    return Array([50, y, 400, y + 20])


def test_notes_are_named_links_and_marker_pens_are_not() -> None:
    data = with_annotations(
        pdf(shown(50, 780, "Text")),
        {"Subtype": Name.FreeText, "Rect": rectangle(600), "Contents": String("Nachtrag")},
        {"Subtype": Name.Link, "Rect": rectangle(500)},
        {"Subtype": Name.Highlight, "Rect": rectangle(400)},
    )
    reading, _everything = read(data)
    assert (reading.text, reading.dropped, reading.pages) == ("Text", {"annotation": 1}, {"annotation": [1]})


def test_fields_of_a_form_are_read_where_they_stand() -> None:
    field = {"Subtype": Name.Widget, "FT": Name.Tx}
    data = with_annotations(
        pdf(shown(50, 780, "Titel") + shown(50, 700, "Lage")),
        field | {"T": String("Titel"), "V": String("Bad"), "Rect": rectangle(750)},
        field | {"T": String("Text2"), "V": String("Alt\rund teuer"), "Rect": rectangle(670)},
        field | {"T": String("Schlüsselfrage"), "V": String("Wie?"), "Rect": rectangle(600)},
        fields=True,
    )
    reading, _everything = read(data)
    assert reading.text.replace("\n\n", "\n") == "Titel\nBad\nLage\nAlt\nund teuer\nSchlüsselfrage: Wie?"
    assert reading.dropped == {}


def test_files_inside_are_named() -> None:
    with pikepdf.open(io.BytesIO(pdf(shown(50, 780, "Text")))) as document:
        document.attachments["a.txt"] = b"x"
        target = io.BytesIO()
        document.save(target)
    assert read(target.getvalue())[0].dropped == {"attachment": 1}
