"""PDFs as files, and a missing library told in a sentence."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from publications.management.commands import build_publication_pdfs as command
from tests.factories import PublicationPageFactory

pytestmark = pytest.mark.django_db


def test_files_are_called_by_the_id_of_the_record_or_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    PublicationPageFactory(external_id="P07")
    PublicationPageFactory(slug="ohne-kennung", title="Ohne Kennung")
    PublicationPageFactory(slug="entwurf", live=False)
    monkeypatch.setattr(command, "render_pdf", lambda page: b"%PDF")
    call_command("build_publication_pdfs", to=str(tmp_path), stdout=StringIO())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["P07.pdf", "ohne-kennung.pdf"]


def test_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(page: Any) -> bytes:
        raise command.PdfUnavailableError("Die PDF-Bibliothek fehlt.")

    PublicationPageFactory()
    monkeypatch.setattr(command, "render_pdf", missing)
    with pytest.raises(CommandError, match="PDF-Bibliothek fehlt"):
        call_command("build_publication_pdfs", stdout=StringIO())
