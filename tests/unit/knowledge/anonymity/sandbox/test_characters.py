"""Text as people meant it: words in one piece, no characters that nobody sees."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from knowledge.anonymity.detector import Kind, find
from knowledge.anonymity.files import clean_pdf, read_document
from knowledge.anonymity.sandbox import plain_text

HYPHENATED = Path(__file__).parents[3] / "cases" / "intake" / "files" / "silbentrennung.pdf"


def pdf(*pages: tuple[str, ...]) -> bytes:
    """Pages of lines, as a word processor with hyphenation prints them."""
    kids = " ".join(f"{4 + number * 2} 0 R" for number in range(len(pages)))
    objects = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    for number, lines in enumerate(pages):
        shown = "BT /F1 12 Tf 14 TL 20 250 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        page = 4 + number * 2
        objects[page] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents {page + 1} 0 R/Resources<</Font<</F1 3"
            " 0 R>>>>>>"
        )
        objects[page + 1] = f"<</Length {len(shown)}>>stream\n{shown}\nendstream"
    return (
        "%PDF-1.4\n"
        + "".join(f"{key} 0 obj{value}\nendobj\n" for key, value in objects.items())
        + "trailer<</Root 1 0 R>>\n"
    ).encode()


@pytest.mark.parametrize(
    "read",
    [lambda content: read_document(content).text, lambda content: clean_pdf(content).text],
    ids=["intake", "publication"],
)
class TestWordsOfAPdf:
    """The same for what is taken in and for what is published."""

    def test_hyphen_at_the_end_of_a_line_goes_and_the_word_is_whole(self, read: Any) -> None:
        text = read(HYPHENATED.read_bytes())
        assert [
            word for word in ("Verwaltung", "Gemeinderat", "Musterhausen", "Beispielmann") if word not in text
        ] == []
        assert [
            character
            for character in text
            if unicodedata.category(character) in {"Cc", "Cf", "Cn"} and character != "\n"
        ] == []

    def test_no_organisation_comes_of_a_broken_word(self, read) -> None:  # type: ignore[no-untyped-def]
        text = read(HYPHENATED.read_bytes())
        assert [finding.text for finding in find(text) if finding.kind == Kind.ORGANISATION] == []

    def test_hyphen_that_belongs_to_the_word_stays(self, read) -> None:  # type: ignore[no-untyped-def]
        text = read(
            pdf(
                ("Der Bund-", "Lander Streit um Ein-", "und Ausgaben."), ("Die Verwal-",), ("tung schweigt.",)
            )
        )
        assert "Bund-Lander Streit um Ein- und Ausgaben." in text
        assert "Verwaltung schweigt." in text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Verwal\x02tung", "Verwaltung"),
        ("Verwal\ufffetung", "Verwaltung"),
        ("Verwal\xadtung und Verwal\xad\ntung", "Verwaltung und Verwaltung"),
        ("Bund\x02Länder", "Bund-Länder"),
        ("Vor\x02und Nachteile", "Vor- und Nachteile"),
        ("Ein-\nund Ausgaben", "Ein-\nund Ausgaben"),
        ("Otto\xa0Mustermeier und Zoe\u200bBeispielfrau", "Otto Mustermeier und ZoeBeispielfrau"),
        ("Beispiel\u2011Mann, Ober\u2010meier", "Beispiel-Mann, Ober-meier"),
        ("eins\x0bzwei\x0cdrei\u2028vier\r\nfünf\rsechs", "eins\nzwei\ndrei\nvier\nfünf\nsechs"),
        ("a\x00b\x07c\x1bd\x7fe\x85f\ufeffg\u202eh", "abcde\nfgh"),
        ("Mu\u0308ller", "Müller"),
        ("Tab\tbleibt 👩‍👧", "Tab\tbleibt 👩‍👧"),
    ],
)
def test_characters_that_nobody_sees(read: str, meant: str) -> None:
    assert plain_text(read) == meant
