"""Whoever writes about a page while it goes gets the text back, and no word of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.integration.conftest import Library

TEXT = "Das habe ich lange\nund mit Mühe geschrieben."
SAID = "Gespeichert ist nichts. Ihr Text steht unten"

FORMS = {
    "feedback": "L01",
    "adoption": "L01",
    "contact": "F01",
}
"""Public forms with the key of a record in their address, and a record they are about."""

LOOKS = {"adoption_reported", "fit"}
"""Addresses with such a key that take no text."""


def _key(name: str, page: Any) -> str:
    kind = {"F": "case", "L": "lesson"}[FORMS[name][0]]
    return str(page.translation_key) if name == "feedback" else f"{kind}:{page.translation_key.hex}"


@pytest.mark.parametrize("before", ["", "/en"])
@pytest.mark.parametrize("name", FORMS)
def test_the_text_comes_back_without_a_word_of_the_record(
    client: Client, library: Library, name: str, before: str
) -> None:
    page = library.page(FORMS[name])
    address, title = before + reverse(name, args=[_key(name, page)]), page.title
    assert client.get(address).status_code == 200
    page.unpublish()
    answer = client.post(address, {"text": TEXT, "frage": TEXT, "ergebnis": TEXT})
    assert answer.status_code == 404 and TEXT in answer.text and title not in answer.text
    assert answer["Cache-Control"] == "private, no-store"
    looked = client.get(address)
    assert looked.status_code == 404 and SAID not in looked.text


def test_a_note_for_the_own_list_comes_back(library: Library, signed_in: Callable[[str], Client]) -> None:
    page, client = library.page("L01"), signed_in("alumna")
    page.unpublish()
    sent = {"seite": str(page.translation_key), "liste": "", "notiz": TEXT}
    answer = client.post("/konto/merkliste/", sent)
    assert answer.status_code == 404 and TEXT in answer.text and SAID in answer.text
    assert page.title not in answer.text


def test_what_cannot_be_read_is_still_no_error(client: Client, library: Library, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert client.post("/gibt-es-nicht/", {"text": TEXT}).status_code == 400


def _patterns(resolver: Any, above: str = "") -> list[tuple[str, str]]:
    found = []
    for one in resolver.url_patterns:
        path = above + str(one.pattern)
        if isinstance(one, URLResolver):
            found += [] if path.startswith(("admin/", "api/")) else _patterns(one, path)
        elif isinstance(one, URLPattern):
            found.append((path, one.name or ""))
    return found


def test_every_form_about_a_record_is_tried() -> None:
    """A new one with a key in its address has to be named above."""
    assert settings.ROOT_URLCONF
    ours = {
        name
        for path, name in _patterns(get_resolver())
        if "str:key>" in path or path.endswith("rueckmeldung/<uuid:key>/")
    }
    assert ours - LOOKS == set(FORMS)
