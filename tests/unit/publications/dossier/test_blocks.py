"""How much room blocks take, and where a text may end."""

from __future__ import annotations

import pytest

from publications.dossier.blocks import Bullets, Grid, Heading, Paragraph, lines_in, shortened


@pytest.mark.parametrize(
    ("text", "words", "kept"),
    [
        ("Eins zwei. Drei vier fünf. Sechs.", 5, "Eins zwei. Drei vier fünf. […]"),
        ("Ein langer erster Satz ohne Rest. Zwei.", 2, "Ein langer erster Satz ohne Rest. […]"),
        ("Nach § 3 Abs. 2 der Satzung gilt es. Danach nicht.", 8, "Nach § 3 Abs. 2 der Satzung gilt es. […]"),
        ("Sie fragt: „Geht das?“ Er nickt.", 4, "Sie fragt: „Geht das?“ […]"),
        ("Erste Zeile\nzweite Zeile", 2, "Erste Zeile […]"),
        ("Ein ganzer Text.", 5, "Ein ganzer Text."),
        ("", 5, ""),
    ],
)
def test_a_text_ends_with_a_sentence(text: str, words: int, kept: str) -> None:
    assert shortened(text, words) == kept


def test_more_text_takes_more_room() -> None:
    short, long = Paragraph("Wort " * 10), Paragraph("Wort " * 100)
    assert lines_in([short]) < lines_in([long]) < lines_in([long, Heading("Titel")])
    table = Grid("Was", ("A", "B", "C", "D", "E"), (("a", "b" * 200, "c", "d", "e"),))
    assert lines_in([table]) > lines_in([Bullets((("a", ""),))])
