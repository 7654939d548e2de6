"""Pages that belong to no tree: the gallery is for builders, health says little to strangers."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import Client, RequestFactory

from knowledge.web import views


def asked(rf: RequestFactory, path: str, *, is_staff: bool = False) -> Any:
    request = rf.get(path)
    request.user = SimpleNamespace(is_staff=True) if is_staff else AnonymousUser()
    return request


def test_gallery_is_hidden_from_readers(rf: RequestFactory, settings: Any) -> None:
    settings.DEBUG = settings.SHOW_GALLERY = False
    with pytest.raises(Http404):
        views.gallery(asked(rf, "/komponenten/"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "is_staff", "details"),
    [("/healthz/", False, False), ("/healthz/?details", False, False), ("/healthz/?details", True, True)],
)
def test_details_of_health_are_for_staff(
    rf: RequestFactory, path: str, is_staff: bool, details: bool
) -> None:
    found = json.loads(views.healthz(asked(rf, path, is_staff=is_staff)).content)
    assert found["database"] == "ok"
    assert ("details" in found) is details


def test_robots_stay_out_of_searches_and_accounts(rf: RequestFactory, settings: Any) -> None:
    settings.PUBLIC_URL = "https://bibliothek.example"
    lines = views.robots(rf.get("/robots.txt")).content.decode().splitlines()
    assert {"Disallow: /suche/", "Disallow: /en/konto/"} <= set(lines)
    assert lines[-1] == "Sitemap: https://bibliothek.example/sitemap.xml"


def test_error_page_needs_no_template_engine(rf: RequestFactory) -> None:
    response = views.server_error(rf.get("/"))
    assert response.status_code == 500
    assert b"{%" not in response.content


def test_an_unknown_host_gets_a_german_page(client: Client) -> None:
    answer = client.get("/", headers={"host": "fremd.example.org"})
    assert answer.status_code == 400
    assert '<html lang="de">' in answer.text and "unter einem anderen Namen" in answer.text


@pytest.mark.django_db
def test_a_form_that_is_too_large_is_told_so(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
    answer = client.post("/frage/", {"text": "x" * (2 * 1024**2 + 1)})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "größer als 2,0 MB" in text
    assert "ALLOWED_HOSTS" not in text
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
    answer = client.post("/frage/", {f"f{number}": "" for number in range(1001)})
    assert answer.status_code == 400
    assert "höchstens 1.000 Felder" in answer.content.decode()
