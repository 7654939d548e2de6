"""Records by program: lists, whole records and linked data say what the pages say, to whom they say it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from knowledge.listing import describe
from knowledge.web.records import KINDS
from search import registry
from tests.integration.conftest import Library

CODES = {"cases": "F01", "methods": "M01", "lessons": "L01", "publications": "P01", "cycles": "S1"}


def key_of(page: Any) -> str:
    source = registry.source_of(page)
    assert source is not None
    return source.key(page)


@pytest.mark.parametrize("name", KINDS)
def test_list_has_every_public_record_once(library: Library, client: Client, name: str) -> None:
    kind, found, address = KINDS[name], [], f"/api/v1/{name}?limit=7"
    while address:
        answer = client.get(address).json()
        assert len(answer["items"]) <= 7
        found += answer["items"]
        address = answer["next"]
    public = {d.key for d in library.documents if d.kind == kind and d.audience == "public"}
    assert {item["key"] for item in found} == public
    assert len(found) == answer["total"] == len(public)


@pytest.mark.parametrize("name", KINDS)
def test_record_is_what_its_page_says(library: Library, client: Client, name: str) -> None:
    page = library.page(CODES[name])
    answer = client.get(f"/api/v1/{name}/{key_of(page)}")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")
    body = answer.json()
    assert (body["title"], body["key"]) == (page.title, key_of(page))
    assert body["url"].endswith(page.get_url())
    shown = client.get(page.get_url()).text
    anchors = [section["anchor"] for section in body["sections"]]
    assert anchors
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in shown] == []
    assert body["related"] or name == "cycles"
    for other in body["related"][:2]:
        assert client.get(other["url"]).status_code == 200
    assert "CC BY" in body["licence"]


@pytest.mark.parametrize("name", KINDS)
def test_linked_data_stand_in_the_page(library: Library, client: Client, name: str) -> None:
    page = library.page(CODES[name])
    scripts = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(page.get_url()).text, re.DOTALL
    )
    (made,) = map(json.loads, scripts)
    described = describe(page)
    told = made["description"] if made["@type"] == "EventSeries" else made["abstract"]
    assert (made["name"], told) == (described.title, described.summary)
    assert bool(made.get("step")) is (name == "methods")
    assert made["@id"].endswith(page.get_url())


def test_record_for_alumni_is_theirs_alone(library: Library, client: Client) -> None:
    page = library.page("L01")
    page.access_level = "alumni"
    page.save()
    address = f"/api/v1/lessons/{key_of(page)}"
    assert client.get(address).status_code == 404
    case = library.page("F01")
    related = client.get(f"/api/v1/cases/{key_of(case)}").json()["related"]
    assert key_of(page) not in {other["key"] for other in related}
    client.force_login(get_user_model().objects.get(username="alumna"))
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert "ld+json" not in client.get(page.get_url()).text


def test_case_whose_text_changed_behind_the_gate_is_not_told(library: Library, client: Client) -> None:
    page = library.page("F01")
    type(page).objects.filter(pk=page.pk).update(kernel="Etwas anderes.")
    assert client.get(f"/api/v1/cases/{key_of(page)}").status_code == 404


@pytest.mark.parametrize("key", ["F01", "case:zz", "lesson:" + "0" * 32, "0" * 32, "case:" + "F" * 32])
def test_unknown_key_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"/api/v1/cases/{key}").status_code == 404


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=-1", "limit=viele", "offset=99999", "offset=²&limit=500"]
)
def test_list_takes_anything(client: Client, query: str) -> None:
    answer = client.get(f"/api/v1/cases?{query}").json()
    assert 0 <= len(answer["items"]) <= 100
