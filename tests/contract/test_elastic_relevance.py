"""Both engines give the same answers to real questions: judged collections and the demo content, by words and
with vectors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from search import engines, registry
from search.contract import EngineQuery, SearchRequest, Viewer
from search.ingest.preparation import prepare
from search.language import thesaurus
from search.language.thesaurus import AreaTerm
from search.operations import evaluation
from search.service import SearchService
from tests.benchmarks import parity
from tests.relevance.test_gold_queries import GOLD, ROOT, record
from tests.unit.search.conftest import Labels

pytestmark = [pytest.mark.services("elasticsearch"), pytest.mark.xdist_group("elasticsearch")]

DATA = Path(__file__).resolve().parents[1] / "relevance/data"
FACETS = ("herausforderung", "ausgang")
#: Of the gold queries every tenth; all of them in a drill.
QUERIES = [
    pytest.param(GOLD[::10], id="a tenth"),
    pytest.param(GOLD, id="all", marks=(pytest.mark.drill, pytest.mark.timeout(900))),
]


@pytest.mark.parametrize("collection", ["covidpairs", "govdata"])
def test_judged_collection(elasticsearch: str, collection: str) -> None:
    folder = DATA / collection
    corpus, queries = (
        evaluation.read_corpus(folder / "corpus.jsonl"),
        evaluation.read_queries(folder / "queries.jsonl")[:80],
    )
    found = parity.compare(
        *(evaluation.evaluate(corpus, queries, engine) for engine in ("embedded", "elastic"))
    )
    assert found.overlap >= parity.OVERLAP
    assert found.ndcg[1] == pytest.approx(found.ndcg[0], abs=parity.NDCG_DIFFERENCE)


@pytest.fixture(scope="module")
def demo() -> tuple[list[Any], Any]:
    paths = [
        (path, kind)
        for app, kind in (("cases", "case"), ("methods", "method"))
        for path in sorted((ROOT / app / "demo").glob("*[0-9].yaml"))
    ]
    areas = yaml.safe_load((ROOT / "knowledge/demo/taxonomy.yaml").read_text(encoding="utf-8"))[
        "challenge_areas"
    ]
    entries = [
        AreaTerm(term, "herausforderung", a["key"], a["name"]) for a in areas for term in a["entry_terms"]
    ]
    return [record(path, kind) for path, kind in paths], thesaurus.build(entries=entries)


@pytest.fixture
def services(
    elasticsearch: str, demo: tuple[list[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[SearchService]]:
    documents, words = demo
    monkeypatch.setattr(
        registry, "_facets", {name: Labels(name) for name in FACETS}
    )  # ours lie in the database
    made = [engines.create(name) for name in ("embedded", "elastic")]
    for engine in made:
        engine.rebuild(prepare(document) for document in documents)
    yield [
        SearchService(
            lambda e=engine: e,
            lambda: words,
            visible=evaluation.everything_visible,
            facets=lambda: FACETS,
            least_sure=0.0,
        )
        for engine in made
    ]
    made[1].close()


@pytest.mark.parametrize("gold", QUERIES)
def test_demo_hits_totals_and_facets(services: list[SearchService], gold: list[dict[str, Any]]) -> None:
    shared = []
    for text in [row["query"] for row in gold] + ["", "Gemeinderat -Haushalt", "„kein Geld“", "asdf qwertz"]:
        for filters in ({}, {"ausgang": ("gelungen", "teils")}):
            request = SearchRequest(text=text, limit=10, filters=filters, everything=True)
            embedded, elastic = (service.run(request, Viewer()) for service in services)
            assert (elastic.total, elastic.facets) == (embedded.total, embedded.facets), text
            assert (elastic.no_answer, elastic.suggestion) == (embedded.no_answer, embedded.suggestion), text
            if text:
                shared.append(
                    parity.overlap(tuple(h.key for h in embedded.hits), tuple(h.key for h in elastic.hits))
                )
    assert sum(shared) / len(shared) >= parity.OVERLAP


@pytest.mark.parametrize("gold", QUERIES)
@pytest.mark.parametrize("where", ["on this machine", "in the cluster"])
def test_demo_fused_with_vectors(
    services: list[SearchService], demo: tuple[list[Any], Any], where: str, gold: list[dict[str, Any]]
) -> None:
    """The same function fuses for both, wherever the vectors are compared; those here are made from hashes of
    the words, so that no model is needed.
    """
    import numpy as np

    from search.vectors.ranker import HybridRanker
    from search.vectors.remote import VectorUploader
    from search.vectors.store import VectorStore

    def embed(texts: Sequence[str]) -> Any:
        vectors = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.casefold().split():
                vectors[row, hashlib.blake2b(word.encode(), digest_size=1).digest()[0] % 64] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)

    store = VectorStore(None, embed)
    store.write(demo[0])
    ranker = HybridRanker(store, embed=embed)
    for service in services:
        service.semantic = lambda: ranker
    if where == "in the cluster":
        bundled = VectorUploader(store).complete(
            services[1].engine(), lambda keys: (prepare(d) for d in demo[0] if d.key in keys)
        )
        assert bundled == len(demo[0])
    shared = []
    for row in gold:
        for filters in ({}, {"ausgang": ("gelungen", "teils")}):
            request = SearchRequest(text=row["query"], limit=10, filters=filters, everything=True)
            embedded, elastic = (service.run(request, Viewer()) for service in services)
            assert (elastic.total, elastic.facets) == (embedded.total, embedded.facets), row["query"]
            assert [h.anchor for h in elastic.hits][:1] == [h.anchor for h in embedded.hits][:1]
            shared.append(
                parity.overlap(tuple(h.key for h in embedded.hits), tuple(h.key for h in elastic.hits))
            )
    assert sum(shared) / len(shared) >= parity.OVERLAP


def test_far_pages_agree(services: list[SearchService]) -> None:
    query = EngineQuery(frozenset({"public"}), sort="titel", limit=3, offset=4)
    embedded, elastic = (service.engine().query(query) for service in services)
    assert [m.key for m in elastic.matches] == [m.key for m in embedded.matches]
