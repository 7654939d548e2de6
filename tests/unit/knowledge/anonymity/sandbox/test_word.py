"""Word files as practitioners fill them in: everything readers see is read, everything else is named."""

from __future__ import annotations

import pytest

from knowledge.anonymity.sandbox import ReadingRefused
from knowledge.anonymity.sandbox.archives import Archive
from knowledge.anonymity.sandbox.readings import Reading
from knowledge.anonymity.sandbox.word import read_word
from tests.unit.knowledge.anonymity.sandbox.building import W, p, row, word, zipped


def read(body: str, **parts: str) -> Reading:
    return read_word(Archive(word(body, **parts)))


def test_lines_paragraphs_pages_and_items_stay_apart() -> None:
    item = '<w:numPr><w:numId w:val="3"/></w:numPr>'
    broken = "<w:p><w:r><w:t>eins</w:t><w:br/><w:t>zwei</w:t><w:br w:type='page'/><w:t>drei</w:t></w:r></w:p>"
    assert (
        read(broken + p("a", item) + p("b", item) + p("Ende")).text
        == "eins\nzwei\n\ndrei\n\n- a\n- b\n\nEnde"
    )


def test_style_makes_an_item() -> None:
    styles = f'<w:styles {W}><w:style w:styleId="L"><w:pPr><w:numPr/></w:pPr></w:style></w:styles>'
    assert read(p("a", '<w:pStyle w:val="L"/>'), styles=styles).text == "- a"


def test_tables_keep_their_pairs_nested_and_merged() -> None:
    inner = "<w:tbl>" + row(p("Rat"), p("uneins")) + row(p("Verein"), p("will erhalten")) + "</w:tbl>"
    start, goes_on = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    rows = (
        row(p("Titel"), p("Bad"))
        + row(start + p("Beteiligte:"), inner + p(""))
        + row(goes_on + p(""), p("Kämmerei: will sparen"))
        + row(p("Jahr"), p("Kosten"), p("Gäste"))
    )
    assert read(f"<w:tbl>{rows}</w:tbl>").text == (
        "Titel: Bad\nBeteiligte:\nRat: uneins\nVerein: will erhalten\nKämmerei:"
        " will sparen\nJahr | Kosten | Gäste"
    )


def test_changes_are_read_as_accepted_and_the_rest_is_counted() -> None:
    changed = (
        "<w:p><w:del><w:r><w:delText>alt</w:delText></w:r></w:del><w:ins><w:r>"
        "<w:t>neu</w:t></w:r></w:ins></w:p>"
    )
    gone = row(p("weg"), p("damit"), properties="<w:trPr><w:del/></w:trPr>")
    moved = "<w:p><w:moveFrom><w:r><w:t>fort</w:t></w:r></w:moveFrom></w:p>"
    joined = p("Zusammen", "<w:rPr><w:del/></w:rPr>") + p("gezogen")
    reading = read(f"<w:tbl>{row(p('Titel'), changed)}{gone}</w:tbl>{moved}{joined}")
    assert reading.text == "Titel: neu\n\nZusammengezogen"
    assert reading.dropped == {"deletion": 3}


def test_boxes_controls_tags_and_notes_are_read_once() -> None:
    box = f"<w:drawing><w:txbxContent>{p('Im Kasten')}</w:txbxContent></w:drawing>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    body = (
        "<w:p><w:smartTag><w:r><w:t>Muster</w:t></w:r></w:smartTag><w:r><w:t>hausen"
        '</w:t><w:footnoteReference w:id="2"/>'
        f"</w:r><w:fldSimple><w:r><w:t>, Stand heute</w:t></w:r></w:fldSimple><w:r>{both}</w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('Antwort')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Hier tippen')}</w:sdtContent></w:sdt>"
    )
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{p("Siehe Gutachten.")}</w:footnote></w:footnotes>'
    reading = read(body, footnotes=notes)
    assert reading.text == "Musterhausen (Siehe Gutachten.), Stand heute\n\nIm Kasten\n\nAntwort"
    assert reading.dropped == {}


def test_a_note_that_is_missing_is_named() -> None:
    assert read('<w:p><w:r><w:t>x</w:t><w:endnoteReference w:id="9"/></w:r></w:p>').dropped == {"note": 1}


def test_what_readers_do_not_see_is_named() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r><w:r><w:drawing>"
        "<a:blip xmlns:a='a'/></w:drawing></w:r>"
        "<w:r><w:object><o:OLEObject xmlns:o='o'/></w:object></w:r></w:p>" + p("Text")
    )
    reading = read(
        body,
        comments=f"<w:comments {W}><w:comment/><w:comment/></w:comments>",
        header=f"<w:hdr {W}>{p('Vertraulich')}</w:hdr>",
        header2=f"<w:hdr {W}>{p('')}</w:hdr>",
        footer=f"<w:ftr {W}>{p('Az. 12')}</w:ftr>",
    )
    assert reading.text == "Text"
    assert reading.dropped == {"hidden": 1, "image": 1, "embedded": 1, "comment": 2, "header": 1, "footer": 1}


def test_style_hides_its_text() -> None:
    styles = f'<w:styles {W}><w:style w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    run = '<w:p><w:r><w:rPr><w:rStyle w:val="H"/></w:rPr><w:t>geheim</w:t></w:r></w:p>'
    assert read(run + p("x"), styles=styles).dropped == {"hidden": 1}


def test_fields_of_an_old_form_say_what_was_chosen() -> None:
    choice = (
        '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Stadt"/><w:listEntry w:val="Markt"/></w:ddList>'
    )
    box = "<w:checkBox><w:checked/></w:checkBox>"
    runs = "".join(
        f"<w:r><w:fldChar><w:ffData>{inner}</w:ffData></w:fldChar></w:r>" for inner in (choice, box)
    )
    symbol = '<w:r><w:sym w:char="F0A8"/><w:t> nein</w:t></w:r>'
    assert read(f"<w:p>{runs}{symbol}</w:p>").text == "Markt☒☐ nein"


def test_main_part_is_found_by_its_relation() -> None:
    assert read_word(Archive(word(p("x"), main="inhalt/haupt.xml"))).text == "x"


@pytest.mark.parametrize("parts", [{"word/document.xml": "<x/>"}, {"_rels/.rels": "<Relationships/>"}])
def test_another_archive_is_no_word_file(parts: dict[str, str]) -> None:
    with pytest.raises(ReadingRefused, match="unsupported"):
        read_word(Archive(zipped(parts)))


def test_formula_between_paragraphs_is_read() -> None:
    formula = '<m:oMathPara xmlns:m="m"><m:oMath><m:r><m:t>a = 7</m:t></m:r></m:oMath></m:oMathPara>'
    assert read(p("Es gilt:") + formula).text == "Es gilt:\n\na = 7"
