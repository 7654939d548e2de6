"""What the rows of the outbox become, vectors included."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from search.contract import EngineUnavailable
from search.index import apply
from search.models import IndexJob
from search.vectors.store import VectorStore
from tests.unit.search.vectors.toy_model import ToyModel, no_memory

pytestmark = pytest.mark.db


@pytest.fixture
def model_() -> ToyModel:
    return ToyModel()


@pytest.fixture
def toy_index(model_: ToyModel, monkeypatch: pytest.MonkeyPatch) -> Iterator[VectorStore]:
    store = VectorStore(None, model_.embed)
    monkeypatch.setattr(apply, "semantic_index", lambda: store)
    monkeypatch.setattr("search.operations.status.semantic_index", lambda: store)
    return store


def test_the_worker_computes_what_is_missing_and_tells_how_far_it_is(
    source: Any, toy_index: VectorStore, model_: ToyModel
) -> None:
    for number in range(20):
        Group.objects.create(name=f"public|Titel {number}|Hochwasser {number}")
    call_command("search_sync", stdout=io.StringIO())
    assert len(toy_index.keys()) == 20
    toy_index.keep_only(())
    out = io.StringIO()
    call_command("search_sync", stdout=out)
    assert "Vektoren: 16 von 20" in out.getvalue() and "Vektoren: 20 von 20" in out.getvalue()
    assert len(toy_index.keys()) == 20
    calls = model_.calls
    again = io.StringIO()
    call_command("search_sync", stdout=again)
    assert "Vektoren" not in again.getvalue() and model_.calls == calls
    status = io.StringIO()
    call_command("search_status", stdout=status)
    assert "Vektoren für 20 von 20 Datensätzen" in status.getvalue()


def test_a_broken_model_never_stops_the_worker(
    source: Any, toy_index: VectorStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toy_index, "_embed", no_memory)
    Group.objects.create(name="public|Titel|Hochwasser")
    err = io.StringIO()
    call_command("search_sync", stdout=io.StringIO(), stderr=err)
    assert "Vektoren nicht berechnet" in err.getvalue()
    assert toy_index.keys() == set()


def test_an_editor_does_not_wait_for_vectors_and_the_thread_makes_them(
    source: Any, toy_index: VectorStore, model_: ToyModel, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "_followed", ("", -1))
    settings.SEARCH_OUTBOX, settings.BACKGROUND_THREADS = "immediate", True
    for number in range(3):
        Group.objects.create(name=f"public|Titel {number}|Hochwasser {number}")
    apply.drain()
    assert model_.calls == 0 and not toy_index.is_whole()
    apply.follow_vectors()
    assert len(toy_index.keys()) == 3 and toy_index.is_whole()
    calls = model_.calls
    apply.follow_vectors()
    assert model_.calls == calls


@pytest.mark.parametrize("error", [None, EngineUnavailable("away")])
def test_what_is_withdrawn_meanwhile_does_not_wait_for_the_vectors(
    error: Exception | None,
    source: Any,
    toy_index: VectorStore,
    model_: ToyModel,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apply, "_followed", ("", -1))
    settings.SEARCH_OUTBOX, settings.BACKGROUND_THREADS = "immediate", True
    for number in range(3):
        Group.objects.create(name=f"public|Titel {number}|Hochwasser {number}")
    apply.drain()
    settings.SEARCH_OUTBOX = "worker"
    left: list[int] = []
    real = apply.drain

    def computes(texts: Any) -> Any:
        if not left:
            Group.objects.order_by("pk")[0].delete()
            left.append(IndexJob.objects.count())
        return model_.embed(texts)

    def drains(**options: Any) -> int:
        if error is not None:
            raise error
        done = real(**options)
        left.append(IndexJob.objects.count())
        return done

    monkeypatch.setattr(toy_index, "_embed", computes)
    monkeypatch.setattr(apply, "drain", drains)
    apply.follow_vectors()
    assert left == ([1, 0] if error is None else [1])
    assert toy_index.is_whole()
