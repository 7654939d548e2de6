"""Which pictures of the documentation are taken, and how small they are kept."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tools import pictures

RECORD = b'{"items": [{"key": "case:0a", "url": "http://127.0.0.1:8000/faelle/fall-x/"}]}'


def test_each_page_type_is_seen_narrow_wide_dark_in_high_contrast_and_english() -> None:
    found = {name: (options, address) for name, options, address in pictures.views("/faelle/")}
    assert list(found) == ["360", "768", "1280", "dunkel", "kontrast", "englisch"]
    assert found["360"][0]["viewport"]["width"] == 360
    assert found["dunkel"][0]["color_scheme"] == "dark"
    assert found["kontrast"][0]["forced_colors"] == "active"
    assert found["englisch"][1] == "/en/faelle/"


def test_records_are_found_by_the_api_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = RECORD
    monkeypatch.setattr(pictures.urllib.request, "urlopen", lambda _url: BytesIO(answer))
    assert pictures.first_of("http://127.0.0.1:8000", "cases") == "/faelle/fall-x/"
    types = pictures.page_types("http://127.0.0.1:8000")
    assert types["fall"] == "/faelle/fall-x/"
    assert types["dossier"] == "/dossier/ansicht/?" + "&".join(["key=case%3A0a"] * 3)
    assert types["passt"] == "/passt/case:0a/"


def test_a_chapter_is_found_by_the_links_of_its_guide(monkeypatch: pytest.MonkeyPatch) -> None:
    page = b'<a href="/heft/#kopf">K</a><a href="/anderes/eins/">A</a><a href="/heft/drei-treffen/">3</a>'
    monkeypatch.setattr(pictures.urllib.request, "urlopen", lambda _url: BytesIO(page))
    assert pictures.first_below("http://127.0.0.1:8000", "/heft/") == "/heft/drei-treffen/"
    assert pictures.first_below("http://127.0.0.1:8000", "/ohne/") == "/ohne/"
    assert pictures.first_below("http://127.0.0.1:8000", "/anderes/", on="/heft/") == "/anderes/eins/"


def test_the_picture_of_a_print_is_its_first_sheet() -> None:
    document, pdf = pypdfium2.PdfDocument.new(), BytesIO()
    for width in (595, 300):
        document.new_page(width, 842)
    document.save(pdf)
    with Image.open(BytesIO(pictures.first_sheet(pdf.getvalue()))) as sheet:
        assert sheet.size == (round(595 * pictures.SHEET + 0.25), round(842 * pictures.SHEET + 0.25))


def test_a_picture_is_stored_with_few_colours(tmp_path: Path) -> None:
    png = BytesIO()
    Image.radial_gradient("L").convert("RGB").save(png, "PNG")
    pictures.store("probe", png.getvalue(), tmp_path)
    with Image.open(tmp_path / "probe.png") as stored:
        assert stored.size == (256, 256) and len(stored.getcolors() or []) <= pictures.COLOURS


TOLD = ("konto-", "zehn-minuten-")
"""Pictures of a walk, taken where it is told (tests/functional)."""


def test_the_documentation_has_each_view_of_each_page_type_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = RECORD
    monkeypatch.setattr(pictures.urllib.request, "urlopen", lambda _url: BytesIO(answer))
    wanted = pictures.names(pictures.page_types("http://127.0.0.1:8000"))
    there = {path.stem for path in pictures.FOLDER.glob("*.png") if not path.stem.startswith(TOLD)}
    assert there == wanted
    assert len(wanted) == len(pictures.page_types("http://127.0.0.1:8000")) * 7
