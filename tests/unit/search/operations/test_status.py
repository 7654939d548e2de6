"""What ``search_status`` tells about engine, index and outbox."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from search import engines
from search.contract import EngineStatus
from search.index import apply
from search.models import IndexJob
from search.operations.status import gather

pytestmark = pytest.mark.django_db


def test_counts_of_index_and_database(source: Any) -> None:
    Group.objects.create(name="public|Starkregen|Text")
    assert (gather().documents, gather().eligible) == (0, 1)
    apply.rebuild()
    state = gather()
    assert (state.documents, state.eligible, state.available, state.is_current, state.waiting) == (
        1,
        1,
        True,
        True,
        0,
    )


def test_waiting_jobs_and_their_age(source: Any) -> None:
    Group.objects.create(name="public|Starkregen|Text")
    IndexJob.objects.update(created=timezone.now() - timedelta(seconds=90), attempts=2, error="refused")
    state = gather()
    assert (state.waiting, state.failing) == (1, 1)
    assert 90 <= state.lag_seconds < 150


def test_an_index_of_older_rules_asks_for_a_rebuild(source: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines.current(), "status", lambda: EngineStatus("memory", True, 3, "g1", "alt"))
    state = gather()
    assert not state.is_current
    assert "search_rebuild" in dict(state.lines())["Fingerabdruck"]


@pytest.mark.parametrize(
    ("available", "ending"), [(True, "Bis dahin antwortet der frühere."), (False, "another schema")]
)
def test_an_index_of_a_former_version_is_said_in_a_sentence(
    source: Any, monkeypatch: pytest.MonkeyPatch, available: bool, ending: str
) -> None:
    told = EngineStatus("elastic", available, 0, detail="another schema", missing=True)
    monkeypatch.setattr(engines.current(), "status", lambda: told)
    said = dict(gather().lines())["Suchmaschine"]
    assert said.startswith("elastic, Der Index fehlt oder stammt von einer früheren Fassung;")
    assert said.endswith(ending)


def test_an_engine_away_is_said_in_words(source: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        engines.current(), "status", lambda: EngineStatus("elastic", False, 0, detail="refused")
    )
    assert dict(gather().lines())["Suchmaschine"] == "elastic, nicht erreichbar (refused)"
    assert gather().as_dict()["available"] is False
