"""Documents from outside: judged by content, read by a child process with limits, nothing kept."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pypdfium2
import pytest

from knowledge.anonymity.files import (
    DOCUMENT_BYTES,
    Dropped,
    FileRefused,
    documents,
    not_taken,
    read_document,
    unread_pages,
)
from knowledge.anonymity.sandbox import ReadingRefused


def word(text: str = "Im Rathaus fehlt ein Plan.", *, document: str = "") -> bytes:
    """The smallest Word file there is; ``document`` replaces its main part."""
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default'
            ' Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
            ' PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            "</Types>"
        ),
        "_rels/.rels": (
            "<Relationships"
            ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
            ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
            ' Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": (
            document
            or (
                '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
                + "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
                + "</w:body></w:document>"
            )
        ),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def pdf(pages: int = 1) -> bytes:
    """Empty pages, as a scanner makes them."""
    document = pypdfium2.PdfDocument.new()
    for _number in range(pages):
        document.new_page(200, 200)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


PDF_WITH_TEXT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count"
    b" 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1"
    b" 5 0 R>>>>>>endobj\n4 0 obj<</Length 44>>stream\nBT /F1 12 Tf 20 200 Td (Der Plan fehlt.) Tj"
    b" ET\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0"
    b" R>>\n"
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (word("Im Rathaus fehlt ein Plan.\nSeit Jahren."), "Im Rathaus fehlt ein Plan.\n\nSeit Jahren."),
        (PDF_WITH_TEXT, "Der Plan fehlt."),
        ("Müller geht.\r\nÜbel.".encode(), "Müller geht.\nÜbel."),
        ("Müller geht.".encode("cp1252"), "Müller geht."),
        ("Müller geht.".encode("utf-16"), "Müller geht."),
    ],
    ids=["word", "pdf", "utf-8", "cp1252", "utf-16"],
)
def test_text_is_read_whatever_the_file_is_called(data: bytes, text: str) -> None:
    assert read_document(data).text == text


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "leer"),
        (word()[:200], "beschädigt"),
        (PDF_WITH_TEXT[:30], "beschädigt"),
        (pdf(), "keinen Text"),
        (pdf(pages=61), "zu lang"),
        (b"x" * (DOCUMENT_BYTES + 1), "zu groß"),
        (b"wort " * 50_000, "zu lang"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Dieses Format"),
        (OLD_WORD, "Word-Dokument"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "Das ist ein Bild"),
        (b"\0" * 3 + b"\x18ftypheic", "Das ist ein Bild"),
    ],
    ids=[
        "empty",
        "cut-word",
        "cut-pdf",
        "scan",
        "many-pages",
        "many-bytes",
        "many-words",
        "old-office",
        "old-word",
        "picture",
        "photo",
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read_document(data)


def test_archive_without_a_document_is_unsupported() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(FileRefused, match="Dieses Format"):
        read_document(target.getvalue())


def test_bomb_is_refused_before_it_is_unpacked() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 70_000_000)
    assert len(target.getvalue()) < 1_000_000
    with pytest.raises(FileRefused, match="zu groß"):
        read_document(target.getvalue())


def test_entity_bomb_inside_a_word_file_ends_in_words() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = word(document=f'<!DOCTYPE x [<!ENTITY l0 "aaaaaaaaaa">{levels}]><x>&l9;</x>')
    with pytest.raises(FileRefused):
        read_document(bomb)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("slow", "angemessener Zeit"),
        ("heavy", "Speicher"),
        ("broken", "beschädigt"),
        ("locked", "Kennwort"),
        ("scan", "eingescannt"),
        ("pages", "Pages"),
        ("old_mail", "Outlook"),
        ("two_kinds", "zwei Formate"),
    ],
)
def test_every_code_of_the_sandbox_has_its_sentence(code: str, words: str, monkeypatch: Any) -> None:
    def refuse(*_args: Any) -> Any:
        raise ReadingRefused(code)

    monkeypatch.setattr(documents, "read_file_in_sandbox", refuse)
    with pytest.raises(FileRefused, match=words):
        read_document(b"Text")


def test_what_was_left_out_is_one_sentence() -> None:
    rows = (
        Dropped("comment", 1, ""),
        Dropped("deletion", 2, ""),
        Dropped("header", 1, ""),
        Dropped("attachment", 1, "Gutachten.pdf"),
        Dropped("scan", 3, "Seiten 2 bis 4"),
        Dropped("ocr", 1, "Seite 6"),
    )
    assert not_taken(rows) == (
        "Nicht übernommen: 1 Kommentar, 2 gestrichene Stellen, Kopfzeile, 1"
        " Anhang (Gutachten.pdf). Seiten 2 bis 4"
        " sind eingescannt und nicht gelesen. Seite 6 ist eingescannt; den Text"
        " hat ein Programm erkannt, bitte"
        " vergleichen."
    )
    assert unread_pages(rows) == "Seiten 2 bis 4"
    assert (not_taken(()), unread_pages(())) == ("", "")


@pytest.mark.parametrize(
    ("pages", "words"),
    [([1], "Seite 1"), ([2, 3, 4], "Seiten 2 bis 4"), ([1, 3, 4, 9], "Seiten 1, 3 bis 4 und 9"), ([], "")],
)
def test_pages_are_listed_in_words(pages: list[int], words: str) -> None:
    assert documents.page_list(pages) == words
