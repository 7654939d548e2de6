"""Words and meaning are fused; a broken model never breaks a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from search import engines
from search.contract import Document, EngineQuery, Passage, SearchRequest, Viewer
from search.ingest.preparation import prepare
from search.operations.evaluation import throwaway_service
from search.sentences import Floats, VectorsLate
from search.vectors.ranker import HybridRanker
from search.vectors.store import VectorStore
from tests.unit.search.vectors.toy_model import DOCUMENTS, ToyModel, no_memory


def ranker(model_: ToyModel, **options: float) -> HybridRanker:
    store = VectorStore(None, model_.embed)
    store.write(DOCUMENTS)
    return HybridRanker(store, embed=model_.embed, **options)


@pytest.mark.parametrize("name", ["memory", "embedded"])
def test_meaning_finds_what_words_do_not(model_: ToyModel, name: str) -> None:
    engine = engines.create(name)
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    service = throwaway_service(engine)
    assert service.run(SearchRequest(text="Moneten"), Viewer()).total == 0
    found = ranker(model_)
    service = replace(service, semantic=lambda: found)
    response = service.run(SearchRequest(text="Moneten"), Viewer())
    assert response.hits[0].key == "case:2"
    assert response.hits[0].reasons[0].kind == "similar"
    assert "case:4" not in {hit.key for hit in response.hits}
    filtered = service.run(SearchRequest(text="Moneten", filters={"typ": ("lehre",)}), Viewer())
    assert {hit.key for hit in filtered.hits} == {"case:3"}
    assert service.run(SearchRequest(text='"Moneten"'), Viewer()).total == 0
    assert "case:1" not in {h.key for h in service.run(SearchRequest(text="Moneten -Bach"), Viewer()).hits}


def test_meaning_orders_what_a_phrase_permits_and_adds_nothing(model_: ToyModel) -> None:
    engine = engines.create("memory")
    texts = ("Im Rathaus und am Bach", "Im Rathaus wachsen die Schulden", "Schulden ohne Ende")
    documents = [
        Document(f"case:{n}", "case", f"Vorhaben {n}", "", passages=(Passage(text),))
        for n, text in enumerate(texts)
    ]
    engine.rebuild(prepare(d) for d in documents)
    store = VectorStore(None, model_.embed)
    store.write(documents)
    found = HybridRanker(store, embed=model_.embed)
    service = replace(throwaway_service(engine), semantic=lambda: found)
    response = service.run(SearchRequest(text='"im Rathaus" Moneten'), Viewer())
    assert ([hit.key for hit in response.hits], response.total) == (["case:1", "case:0"], 2)


def test_words_and_meaning_are_fused(model_: ToyModel) -> None:
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    query = EngineQuery(frozenset({"public"}), limit=5)
    order = [m.key for m in ranker(model_).rank(engine, query, "Flut Flut Schulden", 1.0).matches]
    assert order == ["case:1", "case:2", "case:3"]


def test_a_broken_model_never_breaks_a_search(model_: ToyModel) -> None:
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    store = VectorStore(None, model_.embed)
    store.write(DOCUMENTS)
    service = replace(throwaway_service(engine), semantic=lambda: HybridRanker(store, embed=no_memory))
    assert service.run(SearchRequest(text="Schulden"), Viewer()).hits[0].key == "case:2"


def test_a_vector_that_is_late_leaves_the_words(model_: ToyModel, caplog: pytest.LogCaptureFixture) -> None:
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    store = VectorStore(None, model_.embed)
    store.write(DOCUMENTS)

    def late(texts: Sequence[str]) -> Floats:
        raise VectorsLate("too slow")

    service = replace(throwaway_service(engine), semantic=lambda: HybridRanker(store, embed=late))
    assert service.run(SearchRequest(text="Schulden"), Viewer()).hits[0].key == "case:2"
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_before_all_vectors_are_there_the_words_answer(model_: ToyModel) -> None:
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    store = VectorStore(None, model_.embed)
    store.write(DOCUMENTS)
    waiting = HybridRanker(store, embed=no_memory, is_ready=store.is_whole)
    query = EngineQuery(frozenset({"public"}), limit=5)
    assert all(match.fused is None for match in waiting.rank(engine, query, "Schulden", 1.0).matches)
    store.mark_whole()
    ready = HybridRanker(store, embed=model_.embed, is_ready=store.is_whole)
    assert all(match.fused is not None for match in ready.rank(engine, query, "Schulden", 1.0).matches)


def test_a_hit_found_by_meaning_shows_its_nearest_passage_and_leads_there(model_: ToyModel) -> None:
    document = Document("case:9", "case", "Kommune", "", summary="Ein Ort am Berg.", passages=(
        Passage("Die Schulden wachsen.", "Lage", "lage"), Passage("Eine Lehrkraft fehlt.", "Schule",
        "schule"),
    ))  # fmt: skip
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in [*DOCUMENTS, document])
    store = VectorStore(None, model_.embed)
    store.write([*DOCUMENTS, document])
    found = HybridRanker(store, embed=model_.embed)
    response = replace(throwaway_service(engine), semantic=lambda: found).run(
        SearchRequest(text="Moneten"), Viewer()
    )
    hit = next(hit for hit in response.hits if hit.key == "case:9")
    assert (hit.snippet, hit.anchor, hit.reasons[0].kind) == ("Die Schulden wachsen.", "lage", "similar")


def test_meaning_takes_part_in_the_confidence(model_: ToyModel) -> None:
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    found = ranker(model_)
    service = replace(throwaway_service(engine), semantic=lambda: found)
    meant = service.run(SearchRequest(text="Moneten"), Viewer())
    nothing = service.run(SearchRequest(text="Raumfahrt"), Viewer())
    assert meant.hits[0].reasons[0].text == "ähnlicher Sinn"
    assert nothing.no_answer and 0 <= nothing.confidence <= meant.confidence <= 1


def test_a_repeated_query_is_embedded_once(model_: ToyModel) -> None:
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    found = ranker(model_)
    query = EngineQuery(frozenset({"public"}), limit=5)
    first = found.rank(engine, query, "Flut", 1.0)
    calls = model_.calls
    assert found.rank(engine, query, "Flut", 1.0) == first
    assert model_.calls == calls
    found.rank(engine, query, "Schulden", 1.0)
    assert model_.calls == calls + 1


def test_a_record_that_changed_since_its_vectors_were_made_is_still_shown(model_: ToyModel) -> None:
    engine = engines.create("memory")
    long = replace(DOCUMENTS[1], passages=(Passage("Nichts."), Passage("Schulden ohne Ende.")))
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    store = VectorStore(None, model_.embed)
    store.write([long, *DOCUMENTS[2:]])
    found = HybridRanker(store, embed=model_.embed)
    response = replace(throwaway_service(engine), semantic=lambda: found).run(
        SearchRequest(text="Moneten"), Viewer()
    )
    assert response.hits[0].key == "case:2"
