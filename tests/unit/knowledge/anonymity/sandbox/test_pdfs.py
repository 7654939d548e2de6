"""What is cut out of a PDF, and codes for what is refused."""

from __future__ import annotations

import io

import pikepdf
import pytest

from knowledge.anonymity.sandbox import ReadingRefused, pdfs
from knowledge.anonymity.sandbox.pdfs import clean, without_segments
from knowledge.anonymity.sandbox.runner import SandboxReader, read_in_sandbox
from tests.unit.knowledge.anonymity.sandbox.building import pdf, shown


def made(pages: int = 1, **docinfo: str) -> bytes:
    document = pikepdf.new()
    for _number in range(pages):
        document.add_blank_page(page_size=(100, 100))
    for key, value in docinfo.items():
        document.docinfo[f"/{key}"] = value
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_only_application_segments_and_comments_of_a_photograph_go() -> None:
    start, end = b"\xff\xd8", b"\xff\xda\x00\x02pixels\xff\xd9"
    jfif, exif, icc, comment = (
        bytes([0xFF, marker]) + (2 + len(text)).to_bytes(2) + text
        for marker, text in ((0xE0, b"JFIF"), (0xE1, b"Exif GPS"), (0xEE, b"Adobe"), (0xFE, b"Dorf"))
    )
    assert without_segments(start + jfif + exif + icc + comment + end) == start + jfif + icc + end


@pytest.mark.parametrize("content", [b"", b"no jpeg", b"\xff\xd8"])
def test_what_is_no_photograph_stays_as_it_is(content: bytes) -> None:
    assert without_segments(content) == content


def test_the_library_s_own_fingerprint_stays_and_other_keywords_go() -> None:
    for keywords, kept in (("weiterdenken-0123456789abcdef", True), ("Gemeinde Beispieldorf", False)):
        _header, content = clean(made(Keywords=keywords, Author="Anna Beispiel"))
        with pikepdf.open(io.BytesIO(content)) as document:
            assert (str(document.docinfo.get("/Keywords", "")) == keywords) is kept
            assert "/Author" not in document.docinfo


def test_header_counts_the_pages() -> None:
    header = clean(made(pages=3))[0]
    assert (header["text"], header["dropped"], header["pages"]) == ("", [], 3)
    assert header["page_texts"] == ["", "", ""]


@pytest.mark.parametrize(
    ("content", "code"), [(b"%PDF-1.7 kaputt", "unreadable"), (b"", "unreadable")], ids=["cut", "empty"]
)
def test_what_cannot_be_parsed_is_unreadable(content: bytes, code: str) -> None:
    with pytest.raises(ReadingRefused, match=code):
        clean(content)


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "MOST_PAGES", 2)
    with pytest.raises(ReadingRefused, match="pages"):
        clean(made(pages=3))


def tagged(*, claims: bool, title: str = "") -> bytes:
    document = pikepdf.open(io.BytesIO(pdf(shown(50, 780, "Ein Leitfaden"))))
    document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    document.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
    with document.open_metadata() as metadata:
        metadata["{http://purl.org/dc/elements/1.1/}title"] = title
        if claims:
            metadata["{http://www.aiim.org/pdfua/ns/id/}part"] = "1"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_tagged_document_is_cleaned_in_the_sandbox() -> None:
    """Its metadata are XML, whose parser must be there before nothing can be opened any more."""
    header, content = read_in_sandbox(SandboxReader.PDF, tagged(claims=True))
    assert (header["pages"], header["accessibility"]) == (1, "ua")
    assert content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("claims", "title", "kept"),
    [(True, "Ein  Leitfaden", "Ein  Leitfaden"), (True, "Für Dorfstadt", ""), (False, "Ein Leitfaden", "")],
)
def test_a_document_claims_what_it_claimed_before_and_no_title_that_nobody_sees(
    claims: bool, title: str, kept: str
) -> None:
    header, content = clean(tagged(claims=claims, title=title))
    assert header["accessibility"] == ("ua" if claims else "tagged")
    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as metadata:
        assert ("{http://www.aiim.org/pdfua/ns/id/}part" in metadata) is claims
        assert metadata.get("{http://purl.org/dc/elements/1.1/}title", "") == kept


def test_each_page_has_its_own_text_without_what_repeats() -> None:
    number = [shown(280, 30, f"Seite {page}") for page in (1, 2, 3)]
    pages = [shown(50, 700, text) + number[at] for at, text in enumerate(("Erstens", "Zweitens", "Drittens"))]
    assert clean(pdf(*pages))[0]["page_texts"] == ["Erstens", "Zweitens", "Drittens"]
