"""Markdown that says what the dossier says, and takes none of its words for markup."""

from __future__ import annotations

from markdown_it import MarkdownIt

from publications.dossier.blocks import Bullets, Grid, Heading, Paragraph
from publications.dossier.composition import Dossier
from publications.dossier.markdown import as_markdown
from publications.dossier.records import MissingRecord


def dossier(*blocks: object, missing: tuple[MissingRecord, ...] = ()) -> Dossier:
    return Dossier("Titel", "Amt", 4, "29.11.2026", tuple(blocks), (), missing)  # type: ignore[arg-type]


def test_blocks_become_their_markup() -> None:
    text = as_markdown(
        dossier(
            Heading("Lage"),
            Paragraph("Es ist eng.", "[1]", lead="Kern"),
            Bullets((("erst", "[1]"), ("dann", "")), numbered=True),
            Grid("Was", ("A", "B"), (("a", "b"),)),
            missing=(MissingRecord("case:x", "Gibt es nicht."),),
        )
    )
    html = MarkdownIt("commonmark").enable("table").render(text)
    for part in (
        "<h1>Titel</h1>",
        "<h2>Lage</h2>",
        "<strong>Kern:</strong>",
        "<ol>",
        "<td>b</td>",
        "Was fehlt",
    ):
        assert part in html


def test_words_are_no_markup() -> None:
    html = MarkdownIt("commonmark").render(
        as_markdown(dossier(Paragraph("<b>*fett*</b> [x](y) # no | a_b_")))
    )
    assert "<b>" not in html
    assert "<em>" not in html
    assert "<a" not in html
