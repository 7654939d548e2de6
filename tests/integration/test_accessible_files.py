"""Files that people take away are for everybody: PDF/UA by an outside validator, Word by LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import call_command
from django.urls import reverse

from knowledge.models import ForumCycle
from search import registry
from tests.integration.conftest import Library
from tests.pdf_validation import broken_rules

AUDIENCES = ("gemeinderat", "verwaltungsspitze", "amt", "oeffentlichkeit")


def key(page: Any) -> str:
    source = registry.source_of(page)
    assert source is not None
    return source.key(page)


def dossier(folder: Path, library: Library, *codes: str, **options: Any) -> Path:
    kept = {"pages": 4, "audience": "gemeinderat", "format": "pdf"} | options
    path = folder / f"dossier-{'-'.join(codes)}-{kept['pages']}-{kept['audience']}.{kept['format']}"
    keys = ",".join(key(library.page(code)) for code in codes)
    call_command("dossier", keys=keys, output=str(path), **kept)
    return path


def guide(folder: Path, library: Library) -> Path:
    """The guide as readers fetch it: built, then cleaned like every upload."""
    path = folder / "leitfaden.pdf"
    with library.page("P01").pdf.open_file() as file:
        path.write_bytes(file.read())
    return path


def cycle_report(folder: Path, client: Any) -> Path:
    path = folder / "bericht.pdf"
    answer = client.get(reverse("cycle_report_pdf", args=[ForumCycle.objects.order_by("number").first().pk]))
    path.write_bytes(answer.content)
    return path


def test_files_of_the_library_break_no_rule_of_pdf_ua(
    library: Library, tmp_path: Path, signed_in: Any
) -> None:
    files = [
        dossier(tmp_path, library, "F01", "L01"),
        dossier(tmp_path, library, "M01", pages=1, audience="amt"),
        guide(tmp_path, library),
        cycle_report(tmp_path, signed_in("admin")),
    ]
    assert broken_rules(files) == {path.name: [] for path in files}


@pytest.mark.drill
@pytest.mark.timeout(1800)
def test_no_dossier_breaks_a_rule_of_pdf_ua(library: Library, tmp_path: Path) -> None:
    files = [
        dossier(tmp_path, library, *codes, pages=pages, audience=audience)
        for codes in (("F01", "F02", "F03", "L01", "L02", "M01", "P01"), ("S1",))
        for pages in (1, 4, 12)
        for audience in AUDIENCES
    ]
    assert broken_rules(files) == {path.name: [] for path in files}


@pytest.mark.drill
def test_word_keeps_headings_and_tables_in_libreoffice(library: Library, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None and os.environ.get("REQUIRE_SERVICES") != "1":
        pytest.skip("no LibreOffice (soffice)")
    assert office is not None
    made = dossier(tmp_path, library, "F01", "F02", "L01", "M01", pages=12, format="docx")
    (tmp_path / "neu").mkdir()
    command = [
        office,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profil",
        "--convert-to",
        "docx",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "neu"), str(made)], check=True, timeout=300, capture_output=True
    )
    assert shape(tmp_path / "neu" / made.name) == shape(made)


def shape(path: Path) -> dict[str, Any]:
    """Headings with their level, and the size of each table."""
    document = docx.Document(str(path))
    return {
        "headings": [
            (one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")
        ],
        "tables": [(len(table.rows), len(table.columns)) for table in document.tables],
    }
