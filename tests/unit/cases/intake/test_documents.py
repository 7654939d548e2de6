"""Documents at intake: judged by content, read by a child process with limits, nothing kept."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pypdfium2
import pytest

from cases.intake import documents
from cases.intake.documents import DocumentError, fields_of_document, read_document
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
    assert read_document(data) == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "leer"),
        (word()[:200], "beschädigt"),
        (PDF_WITH_TEXT[:30], "beschädigt"),
        (pdf(), "eingescannt"),
        (pdf(pages=61), "zu groß"),
        (b"x" * (documents.MAX_BYTES + 1), "zu groß"),
        (b"wort " * 50_000, "zu groß"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Dieses Format"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "Dieses Format"),
        (b"<html><body>Text</body></html>", "Dieses Format"),
        (b"{\\rtf1 Text}", "Dieses Format"),
    ],
    ids=[
        "empty",
        "cut-word",
        "cut-pdf",
        "scan",
        "many-pages",
        "many-bytes",
        "many-words",
        "old-word",
        "picture",
        "page",
        "rtf",
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        read_document(data)


def test_archive_without_a_document_is_unsupported() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(DocumentError, match="Dieses Format"):
        read_document(target.getvalue())


def test_bomb_is_refused_before_it_is_unpacked() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 70_000_000)
    assert len(target.getvalue()) < 1_000_000
    with pytest.raises(DocumentError, match="zu groß"):
        read_document(target.getvalue())


def test_entity_bomb_inside_a_word_file_ends_in_words() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = word(document=f'<!DOCTYPE x [<!ENTITY l0 "aaaaaaaaaa">{levels}]><x>&l9;</x>')
    with pytest.raises(DocumentError):
        read_document(bomb)


@pytest.mark.parametrize(
    ("code", "words"), [("slow", "angemessener Zeit"), ("broken", "beschädigt"), ("locked", "Kennwort")]
)
def test_every_code_of_the_sandbox_has_its_sentence(code: str, words: str, monkeypatch: Any) -> None:
    def refuse(*_args: Any) -> Any:
        raise ReadingRefused(code)

    monkeypatch.setattr(documents, "read_in_sandbox", refuse)
    with pytest.raises(DocumentError, match=words):
        read_document(b"Text")


def test_headings_of_the_capture_form_share_out_the_text() -> None:
    text = (
        "Der Plan fehlt.\n\nSchlüsselfrage: Wie fange ich an?\n\nHypothesen\n- zu viel\n- zu spät\n\n3."
        " Nächste Schritte:\nAnfangen"
    )
    assert fields_of_document(text) == {
        "situation": "Der Plan fehlt.",
        "key_question": "Wie fange ich an?",
        "hypotheses": "- zu viel\n- zu spät",
        "next_steps": "Anfangen",
    }


def test_text_without_headings_is_the_situation() -> None:
    assert fields_of_document("Nur\n\n\n\nText") == {"situation": "Nur\n\nText"}
