"""Addresses beside the pages: health, robots, sitemap, errors, gallery, login."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.views.defaults import ERROR_404_TEMPLATE_NAME
from wagtail.models import Page

from tests.integration.conftest import Library


def test_health_names_database_and_search(client: Client, library: Library) -> None:
    response = client.get("/healthz/")
    assert response.status_code == 200
    body = response.json()
    assert body == {
        "static": "ok",
        "database": "ok",
        "migrations": "ok",
        "search": "ok",
    }, "how many records there are, inner ones included, is nobody's business"
    assert "no-store" in response.headers["Cache-Control"] or "max-age=0" in response.headers["Cache-Control"]


def test_robots_stay_out_of_endless_and_private_rooms(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain")
    lines = response.text.splitlines()
    assert {"Disallow: /admin/", "Disallow: /suche/"} <= set(lines)
    assert any(line.startswith("Sitemap: http") and line.endswith("/sitemap.xml") for line in lines)


def sitemap_paths(client: Client) -> list[str]:
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)
    return [
        urlsplit(node.text or "").path
        for node in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]


def test_sitemap_lists_every_public_page_and_chapter_once(
    client: Client, public_pages: list[Page], public_addresses: dict[str, Page]
) -> None:
    paths = sitemap_paths(client)
    assert sorted(paths) == sorted(public_addresses)
    chapters = set(paths) - {page.get_url() for page in public_pages}
    assert chapters and {client.get(path).status_code for path in chapters} == {200}


@pytest.mark.parametrize(
    "path", ["/gibt-es-nicht/", "/faelle/fall-00000/", "/en/methoden/unbekannt/", "/themen/keins/"]
)
def test_unknown_address_answers_with_a_search_box(client: Client, path: str, strict_templates: None) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert ERROR_404_TEMPLATE_NAME in {template.name for template in response.templates}
    assert 'name="q"' in response.text
    assert not response.cookies


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("path", ["/healthz/", "/robots.txt", "/suche/", "/api/v1/search", "/api/v1/suggest"])
def test_reading_addresses_only_read(client: Client, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == 405


def test_gallery_shows_every_component(client: Client, strict_templates: None) -> None:
    assert client.get("/komponenten/").status_code == 200


def test_gallery_is_hidden_where_nobody_asked_for_it(client: Client, settings: object) -> None:
    settings.SHOW_GALLERY = False  # type: ignore[attr-defined]
    assert client.get("/komponenten/").status_code == 404


def test_login_is_there_and_takes_the_demo_password(client: Client) -> None:
    assert client.get("/konto/anmelden/").status_code == 200
    response = client.post("/konto/anmelden/", {"username": "alumna", "password": "weiterdenken-alumna"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/konto/"


def test_addresses_without_slash_lead_to_the_page(client: Client) -> None:
    response = client.get("/faelle")
    assert response.status_code == 301
    assert response.headers["Location"] == "/faelle/"
