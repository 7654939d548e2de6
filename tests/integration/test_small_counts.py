"""Public counts of a size of municipality below three are not named, nor their complement."""

from __future__ import annotations

from typing import Any

from django.test import Client

from cases.models import CasePage
from search import service
from search.contract import SearchRequest, Viewer


def test_small_sizes_are_not_counted(library: Any, client: Client) -> None:
    response = service.run(
        SearchRequest(filters={"typ": ("fall",), "herausforderung": ("finanzen",)}, limit=100), Viewer()
    )
    real: dict[str, int] = {}
    for hit in response.hits:
        for size in hit.facets["groesse"]:
            real[size] = real.get(size, 0) + 1
    shown = {value.value: value for value in response.facets["groesse"]}
    small = {size for size, count in real.items() if count < 3}
    assert small, "the demo has sizes with one or two cases on this challenge"
    assert all(shown[size].is_hidden and shown[size].count == 0 for size in small)
    assert sum(value.is_hidden for value in shown.values()) > 1
    assert all(value.count == real[size] for size, value in shown.items() if not value.is_hidden)
    page = client.get("/suche/?typ=fall&herausforderung=finanzen")
    assert "Anzahl wird nicht genannt" in page.text


def test_every_case_is_counted_somewhere(library: Any) -> None:
    response = service.run(SearchRequest(filters={"typ": ("fall",)}, limit=0), Viewer())
    assert response.total == CasePage.objects.public().count()
    named = sum(value.count for value in response.facets["groesse"])
    hidden = [value for value in response.facets["groesse"] if value.is_hidden]
    assert len(hidden) != 1
    assert named <= response.total
