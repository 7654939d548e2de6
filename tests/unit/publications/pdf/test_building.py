"""What a job says that builds a PDF; the rest: tests/integration/test_jobs.py."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from knowledge.jobs import Job, enqueue
from publications.pdf import BUILD_PDF, building
from publications.pdf.rendering import PdfUnavailableError
from tests.factories import PublicationPageFactory

pytestmark = pytest.mark.django_db


def failing(error: Exception) -> Any:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PdfUnavailableError("pango"), building.UNAVAILABLE),
        (ValidationError("Xaverius Zwirnlein"), building.REFUSED),
    ],
)
def test_the_reason_is_a_sentence_of_the_code(
    error: Exception, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PublicationPageFactory()
    monkeypatch.setattr(building, "render_pdf", failing(error))
    job = enqueue(BUILD_PDF, page.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, message)


def test_readers_have_what_is_live_and_editors_the_draft() -> None:
    page = PublicationPageFactory()
    page.title = "Neuer Titel"
    page.save_revision()
    page.refresh_from_db()
    assert building.subject(page) is page
    page.live = False
    assert building.subject(page).title == "Neuer Titel"


def test_only_a_file_that_was_not_built_is_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "is_built", lambda page: page.built)
    assert not building.has_own_file(SimpleNamespace(pdf=None))  # type: ignore[arg-type]
    assert not building.has_own_file(SimpleNamespace(pdf=1, built=True))  # type: ignore[arg-type]
    assert building.has_own_file(SimpleNamespace(pdf=1, built=False))  # type: ignore[arg-type]
