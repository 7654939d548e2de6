"""How often a reader's request goes to the cluster: once, whatever it asks for. A stub counts."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from search import vectors
from search.contract import Document, Passage, SearchRequest, SearchResponse, Viewer
from search.engines.elastic import ElasticEngine, documents, generations
from search.engines.elastic import engine as engine_module
from search.engines.elastic.configuration import Configuration, Timeouts
from search.ingest.preparation import prepare
from search.language.thesaurus import Thesaurus
from search.query.similar import Aspect, similar_hits
from search.service import SearchService
from search.vectors.ranker import HybridRanker
from search.vectors.remote import Frame
from search.vectors.store import VectorStore

RECORDS = [
    Document(
        f"case:{n}", "case", f"Haushalt {n}", f"/{n}/", passages=(Passage(f"Der Haushalt der Vereine {n}."),)
    )
    for n in range(20)
]
STATE = {
    "lib-g0": {
        "aliases": {"lib-read": {}, "lib-write": {}},
        "mappings": {"_meta": generations._metadata()},
        "settings": {"index": {"uuid": "x"}},
    },
}
STATS = {"indices": {"lib-g0": {"shards": {"0": [{"seq_no": {"max_seq_no": 5}}]}}}}
WHOLE = {"_shards": {"total": 1, "successful": 1, "failed": 0}, "timed_out": False}


class Cluster:
    """A server that knows :data:`RECORDS` and notes what it was asked. ``holds`` keeps everything but
    searches waiting.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.searches: list[list[dict[str, Any]]] = []
        self.found = len(RECORDS)
        self.index = "lib-g0"
        self.state: dict[str, Any] = STATE
        self.holds = threading.Event()
        self.ended = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        cluster = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                """Quiet."""

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                raw = json.dumps(
                    cluster.answer(f"{self.command} {self.path.partition('?')[0]}", body)
                ).encode()
                self.send_response(200)
                for name, value in (
                    ("Content-Type", "application/json"),
                    ("X-Elastic-Product", "Elasticsearch"),
                    ("Content-Length", str(len(raw))),
                ):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(raw)

            do_GET = do_POST = do_PUT = _serve

        return Handler

    def answer(self, line: str, body: bytes) -> dict[str, Any]:
        self.lines.append(line)
        if line.endswith("_msearch"):
            parts = [json.loads(part) for part in body.splitlines() if part.strip()]
            self.searches.append(parts[1::2])
            return {"responses": [self._result(part) for part in parts[1::2]]}
        if self.holds.is_set():
            self.ended.wait(20)
        if line == "GET /lib-g*":
            return self.state
        if line.endswith("_count"):
            return WHOLE | {"count": len(RECORDS)}
        return STATS if "_stats" in line else WHOLE | {"aggregations": {"words": {"buckets": []}}}

    def _result(self, body: dict[str, Any]) -> dict[str, Any]:
        rows = RECORDS[: self.found][body.get("from", 0) :][: body["size"]]
        hits = [
            {
                "_index": self.index,
                "_id": made.key,
                "_score": 2.0,
                "fields": {"stored": [documents.encode(prepare(made))["stored"]]},
            }
            for made in rows
        ]
        values = {"values": {"buckets": [{"key": "offen", "doc_count": 3}]}}
        counts = dict.fromkeys(body.get("aggs", {}), values)
        return WHOLE | {
            "hits": {"total": {"value": self.found, "relation": "eq"}, "hits": hits},
            "aggregations": counts,
        }

    def close(self) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    made = Cluster()
    yield made
    made.close()


@pytest.fixture
def engine(cluster: Cluster) -> ElasticEngine:
    patient = Timeouts(attempt=20, ask=20, words=20, write=20, build=20)
    return ElasticEngine(Configuration((cluster.url,), index="lib", timeouts=patient), kept=True)


@pytest.fixture
def service(engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> SearchService:
    """A service that has answered before: words, aliases and version token are known."""
    for module, name in ((generations, "STATE_SECONDS"), (engine_module, "TOKEN_SECONDS")):
        monkeypatch.setattr(module, name, 1_000.0)
    made = SearchService(
        lambda: engine, Thesaurus, visible=lambda keys, _viewer: set(keys), facets=lambda: ("ausgang",)
    )
    made.run(SearchRequest(text="Haushalt"), Viewer())
    engine.version_token()
    return made


def embed(texts: Sequence[str]) -> Any:
    return np.array([[1.0, len(text) % 7, len(text) % 3] for text in texts], dtype=np.float32)


def run(service: SearchService, cluster: Cluster, **options: Any) -> SearchResponse:
    """The answer to a request that went to the cluster exactly once; twice where its words find nothing, so
    that their beginnings may.
    """
    cluster.lines.clear()
    cluster.searches.clear()
    response = service.run(SearchRequest(**options), Viewer())
    finds_words = cluster.found or options.get("filters") or '"' in options["text"] or not options["text"]
    assert cluster.lines == ["POST /_msearch"] * (1 if finds_words else 2)
    return response


@pytest.mark.parametrize("found", [20, 3, 0], ids=["full page", "page with room", "nothing"])
@pytest.mark.parametrize(
    "options",
    [
        {"text": "Haushalt Vereine"},
        {"text": "Haushalt", "filters": {"ausgang": ("offen",)}, "numbers": {"personen": 20}},
        {"text": "Haushalt", "offset": 7},
        {"text": "Haushalt", "sort": "neueste"},
        {"text": '"der Haushalt"'},
        {"text": ""},
    ],
    ids=["words", "filters", "second page", "sorted", "phrase", "browse"],
)
def test_a_search_is_one_request(
    service: SearchService, cluster: Cluster, found: int, options: dict[str, Any]
) -> None:
    cluster.found = found
    response = run(service, cluster, **options)
    assert response.facets["ausgang"][0].count == 3
    assert bool(response.hits) == (found > options.get("offset", 0))


def hybrid(service: SearchService, engine: ElasticEngine, cluster: Cluster, where: str) -> None:
    """The service searches by meaning too, with vectors on this machine or in the cluster."""
    if where == "no model":
        return
    store = VectorStore(None, embed)
    store.write(RECORDS)
    ranker = HybridRanker(store, embed=embed)
    service.semantic = lambda: ranker
    if where == "in the cluster":
        cluster.state = {
            "lib-g0": (
                STATE["lib-g0"]
                | {
                    "mappings": {
                        "_meta": generations._metadata() | {"frame": Frame(store.loaded().centroid).text()}
                    }
                }
            )
        }
        engine._generations.state(fresh=True)


@pytest.mark.parametrize("where", ["on this machine", "in the cluster"])
@pytest.mark.parametrize("found", [20, 3])
def test_a_hybrid_search_is_one_request(
    service: SearchService, engine: ElasticEngine, cluster: Cluster, found: int, where: str
) -> None:
    hybrid(service, engine, cluster, where)
    cluster.found = found
    assert vectors.semantic_available()
    response = run(service, cluster, text="Haushalt")
    assert response.hits
    assert len(cluster.searches[0]) == 2
    assert ("passages.vector" in json.dumps(cluster.searches[0])) == (where == "in the cluster")


def test_similar_records_are_one_request_for_all_aspects(
    service: SearchService, engine: ElasticEngine, cluster: Cluster
) -> None:
    cluster.lines.clear()
    cluster.searches.clear()
    aspects = [Aspect(), Aspect(accept=lambda other: other.key.endswith("1"))]
    found = similar_hits(
        engine, service.known(), RECORDS[0], Viewer(), aspects, lambda keys, _viewer: set(keys)
    )
    assert len(found) == 2
    assert cluster.lines == ["POST /_msearch"]
    assert len(cluster.searches[0]) == 2


def test_old_knowledge_is_renewed_while_nobody_waits(
    service: SearchService, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Aliases and version token are old and asking for them hangs: the search neither waits for that nor asks
    twice at once.
    """
    for module, name in ((generations, "STATE_SECONDS"), (engine_module, "TOKEN_SECONDS")):
        monkeypatch.setattr(module, name, 0.0)
    cluster.holds.set()
    cluster.lines.clear()
    started = time.monotonic()
    for _round in range(3):
        assert service.run(SearchRequest(text="Haushalt"), Viewer()).hits
    assert time.monotonic() - started < 10
    assert cluster.lines.count("POST /_msearch") == 3
    assert len(cluster.lines) - 3 <= 2  # one look at the aliases, one at the version token


def test_hits_of_an_unknown_index_are_looked_at_before_they_are_believed(
    service: SearchService, cluster: Cluster
) -> None:
    cluster.index = "lib-g1"  # another process has switched
    cluster.lines.clear()
    service.run(SearchRequest(text="Haushalt"), Viewer())
    assert cluster.lines == ["POST /_msearch", "GET /lib-g*"]


@pytest.mark.parametrize("where", ["no model", "on this machine", "in the cluster"])
@pytest.mark.parametrize("filtered", [True, False])
def test_a_filter_costs_no_question_more(
    service: SearchService,
    engine: ElasticEngine,
    cluster: Cluster,
    monkeypatch: pytest.MonkeyPatch,
    filtered: bool,
    where: str,
) -> None:
    """Which word becomes the condition is tried in one request, with what takes its place, whether by words
    or by meaning.
    """
    monkeypatch.setattr("search.query.expansion._is_known", lambda condition, known: True)
    hybrid(service, engine, cluster, where)
    cluster.found = 20
    numbers = {"personen": 20} if filtered else {}
    run(service, cluster, text="Haushalt Vereine Streit", numbers=numbers)
    asked = cluster.searches[0]
    pages = 4 if filtered else 1
    counted = [body for body in asked if body["size"] == 0]
    assert len(asked) - len(counted) == pages * (1 if where == "no model" else 2)
    assert [list(body["aggs"]) for body in counted] == [
        ["facet_ausgang"]
    ] * 3  # one per word that may be the condition
