"""PDFs lose what is not on their pages, or are refused with a sentence."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from PIL import Image

from knowledge.anonymity.files import FileRefused, clean_pdf, pdf_text, pdfs
from knowledge.anonymity.sandbox import ReadingRefused
from knowledge.anonymity.sandbox.pdfs import without_segments
from tests.residue.life import PERSON, pdf, picture
from tests.unit.knowledge.anonymity.files.test_images import holds_secret


def test_pdf_loses_everything_that_is_not_on_its_pages() -> None:
    with pikepdf.open(io.BytesIO(pdf())) as before:
        assert str(before.docinfo["/Author"]) == PERSON
    clean = clean_pdf(pdf())
    assert not holds_secret(clean.content)
    with pikepdf.open(io.BytesIO(clean.content)) as after:
        assert "/Info" not in after.trailer
        assert not set(after.Root.keys()) & {"/Metadata", "/OpenAction", "/Outlines", "/AF"}
        assert not after.attachments
        assert len(after.pages[0].obj.get("/Annots", [])) == 0
    assert "Leitfaden ohne Namen" in clean.text


def test_bookmark_that_the_page_says_too_stays() -> None:
    document = pikepdf.open(io.BytesIO(pdf(hidden=False)))
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Leitfaden", 0))
    target = io.BytesIO()
    document.save(target)
    with pikepdf.open(io.BytesIO(clean_pdf(target.getvalue()).content)) as after:
        assert "/Outlines" in after.Root


def test_photograph_inside_a_pdf_loses_its_place() -> None:
    stripped = without_segments(picture())
    assert not holds_secret(stripped)
    with Image.open(io.BytesIO(stripped)) as image:
        assert image.size == (240, 160)


def test_encrypted_pdf_is_refused() -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="geheim", user="geheim"))
    with pytest.raises(FileRefused, match="verschlüsselt"):
        clean_pdf(target.getvalue())


@pytest.mark.parametrize("content", [b"PK\x03\x04 kein PDF", b"%PDF-1.7 kaputt", b""])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused, match=r"kein PDF|nicht lesbar"):
        clean_pdf(content)
    assert pdf_text(content) == ""


@pytest.mark.parametrize(
    ("code", "kept", "words"),
    [
        ("encrypted", "encrypted", "verschlüsselt"),
        ("pages", "pages", "600 Seiten"),
        ("text", "text", "zu viel Text"),
        ("slow", "slow", "angemessener Zeit"),
        ("broken", "unreadable", "nicht lesbar"),
    ],
)
def test_every_refusal_of_the_sandbox_has_its_sentence(
    code: str, kept: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any) -> Any:
        raise ReadingRefused(code)

    monkeypatch.setattr(pdfs, "read_file_in_sandbox", refuse)
    with pytest.raises(FileRefused, match=words) as refused:
        clean_pdf(b"%PDF-1.7")
    assert refused.value.code == kept


def test_a_file_that_is_too_heavy_is_refused_before_it_is_read() -> None:
    with pytest.raises(FileRefused, match="zu groß"):
        clean_pdf(b"%PDF-" + b"x" * pdfs.MOST_BYTES)


def test_text_of_what_cannot_be_read_is_empty() -> None:
    assert pdf_text(b"%PDF-1.7 kaputt") == ""
