"""Semantic search with a toy model: storage, cache, fusion, permissions; the real model is measured by ``search_evaluate``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from search import capabilities, engines
from search.contract import Audience, Document, EngineQuery, Passage, SearchRequest, Viewer
from search.embeddings import HybridRanker, VectorStore, passages
from search.evaluation import throwaway_service
from search.preparing import prepare

TOPICS = ("wasser", "geld", "schule")
SENSES = {"hochwasser": 0, "flut": 0, "bach": 0, "haushalt": 1, "schulden": 1, "moneten": 1, "unterricht": 2, "lehrkraft": 2}


class ToyModel:
    """Counts words of three topics."""

    def __init__(self) -> None:
        self.calls = 0

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        self.calls += len(texts)
        return np.array([self.query(text) for text in texts], dtype=np.float32)

    def query(self, text: str) -> np.ndarray:
        vector = np.full(3, 0.1, dtype=np.float32)
        for word in text.lower().replace(".", " ").split():
            if word in SENSES:
                vector[SENSES[word]] += 1
        return vector / np.linalg.norm(vector)


DOCUMENTS = [
    Document("case:1", "case", "Bach", "", passages=(Passage("Der Bach stieg. Hochwasser im Ort."),), facets={"typ": ("fall",)}),
    Document("case:2", "case", "Haushalt", "", passages=(Passage("Schulden ohne Ende."),), facets={"typ": ("fall",)}),
    Document("case:3", "case", "Unterricht", "", passages=(Passage("Eine Lehrkraft fehlt."),), facets={"typ": ("lehre",)}),
    Document("case:4", "case", "Geheime Schulden", "", audience=Audience.ALUMNI, passages=(Passage("Schulden Haushalt Schulden"),)),
]


@pytest.fixture
def model() -> ToyModel:
    return ToyModel()


def test_passages_are_cut_between_sentences() -> None:
    text = " ".join(f"Satz {number} hat genau sechs Wörter." for number in range(40))
    pieces = passages(Document("k", "case", "Titel", "", passages=(Passage(text, "Lage"),)))
    assert len(pieces) == 4
    assert all(piece.startswith("Titel. ") and len(piece.split()) <= 82 for piece in pieces)
    assert passages(Document("k", "case", "Nur Titel", "")) == ["Nur Titel"]
    assert passages(Document("k", "case", "", "")) == []


def test_nothing_is_computed_twice(model: ToyModel, tmp_path: Path) -> None:
    path = tmp_path / "v" / "vectors.sqlite3"
    assert VectorStore(path, model.passages).write(DOCUMENTS) == 4
    assert VectorStore(path, model.passages).write(DOCUMENTS) == 0
    assert model.calls == 4


def test_changes_and_removals_are_seen_by_other_processes(model: ToyModel, tmp_path: Path) -> None:
    one, other = (VectorStore(tmp_path / "v.sqlite3", model.passages) for _process in range(2))
    one.write(DOCUMENTS)
    assert other.loaded().keys == ("case:1", "case:2", "case:3", "case:4")
    one.remove(["case:2"])
    assert "case:2" not in other.loaded().keys
    one.keep_only(["case:1"])
    assert other.loaded().keys == ("case:1",)
    one.remove(["case:1"])
    assert other.loaded().keys == ()


def ranker(model: ToyModel, **options: float) -> HybridRanker:
    store = VectorStore(None, model.passages)
    store.write(DOCUMENTS)
    return HybridRanker(store, embed=model.query, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["memory", "embedded"])
def test_meaning_finds_what_words_do_not(model: ToyModel, name: str) -> None:
    engine = engines.create(name)
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    service = throwaway_service(engine)
    assert service.run(SearchRequest(text="Moneten"), Viewer()).total == 0
    found = ranker(model)
    service = replace(service, semantic=lambda: found)
    response = service.run(SearchRequest(text="Moneten"), Viewer())
    assert response.hits[0].key == "case:2"
    assert response.hits[0].reasons[0].kind == "similar"
    assert "case:4" not in {hit.key for hit in response.hits}
    filtered = service.run(SearchRequest(text="Moneten", filters={"typ": ("lehre",)}), Viewer())
    assert {hit.key for hit in filtered.hits} == {"case:3"}
    assert service.run(SearchRequest(text='"Moneten"'), Viewer()).total == 0
    assert "case:1" not in {h.key for h in service.run(SearchRequest(text="Moneten -Bach"), Viewer()).hits}


def test_words_and_meaning_are_fused(model: ToyModel) -> None:
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    query = EngineQuery(frozenset({"public"}), limit=5)
    order = [m.key for m in ranker(model).rank(engine, query, "Flut Flut Schulden").matches]
    assert order == ["case:1", "case:2", "case:3"]


def test_a_broken_model_never_breaks_a_search(model: ToyModel) -> None:
    def broken(text: str) -> np.ndarray:
        raise MemoryError(text)

    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    store = VectorStore(None, model.passages)
    store.write(DOCUMENTS)
    service = replace(throwaway_service(engine), semantic=lambda: HybridRanker(store, embed=broken))
    assert service.run(SearchRequest(text="Schulden"), Viewer()).hits[0].key == "case:2"


def test_without_the_module_everything_is_lexical_and_says_so(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    settings.SEARCH_MODE = "hybrid"  # type: ignore[attr-defined]
    monkeypatch.setattr(capabilities, "find_spec", lambda name: None)
    assert capabilities.semantic_index() is None
    assert capabilities.semantic_ranker() is None
    assert "nicht möglich" in capabilities.semantic_state()
