"""Vectors on the way to an engine that compares them itself: all of them once, then those of every change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import Group

from search.contract import Capability, EngineUnavailable
from search.engines import IndexPair
from search.engines.memory import MemoryEngine
from search.index import apply
from search.readers import Index
from search.vectors import upload
from search.vectors.remote import Frame, VectorUploader, frame_of
from search.vectors.store import VectorStore

pytestmark = pytest.mark.django_db


class VectorMemory(MemoryEngine):
    """A memory engine that keeps vectors and never looks at them."""

    capabilities = MemoryEngine.capabilities | {Capability.VECTORS}

    def __init__(self) -> None:
        super().__init__()
        self.noted = ""
        self.inner: VectorMemory | None = None

    def frame(self) -> str:
        return self.noted

    def note_frame(self, frame: str) -> None:
        self.noted = frame

    def without_vectors(self) -> dict[str, int]:
        return {key: document.version for key, document in self._documents.items() if not document.vectors}

    def pieces(self) -> dict[str, int]:
        return {document.stored.title: len(document.vectors) for document in self._documents.values()}


def embed(texts: Sequence[str]) -> Any:
    return np.array([[1.0, len(text) % 7, len(text) % 3] for text in texts], dtype=np.float32)


@pytest.fixture
def engine() -> VectorMemory:
    """The public index; the inner one keeps vectors, too."""
    return VectorMemory()


def both(engine: VectorMemory) -> IndexPair:
    if engine.inner is None:
        engine.inner = VectorMemory()
    return IndexPair(engine, engine.inner)


@pytest.fixture
def store(source: Any, monkeypatch: pytest.MonkeyPatch) -> VectorStore:
    """Vectors of this machine, and the search by meaning switched on."""
    made = VectorStore(None, embed)
    for module in (upload, apply):
        monkeypatch.setattr(
            module, "vector_uploader", lambda _engine, index=Index.PUBLIC: VectorUploader(made, index)
        )
    monkeypatch.setattr(apply, "semantic_index", lambda: made)
    return made


@pytest.fixture
def library(store: VectorStore) -> list[Group]:
    return [Group.objects.create(name=f"public|Titel {n}|Der Bach trat über die Ufer {n}.") for n in range(3)]


def test_a_rebuild_brings_all_vectors_and_then_their_frame(
    engine: VectorMemory, library: list[Group]
) -> None:
    apply.rebuild(both(engine))
    assert engine.pieces() == {f"Titel {n}": 2 for n in range(3)}
    assert frame_of(engine) is not None
    assert apply.bring_vectors(both(engine)) == 0


def test_a_change_follows_with_its_vectors(
    engine: VectorMemory, store: VectorStore, library: list[Group]
) -> None:
    apply.rebuild(both(engine))
    before = engine.noted
    apply.drain(both(engine))
    Group.objects.create(name="public|Neu|Etwas anderes.")
    apply.drain(both(engine))
    assert engine.pieces()["Neu"] == 2
    assert engine.noted == before


def test_before_the_first_complete_state_nothing_follows(engine: VectorMemory, library: list[Group]) -> None:
    apply.drain(both(engine))
    assert set(engine.pieces().values()) == {0}
    assert frame_of(engine) is None
    assert apply.bring_vectors(both(engine)) == 6


def test_what_was_missed_is_made_up_for(
    engine: VectorMemory, store: VectorStore, library: list[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    apply.rebuild(both(engine))
    with monkeypatch.context() as patched:
        patched.setattr(upload, "follow", lambda *_args: None)
        Group.objects.create(name="public|Neu|Etwas anderes.")
        apply.drain(both(engine))
    assert engine.without_vectors()
    assert apply.bring_vectors(both(engine)) == 2
    assert engine.without_vectors() == {}


def test_vectors_of_another_model_stay_unused_until_the_next_rebuild(
    engine: VectorMemory, store: VectorStore, library: list[Group]
) -> None:
    apply.rebuild(both(engine))
    foreign = Frame(store.loaded().centroid).text().replace('"version": 2', '"version": 0')
    engine.noted = foreign
    assert frame_of(engine) is None
    assert apply.bring_vectors(both(engine)) == 0
    assert engine.noted == foreign


def test_an_engine_that_is_away_costs_meaning_and_no_change(
    engine: VectorMemory, library: list[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    apply.rebuild(both(engine))

    def away() -> str:
        raise EngineUnavailable("refused")

    monkeypatch.setattr(engine, "frame", away)
    Group.objects.create(name="public|Neu|Etwas anderes.")
    assert apply.drain(both(engine)) == 1
    assert engine.pieces()["Neu"] == 0
    assert apply.bring_vectors(both(engine)) == 0
