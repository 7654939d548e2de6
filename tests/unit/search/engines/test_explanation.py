"""A score is the sum of its clauses, each asked for by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Group

from search import engines, service
from search.contract import SearchRequest, Viewer
from search.engines.explanation import clause_scores
from search.index import apply


@pytest.fixture
def key(source: Any) -> str:
    made = Group.objects.create(name="public|Starkregen im Tal|Der Bach trat über die Ufer.")
    Group.objects.create(name="public|Hallenbad|Ohne Regen.")
    apply.rebuild()
    return f"gruppe:{made.pk}"


def query(text: str) -> Any:
    return service.of_installation().plan(SearchRequest(text=text), Viewer()).query


def test_parts_add_up_to_the_score(key: str) -> None:
    asked = query("Starkregen Bach")
    found = clause_scores(engines.current(), asked, key)
    assert found is not None and found.document.key == key
    assert len(found.clauses) == len(asked.clauses)
    whole = engines.current().query(replace(asked, also=(key,), limit=0)).others[0].score
    assert sum(found.clauses) + sum(found.phrases) == pytest.approx(whole)


def test_a_record_that_is_not_there_has_no_score(key: str) -> None:
    assert clause_scores(engines.current(), query("Starkregen"), "gruppe:0") is None
