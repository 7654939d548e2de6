"""What a case page offers to read next, and why."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import escape

from cases.models import CasePage
from cases.models.related import MOST, related_cases
from knowledge.enums import Outcome
from search import registry, service
from search.contract import EngineUnavailable, Viewer

SUCCESS, FAILURE = {"umgesetzt", "veraendert"}, {"gescheitert", "aufgegeben"}


def of(case: CasePage, known: Any = ()) -> list[Any]:
    return related_cases(
        document=registry.source_for("case").build(case),
        outcome=case.outcome,
        viewer=Viewer(),
        known=set(known),
    )


def test_contrast_ends_otherwise_and_says_so(library: Any) -> None:
    told = 0
    for case in CasePage.objects.public():
        found = [one for one in of(case) if one.label == "Gleiche Idee, anderes Ergebnis"]
        for one in found:
            assert one.outcome in (FAILURE if case.outcome in SUCCESS else SUCCESS)
            assert f"hier: {Outcome(case.outcome).label}, dort: {Outcome(one.outcome).label}" in one.reason
            told += 1
        if case.outcome not in SUCCESS | FAILURE:
            assert not found
    assert told >= 3


def test_alike_by_question_with_shared_words(library: Any) -> None:
    sources = [one for case in CasePage.objects.public() for one in of(case) if one.label == "Ähnliche Frage"]
    assert len(sources) >= 10
    assert all(one.reason.startswith("Gleiches Thema: ") and "," in one.reason for one in sources)


def test_a_related_case_shares_a_topic_that_is_named(library: Any) -> None:
    for case in CasePage.objects.public():
        areas = {area.slug: area.name for area in case.challenge_areas.all()}
        for one in (one for one in of(case) if one.label == "Ähnliche Frage"):
            shared = [name for slug, name in areas.items() if slug in one.hit.facets["herausforderung"]]
            assert shared and all(name in one.reason for name in shared)


def test_none_twice_and_few(library: Any) -> None:
    for case in CasePage.objects.public():
        keys = [one.hit.key for one in of(case)]
        assert len(keys) == len(set(keys)) <= 2 * MOST
        assert registry.source_for("case").key(case) not in keys
        if keys:
            assert keys[0] not in [one.hit.key for one in of(case, known=keys[:1])]


def test_the_page_shows_them(library: Any, client: Any) -> None:
    source = registry.source_for("case")
    shown = 0
    for case in CasePage.objects.public():
        page = client.get(case.get_url()).text
        for one in of(case, known=[source.key(row.other) for row in case.relations.all()]):
            assert escape(one.hit.title) in page
            assert escape(one.label) in page
            shown += 1
    assert shown >= 10


def test_without_the_engine_the_page_is_served(
    library: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **kwargs: Any) -> Any:
        raise EngineUnavailable

    monkeypatch.setattr(service, "similar_hits", away)
    assert of(CasePage.objects.public().first()) == []
