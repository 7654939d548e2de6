"""Publications: an uploaded PDF is found page by page and opens there, its downloads are counted and nobody
with them, editions lead to their successor, a series has a page.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from knowledge.enums import AccessLevel
from knowledge.listing import describe
from knowledge.models import LibraryDocument
from publications.models import PublicationPage
from publications.pdf import attach_pdf
from search.index import apply
from tests.integration.conftest import Library
from tests.unit.knowledge.anonymity.sandbox.building import pdf, shown

WORDS = ("Am Anfang steht die Frage", "Quartierswerkstatt mit Leihregal", "Am Ende steht der Dank")


@pytest.fixture
def uploaded(library: Library) -> PublicationPage:
    """A second edition of the guide, with a PDF of its own."""
    guide = library.page("P01")
    document = LibraryDocument(
        title="Leitfaden", file=SimpleUploadedFile("x.pdf", pdf(*(shown(50, 700, text) for text in WORDS)))
    )
    document.save()
    page = PublicationPage(
        title="Wandel, zweite Auflage",
        edition="2. Auflage",
        year=2027,
        abstract="Worum es geht.",
        series=guide.series,
        pdf=document,
        replaces=guide,
        released_on=guide.released_on,
        sections=[
            ("section", {"anchor": "a", "title": "Anfang", "body": "<p>Kurz.</p>", "derived_from": []})
        ],
    )
    guide.get_parent().add_child(instance=page)
    page.save_revision().publish()
    apply.drain()
    return page


def test_a_page_of_the_pdf_is_found_and_opens_there(uploaded: PublicationPage, client: Client) -> None:
    found = client.get("/suche/", {"q": "Quartierswerkstatt Leihregal"}).content.decode()
    address = f"{uploaded.url}pdf-seite-2/"
    assert f'href="{address}"' in found
    assert "PDF, Seite 2" in found or "Quartierswerkstatt" in found
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"{uploaded.pdf.url}#page=2")
    for missing in ("pdf-seite-4", "pdf-seite-0", "pdf-seite-02", "pdf-seite-9999999"):
        assert client.get(f"{uploaded.url}{missing}/").status_code == 404
    assert "pdf-seite" not in str(describe(uploaded).sections)


def test_another_file_has_other_pages(uploaded: PublicationPage, client: Client) -> None:
    document = uploaded.pdf
    document.file = SimpleUploadedFile("y.pdf", pdf(shown(50, 700, "Nur eine Sanduhrenrunde")))
    document.save()
    apply.drain()
    assert f"{uploaded.url}pdf-seite-1/" in client.get("/suche/", {"q": "Sanduhrenrunde"}).content.decode()
    assert client.get(f"{uploaded.url}pdf-seite-2/").status_code == 404


def test_pages_of_a_pdf_are_for_its_readers_alone(uploaded: PublicationPage, client: Client) -> None:
    uploaded.access_level = AccessLevel.ALUMNI
    uploaded.save()
    apply.drain()
    assert client.get(f"{uploaded.url}pdf-seite-2/").status_code == 404
    assert uploaded.url not in client.get("/suche/", {"q": "Quartierswerkstatt Leihregal"}).content.decode()


def test_a_built_pdf_is_not_found_beside_its_chapters(library: Library) -> None:
    page = library.page("P01")
    with page.pdf.open_file() as file:
        content = file.read()
    page.pdf = None
    attach_pdf(page=page, content=content)
    assert page.pdf.page_texts == []
    assert page.pdf.accessibility == "ua"


def test_downloads_of_readers_are_counted(uploaded: PublicationPage, client: Client, signed_in: Any) -> None:
    def count() -> int:
        return LibraryDocument.objects.values_list("downloads", flat=True).get(pk=uploaded.pdf_id)

    first = client.get(uploaded.pdf.url)
    b"".join(first.streaming_content)
    client.head(uploaded.pdf.url)
    assert client.get(uploaded.pdf.url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    signed_in("redaktion").get(uploaded.pdf.url)
    assert count() == 1
    shown_to_editors = signed_in("admin").get("/admin/veroeffentlichungen/").content.decode()
    assert "Abrufe" in shown_to_editors


def test_an_edition_leads_to_the_one_that_replaced_it(
    uploaded: PublicationPage, library: Library, client: Client, strict_templates: None
) -> None:
    guide = library.page("P01")
    assert uploaded.url in client.get(guide.url).content.decode()
    labels = {other.label: other.title for other in describe(guide).related}
    assert labels["Neuere Auflage"] == uploaded.title
    assert {other.label for other in describe(uploaded).related} == {"Frühere Auflage"}
    uploaded.access_level = AccessLevel.ALUMNI
    uploaded.save()
    assert uploaded.url not in client.get(guide.url).content.decode()
    assert "Neuere Auflage" not in {other.label for other in describe(guide).related}


def test_a_series_has_a_page(
    uploaded: PublicationPage, library: Library, client: Client, strict_templates: None
) -> None:
    guide = library.page("P01")
    address = f"/veroeffentlichungen/reihe/{guide.series}/"
    assert address in client.get(guide.url).content.decode()
    listed = client.get(address).content.decode()
    assert listed.index(uploaded.title) < listed.index("Frühere Auflagen") < listed.index(guide.title)
    assert client.get(f"/en{address}").status_code == 200
    for missing in ("einzeln", "gibt-es-nicht"):
        assert client.get(f"/veroeffentlichungen/reihe/{missing}/").status_code == 404
    PublicationPage.objects.update(access_level=AccessLevel.ALUMNI)
    assert client.get(address).status_code == 404


def test_the_page_says_how_accessible_its_file_is(uploaded: PublicationPage, client: Client) -> None:
    assert "nicht barrierefrei: ohne Struktur" in client.get(uploaded.url).content.decode()
