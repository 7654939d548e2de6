"""Public counts of a size of municipality or a period below three are not named, nor their complement."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.test import Client

from cases.models import CasePage
from search import service
from search.contract import SearchRequest, Viewer

#: Facet of a profile band -> a challenge on which the demo has one or two cases of some of its values.
BANDS = {"groesse": "finanzen", "zeitraum": "verwaltungsstruktur"}


@pytest.mark.parametrize("facet", BANDS)
def test_small_bands_are_not_counted(facet: str, library: Any, client: Client) -> None:
    challenge = BANDS[facet]
    response = service.run(
        SearchRequest(filters={"typ": ("fall",), "herausforderung": (challenge,)}, limit=100), Viewer()
    )
    real = Counter(value for hit in response.hits for value in hit.facets[facet])
    shown = {value.value: value for value in response.facets[facet]}
    small = {value for value, count in real.items() if count < 3}
    assert small, "the demo has bands with one or two cases on this challenge"
    assert all(shown[value].is_hidden and shown[value].count == 0 for value in small)
    assert sum(value.is_hidden for value in shown.values()) > 1
    assert all(value.count == real[name] for name, value in shown.items() if not value.is_hidden)
    page = client.get(f"/suche/?typ=fall&herausforderung={challenge}")
    assert "Anzahl wird nicht genannt" in page.text


@pytest.mark.parametrize("facet", BANDS)
def test_every_case_is_counted_somewhere(facet: str, library: Any) -> None:
    response = service.run(SearchRequest(filters={"typ": ("fall",)}, limit=0), Viewer())
    assert response.total == CasePage.objects.public().count()
    named = sum(value.count for value in response.facets[facet])
    hidden = [value for value in response.facets[facet] if value.is_hidden]
    assert len(hidden) != 1
    assert named <= response.total
