"""Lists and records as JSON where the library is small or empty."""

from __future__ import annotations

import pytest
from django.test import Client

from search import registry
from tests.factories import LessonPageFactory

pytestmark = pytest.mark.django_db


def test_empty_library_has_empty_lists(client: Client) -> None:
    assert client.get("/api/v1/lessons").json() == {"items": [], "total": 0, "next": None}


def test_record_is_found_with_and_without_its_kind(client: Client) -> None:
    page = LessonPageFactory()
    key = registry.source_for("lesson").key(page)
    with_kind = client.get(f"/api/v1/lessons/{key}")
    assert with_kind.status_code == 200
    assert client.get(f"/api/v1/lessons/{page.translation_key.hex}").json() == with_kind.json()
    assert client.get(f"/api/v1/cases/{page.translation_key.hex}").status_code == 404
