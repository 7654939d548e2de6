"""Editors find pages with the words they think in, drafts included; readers find no draft."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from django.urls import reverse

from knowledge.models import LessonPage, LibraryDocument

TITLE = "Wenn Bürgermeisterinnen die Haushaltskonsolidierung früh erklären, dann trägt der Rat sie mit"


@pytest.fixture
def draft(library: Any) -> LessonPage:
    """A lesson that was never published."""
    pattern = library.page("L01")
    page = LessonPage(
        title=TITLE, statement=TITLE, kind=pattern.kind,
        observation="<p>x</p>", insight="<p>x</p>", recommendation="<p>x</p>",
        triggers=pattern.triggers or ["suche"], owner_role="Redaktion",
        review_due=pattern.review_due, live=False,
    )  # fmt: skip
    pattern.get_parent().add_child(instance=page)
    return page


QUERIES = ["Konsolidierung Haushalt", "Bürgermeister*in", "Haushalte", "haushaltskonsolidierungen"]


@pytest.mark.parametrize("query", QUERIES)
def test_a_draft_is_found_by_editors(signed_in: Any, draft: LessonPage, query: str) -> None:
    editor = signed_in("redaktion")
    for address in (
        reverse("wagtailadmin_pages:search"),
        reverse("wagtailadmin_choose_page_search"),
        reverse("lehren:index"),
        reverse("wagtailadmin_explore", args=[draft.get_parent().pk]),
    ):
        assert "Haushaltskonsolidierung" in editor.get(address, {"q": query}).content.decode(), address


@pytest.mark.parametrize("query", QUERIES)
def test_and_never_by_readers(signed_in: Any, client: Any, draft: LessonPage, query: str) -> None:
    for reader in (client, signed_in("alumna"), signed_in("redaktion")):
        for address in ("/suche/", "/api/v1/search", "/api/v1/suggest", "/suche/atom", "/lehren/"):
            assert "Haushaltskonsolidierung früh" not in reader.get(address, {"q": query}).content.decode(), (
                address
            )


def test_the_next_title_of_a_live_page(signed_in: Any, client: Any, library: Any) -> None:
    page = library.page("L02")
    page.statement = page.title = "Wenn Ratsbeschlüsse Quartiersmanagements binden, dann halten sie"
    page.triggers = page.triggers or ["suche"]
    page.save_revision()
    editor = signed_in("redaktion")
    assert (
        "Quartiersmanagements"
        in editor.get(
            reverse("wagtailadmin_pages:search"), {"q": "Quartiersmanagement Beschluss"}
        ).content.decode()
    )
    assert "Quartiersmanagements binden" not in client.get("/suche/?q=Quartiersmanagement").content.decode()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_umlauts_of_two_characters_in_query_title_and_file(
    signed_in: Any, draft: LessonPage, form: str
) -> None:
    """A Mac writes them into what is typed, a PDF into what is pasted, both into the titles of files."""
    draft.title = draft.statement = draft.draft_title = unicodedata.normalize("NFD", TITLE)
    draft.save()
    document = LibraryDocument.objects.first()
    assert document is not None
    document.title = unicodedata.normalize("NFD", "Übersicht der Förderungen")
    document.save()
    editor = signed_in("redaktion")
    query = unicodedata.normalize(form, "Bürgermeisterinnen früh")
    for address in (reverse("wagtailadmin_pages:search"), reverse("lehren:index")):
        assert "Haushaltskonsolidierung" in editor.get(address, {"q": query}).content.decode(), address
    found = (
        signed_in("admin")
        .get(reverse("wagtaildocs:index"), {"q": unicodedata.normalize(form, "Förderung Übersicht")})
        .content.decode()
    )
    assert unicodedata.normalize("NFC", found).count("Übersicht der Förderungen") >= 1
