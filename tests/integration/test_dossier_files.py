"""Files of a dossier: one is built at a time, how far it is is shown, and Word needs no PDF library."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from filelock import FileLock, Timeout

from knowledge.jobs import Job, run_job
from publications.dossier import Dossier, orders
from publications.models import DossierOrder
from publications.pdf import PdfUnavailableError, rendering
from search import registry
from tests.integration.conftest import Library


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.JOB_RESULTS_DIR = tmp_path
    return tmp_path


def ordered(library: Library, form: str, code: str = "F01") -> tuple[str, DossierOrder]:
    """The page of an order that nobody has worked on yet, and its row."""
    source = registry.source_of(library.page(code))
    assert source is not None
    sent = {"key": source.key(library.page(code)), "seiten": "1", "format": form}
    answer = Client().post("/dossier/bestellen/", sent)
    row = DossierOrder.objects.latest("pk")
    Job.objects.filter(pk=row.job_id).update(state=Job.State.WAITING, percent=0, retry_at=None, result="")
    return answer["Location"], row


def built(row: DossierOrder) -> Job:
    Job.objects.filter(pk=row.job_id).update(retry_at=None)
    run_job.call(row.job_id)
    return Job.objects.get(pk=row.job_id)


def test_one_file_is_built_at_a_time(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "PATIENCE", 0)
    written: list[str] = []

    def slow(dossier: Dossier, form: str) -> bytes:
        with pytest.raises(Timeout), FileLock(folder / ".dossier.lock", timeout=0):
            raise AssertionError("a second one could be built beside this one")
        written.append(form)
        return b"x"

    monkeypatch.setattr(orders, "write", slow)
    address, row = ordered(library, "pdf")
    written.clear()
    with FileLock(folder / ".dossier.lock"):
        job = built(row)
        assert (job.state, written) == (Job.State.WAITING, [])
        assert "Ein anderes Dossier wird gerade gebaut." in job.sentence
        shown = Client().get(address).content.decode()
        assert "<progress" in shown and "herunterladen" not in shown
    assert built(row).state == Job.State.DONE
    assert written == ["pdf"]


def test_how_far_a_file_is_is_shown(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address, row = ordered(library, "docx")
    seen: list[str] = []

    def looked_at(dossier: Dossier, form: str) -> bytes:
        seen.append(Client().get(address).content.decode())
        return b"x"

    monkeypatch.setattr(orders, "write", looked_at)
    assert built(row).state == Job.State.DONE
    during = seen[-1]
    assert re.search(r'<progress[^>]*max="100"[^>]*value="20"', during)
    assert "Die Datei wird gebaut" in during and "Stand neu laden" in during
    after = Client().get(address).content.decode()
    assert "<progress" not in after and "herunterladen" in after


def test_without_the_pdf_library_a_sentence_says_so_and_word_is_built(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without = tmp_path / "printer.py"
    program = rendering.PRINTER.read_text("utf-8").replace("from __future__ import annotations\n", "")
    without.write_text("import sys\nsys.modules['weasyprint'] = None\n" + program, "utf-8")
    monkeypatch.setattr(rendering, "PRINTER", without)
    with pytest.raises(PdfUnavailableError):
        rendering.print_html("<p>x")

    address, row = ordered(library, "pdf")
    assert built(row).state == Job.State.FAILED
    shown = Client().get(address).content.decode()
    assert "PDF-Ausgabe ist hier gerade nicht möglich. Als Word-Datei geht es." in shown
    assert Client().get(reverse("dossier_file", args=[row.key])).status_code == 404

    _address, row = ordered(library, "docx")
    assert built(row).state == Job.State.DONE
    fetched = Client().get(reverse("dossier_file", args=[row.key]))
    assert b"".join(fetched.streaming_content).startswith(b"PK")


@pytest.mark.parametrize(("form", "heading"), [("md", "# "), ("html", "<h1")])
def test_the_command_writes_text_formats(library: Library, tmp_path: Path, form: str, heading: str) -> None:
    target = tmp_path / f"d.{form}"
    keys = "--keys=F01,L01,M01,F99"
    call_command(
        "dossier", keys, "--pages=1", "--audience=gemeinderat", f"--format={form}", f"--output={target}"
    )
    text = target.read_text("utf-8")
    assert heading in text and "Beschlussvorschlag" in text
    assert all(library.page(code).title in text for code in ("F01", "L01", "M01"))
    assert "F99" in text, "what is missing is named"
