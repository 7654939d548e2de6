"""The PDF is made of the sections and of nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from publications.pdf import rendering
from publications.pdf.rendering import (
    PdfUnavailableError,
    content_fingerprint,
    pdf_fingerprint,
    print_html,
    render_pdf,
)
from tests.factories import PublicationPageFactory

pytestmark = pytest.mark.django_db


def test_pdf_is_tagged_titled_and_holds_the_sections() -> None:
    page = PublicationPageFactory()
    content = render_pdf(page)
    with pypdfium2.PdfDocument(content) as document:
        text = " ".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))
        assert document.get_metadata_dict()["Title"] == page.title
        assert document.is_tagged()
    for words in ("Anfang", "Am Anfang.", "Am Ende."):
        assert words in text


def test_fingerprint_of_the_text_is_inside_and_follows_it() -> None:
    page = PublicationPageFactory()
    before = content_fingerprint(page)
    assert pdf_fingerprint(render_pdf(page)) == before
    page.abstract = "Etwas anderes."
    assert content_fingerprint(page) != before


def test_a_foreign_pdf_has_no_fingerprint() -> None:
    foreign = pypdfium2.PdfDocument.new()
    foreign.new_page(100, 100)
    import io

    buffer = io.BytesIO()
    foreign.save(buffer)
    foreign.close()
    assert pdf_fingerprint(buffer.getvalue()) == ""


def test_nothing_is_fetched_from_elsewhere(caplog: pytest.LogCaptureFixture) -> None:
    html = (
        '<html lang="de"><title>x</title><h1>x</h1><img alt="x" src="http://192.0.2.1/pixel.png"><img alt="y"'
        ' src="file:///etc/hostname"></html>'
    )
    content = print_html(html)
    assert content.startswith(b"%PDF")
    assert caplog.text.count("is not a static file of the library") == 2


def test_without_the_library_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without = tmp_path / "printer.py"
    without.write_text(
        "import sys\nsys.modules['weasyprint'] = None\n" + rendering.PRINTER.read_text(encoding="utf-8")
        .replace("from __future__ import annotations\n", ""), encoding="utf-8"
    )  # fmt: skip
    monkeypatch.setattr(rendering, "PRINTER", without)
    with pytest.raises(PdfUnavailableError, match="libpangoft2"):
        render_pdf(PublicationPageFactory.build())


def test_a_printer_that_fails_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "printer.py"
    broken.write_text("raise SystemExit('keine Schrift')", encoding="utf-8")
    monkeypatch.setattr(rendering, "PRINTER", broken)
    with pytest.raises(RuntimeError, match="keine Schrift"):
        print_html("<p>x")
