"""What a document says, by content; through the sandbox see ``tests/unit/cases/intake/test_documents.py``."""

from __future__ import annotations

import pytest

from knowledge.anonymity.sandbox import ReadingRefused, plain_text
from knowledge.anonymity.sandbox.documents import MAX_CHARACTERS, read
from tests.unit.knowledge.anonymity.sandbox.building import zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


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
    assert read(data) == ({"text": text, "dropped": []}, b"")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" \n", "empty"),
        (b"\xff\xfea", "broken"),
        (b"\x00\x01", "unsupported"),
        (b"<?xml version='1.0'?>", "unsupported"),
        (b"PK\x03\x04", "broken"),
        (b"%PDF-1.7", "broken"),
        (b"a" * (MAX_CHARACTERS + 1), "too_long"),
        (b"\xff\xd8\xff\xe0", "photo"),
        (b"\0\0\0\x18ftypheic", "photo"),
        (OLE + "WordDocument".encode("utf-16-le"), "old_word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (OLE + "__properties_version1.0".encode("utf-16-le"), "old_mail"),
        (b"%PDF-1.4 " + zipped({"word/document.xml": ""}), "two_kinds"),
        (b"<html>%PDF-1.4", "two_kinds"),
        (zipped({"Index/Document.iwa": ""}), "pages"),
        (zipped({"mimetype": "application/zip"}), "unsupported"),
        (b"<html></html>", "no_text"),
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
