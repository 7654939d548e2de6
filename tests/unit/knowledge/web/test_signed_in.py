"""What somebody gets while signed in is stored by nobody."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import HomePageFactory, UserFactory

pytestmark = pytest.mark.django_db

PATHS = ("/", "/konto/", "/konto/daten/", "/gibt-es-nicht/", "/admin", "/suche/", "/barriere-melden/")


def test_every_answer_to_somebody_is_private() -> None:
    HomePageFactory()
    client = Client()
    client.force_login(UserFactory())
    for path in PATHS:
        assert client.get(path)["Cache-Control"] == "private, no-store", path
    # The answer that signs out still is one to somebody.
    assert client.post("/konto/abmelden/")["Cache-Control"] == "private, no-store"


def test_public_pages_stay_the_same_for_everybody_else() -> None:
    HomePageFactory()
    for path in ("/", "/suche/", "/so-bewerten-wir/"):  # a page with a form and its stamp is for one reader
        answer = Client().get(path)
        assert "private" not in answer.get("Cache-Control", ""), path
        assert "Cookie" not in answer.get("Vary", ""), path
