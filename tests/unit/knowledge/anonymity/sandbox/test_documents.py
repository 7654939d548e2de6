"""What a document says, by content; through the sandbox see ``tests/unit/cases/intake/test_documents.py``."""

from __future__ import annotations

import pytest

from knowledge.anonymity.sandbox import ReadingRefused, plain_text
from knowledge.anonymity.sandbox.documents import MAX_CHARACTERS, read


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfMit Marke", "Mit Marke"),
        ("Zeichen".encode("utf-16"), "Zeichen"),
        (b"alt\x80 und \xfc", "alt€ und ü"),
        (b"a\r\nb\rc", "a\nb\nc"),
        (b"\t Rand \n", "Rand"),
    ],
)
def test_plain_text_of_any_age(data: bytes, text: str) -> None:
    assert read(data) == ({"text": text}, b"")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" \n", "empty"),
        (b"\xff\xfea", "broken"),
        (b"\x00\x01", "unsupported"),
        (b"<?xml version='1.0'?>", "unsupported"),
        (b"PK\x03\x04", "broken"),
        (b"x %PDF-1.7", "broken"),
        (b"a" * (MAX_CHARACTERS + 1), "too_large"),
    ],
)
def test_refusals_are_codes(data: bytes, code: str) -> None:
    with pytest.raises(ReadingRefused, match=code):
        read(data)


def test_plain_text_carries_words_over_its_lines() -> None:
    text = "Das Frei-\nbad und die Büche-\r\nrei, Ein-\nund Ausgaben, Land-\nTag, 2024-\n2025\n- Liste"
    found, _bytes = read(text.encode())
    assert plain_text(str(found["text"])) == (
        "Das Freibad und die Bücherei, Ein- und Ausgaben, Land-Tag, 2024-\n2025\n- Liste"
    )
