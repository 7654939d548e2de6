"""Demo publications: pages of their records, with the PDF built from them; a second run changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.content.loading import LoadReport
from publications import demo_loader
from publications.models import PublicationPage
from tests.factories import ChallengeAreaFactory, PublicationIndexPageFactory, PublicationPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def attached(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was handed to a page as its PDF; the first time it is new."""
    given: list[bytes] = []

    def attach(*, page: PublicationPage, content: bytes) -> bool:
        given.append(content)
        return len(given) == 1

    monkeypatch.setattr(demo_loader, "attach_pdf", attach)
    return given


@pytest.mark.parametrize("is_there", [True, False])
def test_a_pdf_is_attached_where_it_was_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attached: list[bytes], is_there: bool
) -> None:
    live: list[Any] = []
    monkeypatch.setattr(demo_loader.loading, "make_live", live.append)
    if is_there:
        (tmp_path / "P01.pdf").write_bytes(b"PDF")
    page = PublicationPageFactory()
    for _run in range(2):
        demo_loader._attach_pdf(page, tmp_path / "P01.pdf")
    assert attached == [b"PDF"] * 2 * is_there
    assert live == [page] * is_there


def test_records_become_pages_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, attached: list[bytes]
) -> None:
    PublicationIndexPageFactory()
    (tmp_path / "P09.yaml").write_text(
        """
id: P09
title: Vom Bauhof lernen
subtitle: Ein Leitfaden
series: wandel-gemeinsam-gestalten
edition: 1. Auflage
year: 2026
abstract: |
  Was sich teilen lässt.
licence: CC BY 4.0
target_groups: [unbekannt]
challenge_areas: [finanzen]
sections:
  - {anchor: anfang, title: Am Anfang, body: "Ein **Satz**."}
""",
        "utf-8",
    )
    monkeypatch.setattr(demo_loader, "FOLDER", tmp_path)
    area = ChallengeAreaFactory(slug="finanzen")
    for _run in range(2):
        demo_loader.load_publications(LoadReport())
    page = PublicationPage.objects.get()
    assert (page.external_id, page.slug, page.live) == ("P09", "vom-bauhof-lernen", True)
    assert page.abstract == "Was sich teilen lässt."
    assert [item.tag for item in page.challenge_area_items.all()] == [area]
    assert "<b>Satz</b>" in page.section_values()[0]["body"].source
    assert attached == []
