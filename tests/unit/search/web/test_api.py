"""``/api/v1/search`` and ``/api/v1/suggest`` over a source of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory

from search import service
from search.index import apply
from search.web import api

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(source: Any) -> None:
    for number in range(3):
        Group.objects.create(name=f"public|Hallenbad {number}|Der Rat streitet.")
    apply.rebuild()
    service.forget()


def ask(rf: RequestFactory, view: Any, **parameters: str) -> dict[str, Any]:
    response = view(rf.get("/", parameters))
    assert response["Access-Control-Allow-Origin"] == "*"
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_hits_facets_and_the_next_page(rf: RequestFactory, library: None) -> None:
    found = ask(rf, api.api_search, q="Hallenbad", limit="2")
    assert (found["query"], found["total"], found["relaxed_total"], len(found["hits"])) == (
        "Hallenbad",
        3,
        0,
        2,
    )
    assert found["next"] == "?q=Hallenbad&limit=2&offset=2"
    assert found["hits"][0]["reasons"][0]["text"] == "enthält „Hallenbad“"
    assert found["facets"]["typ"] == [{"value": "gruppe", "count": 3, "selected": False, "is_hidden": False}]
    assert ask(rf, api.api_search, q="Hallenbad", limit="2", offset="2")["next"] is None


@pytest.mark.parametrize("limit", ["x", "-1", "", "99999999999"])
def test_a_limit_that_is_none_is_the_usual_one(rf: RequestFactory, library: None, limit: str) -> None:
    assert len(ask(rf, api.api_search, q="Hallenbad", limit=limit)["hits"]) == 3


def test_suggestions_say_where_they_lead(rf: RequestFactory, library: None) -> None:
    found = ask(rf, api.api_suggest, q="Hall", limit="1")
    assert [(item["text"], item["label"]) for item in found["items"]] == [("Hallenbad 0", "Gruppe")]
