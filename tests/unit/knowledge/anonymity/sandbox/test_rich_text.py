"""Rich Text through striprtf, with what striprtf loses or takes in unsaid."""

from __future__ import annotations

from knowledge.anonymity.sandbox.rich_text import read_rich_text


def test_text_notes_boxes_and_tables_are_read() -> None:
    reading = read_rich_text(
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\author Anna}}Lage\par M\'fcller\u8211?geht"
        rb"{\footnote{\super\chftn} Die Fu\'dfnote.}.\par\trowd\cellx1000 Titel\cell Bad\cell\row"
        rb"{\shp{\*\shpinst{\shptxt \pard Im Kasten\par}}}}"
    )
    assert reading.text == "Lage\nMüller–geht (Die Fußnote.).\nTitel: Bad\n\nIm Kasten"
    assert reading.dropped == {}


def test_what_readers_do_not_see_is_named() -> None:
    reading = read_rich_text(
        rb"{\rtf1{\header Kopf}{\footer\pard Fuss\par}x{\*\annotation Nein}"
        rb"{\deleted weg}{\v geheim}{\pict\pngblip 89}"
        rb"{\headerf }}"
    )
    assert reading.text == "x"
    assert reading.dropped == {"header": 1, "footer": 1, "comment": 1, "deletion": 1, "hidden": 1, "image": 1}


def test_another_code_page_is_heeded() -> None:
    assert read_rich_text(rb"{\rtf1\ansi\ansicpg1250 \'9acert}").text == "šcert"
