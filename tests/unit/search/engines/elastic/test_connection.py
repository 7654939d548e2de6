"""What a cluster may do wrong, played by a stub: always ``EngineUnavailable``, soon, and never another
exception.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from search.contract import Clause, Document, EngineQuery, EngineUnavailable, IndexedDocument, WeightedTerm
from search.engines.elastic import ElasticEngine
from search.engines.elastic.breaker import HALF_OPEN, OPEN
from search.engines.elastic.configuration import Configuration, Timeouts
from search.engines.elastic.generations import _metadata
from search.ingest.preparation import prepare

#: With the bundled settings a reader waits at most 0.45 s for the cluster; the rest is for a busy machine. A
#: stub that hangs does so for 20 s.
PATIENCE = 8.0

STATE = {
    "lib-g0": {
        "aliases": {"lib-read": {}, "lib-write": {}},
        "mappings": {"_meta": _metadata()},
        "settings": {"index": {"uuid": "x"}},
    }
}
SHARDS = {"total": 2, "successful": 1, "failed": 1, "skipped": 0}
PARTIAL = {
    "took": 1,
    "timed_out": False,
    "_shards": SHARDS,
    "hits": {"total": {"value": 0, "relation": "eq"}, "hits": []},
    "count": 0,
}


def answer(status: int, body: bytes, length: int | None = None, product: bool = True) -> bytes:
    head = [
        f"HTTP/1.1 {status} X",
        "Content-Type: application/json",
        f"Content-Length: {len(body) if length is None else length}",
        "Connection: close",
    ]
    if product:
        head.append("X-Elastic-Product: Elasticsearch")
    return ("\r\n".join(head) + "\r\n\r\n").encode() + body


def ok(value: Any) -> bytes:
    return answer(200, json.dumps(value).encode())


class Stub:
    """A server on a socket. ``behave`` gets the connection and the request line."""

    def __init__(self, behave: Callable[[socket.socket, str, threading.Event], None]) -> None:
        self.ended = threading.Event()
        self.calls = 0
        self._behave = behave
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._handle, args=(connection,), daemon=True).start()

    def _handle(self, connection: socket.socket) -> None:
        self.calls += 1
        try:
            with connection:
                self._behave(connection, self._line(connection), self.ended)
        except OSError:
            pass

    @staticmethod
    def _line(connection: socket.socket) -> str:
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        head, _separator, body = data.partition(b"\r\n\r\n")
        lengths = [
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ]
        while lengths and len(body) < lengths[0]:
            body += connection.recv(65536)
        return head.split(b"\r\n")[0].decode()

    def close(self) -> None:
        self.ended.set()
        self._socket.close()


def _sends(raw: bytes) -> Callable[[socket.socket, threading.Event], None]:
    return lambda connection, _ended: connection.sendall(raw)


def _hangs(_connection: socket.socket, ended: threading.Event) -> None:
    ended.wait(20)


def _drips(connection: socket.socket, ended: threading.Event) -> None:
    for byte in ok({"hits": "x" * 1_000}):
        connection.sendall(bytes([byte]))
        if ended.wait(0.05):
            return


def _slow(connection: socket.socket, ended: threading.Event) -> None:
    ended.wait(20)
    connection.sendall(ok(PARTIAL))


FAULTS: dict[str, Callable[[socket.socket, threading.Event], None]] = {
    "hung": _hangs,
    "slow": _slow,
    "dripping": _drips,
    "closes": lambda _connection, _ended: None,
    "garbage": _sends(b"\x00\xff\x17garbage\r\n\r\n" * 20),
    "web page": _sends(answer(200, b"<html>Wartung</html>")),
    "another product": _sends(answer(200, b"{}", product=False)),
    "wrong shape": _sends(ok([1, 2, 3])),
    "wrong object": _sends(ok({"hits": 5, "_shards": {"failed": 0}, "lib-g0": 7})),
    "nothing": _sends(answer(200, b"")),
    "429": _sends(answer(429, b'{"error":{"type":"es_rejected_execution_exception"},"status":429}')),
    "500": _sends(answer(500, b"{}")),
    "503": _sends(answer(503, b'{"error":{"type":"master_not_discovered_exception"},"status":503}')),
    "401": _sends(answer(401, b'{"error":"security_exception","status":401}')),
    "400": _sends(answer(400, b'{"error":{"type":"parsing_exception","reason":"geheim"},"status":400}')),
    "partial shards": _sends(ok(PARTIAL)),
    "timed out": _sends(ok(PARTIAL | {"timed_out": True, "_shards": SHARDS | {"failed": 0}})),
    "cut JSON": _sends(answer(200, b'{"took":1,"hits":{"total":{"va', length=5_000)),
    "cut JSON, length right": _sends(answer(200, b'{"took":1,"hits":{"total":{"va')),
    "deep nesting": _sends(answer(200, b"[" * 200_000)),
    "disk full": _sends(
        ok(
            {
                "errors": True,
                "items": [
                    {
                        "index": {
                            "_index": "lib-g0",
                            "status": 429,
                            "error": {"type": "cluster_block_exception"},
                        }
                    }
                ],
            }
        )
    ),
}


@cache
def a_document() -> IndexedDocument:
    return prepare(Document("case:1", "case", "Titel", "/"), 3)


QUERY = EngineQuery(
    frozenset({"public"}),
    (Clause((WeightedTerm("body_stem", "geheim"),)),),
    facets=("typ",),
    filters={"typ": ("fall",)},
    vector=(1.0, 0.0),
)

ACTIONS: dict[str, Callable[[ElasticEngine], object]] = {
    "query": lambda engine: engine.query(QUERY),
    "hybrid": lambda engine: engine.query(replace(QUERY, vector=(1.0, 0.0), nearest=60)),
    "far page": lambda engine: engine.query(EngineQuery(frozenset({"public"}), offset=50_000)),
    "suggest": lambda engine: engine.suggest("ha", 5),
    "words": lambda engine: engine.words(("body_exact",)),
    "version_token": lambda engine: engine.version_token(),
    "upsert": lambda engine: engine.upsert([a_document()]),
    "remove": lambda engine: engine.remove(["case:1"]),
    "rebuild": lambda engine: engine.rebuild([a_document()]),
    "walk": lambda engine: list(engine.walk(QUERY)),
    "digests": lambda engine: engine.digests(),
}


@pytest.fixture
def engine_at() -> Iterator[Callable[[str], ElasticEngine]]:
    """Engines with short deadlines also for writers, so that the tests are quick."""
    quick = Timeouts(attempt=0.15, ask=0.22, words=0.22, write=0.22, build=0.22)
    yield lambda url: ElasticEngine(Configuration((url,), index="lib", timeouts=quick), kept=True)


@pytest.fixture(params=[False, True], ids=["at once", "after a good answer"])
def spared(request: pytest.FixtureRequest) -> bool:
    """Whether the first question, for the aliases, is still answered."""
    return bool(request.param)


def _assert_unavailable(engine: ElasticEngine, action: str) -> None:
    a_document()
    started = time.perf_counter()
    with pytest.raises(EngineUnavailable) as caught:
        ACTIONS[action](engine)
    assert time.perf_counter() - started < PATIENCE
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    "action", ["query", "hybrid", "suggest", "words", "version_token", "upsert", "remove", "rebuild", "walk"]
)
def test_fault_is_unavailable(
    fault: str, action: str, spared: bool, engine_at: Callable[[str], ElasticEngine]
) -> None:
    if fault == "disk full" and action != "upsert":
        fault = "503"

    def behave(connection: socket.socket, line: str, ended: threading.Event) -> None:
        if spared and line.startswith("GET /lib-g*"):
            connection.sendall(ok(STATE))
        else:
            FAULTS[fault](connection, ended)

    if fault in ("wrong shape", "wrong object") and spared and action in ("upsert", "remove", "rebuild"):
        fault = "cut JSON"
    stub = Stub(behave)
    try:
        _assert_unavailable(engine_at(stub.url), action)
    finally:
        stub.close()


@pytest.mark.parametrize("action", ["query", "suggest", "upsert", "remove"])
@pytest.mark.parametrize("fault", ["hung", "slow", "dripping"])
def test_deadline_of_the_bundled_settings(fault: str, action: str) -> None:
    stub = Stub(lambda connection, _line, ended: FAULTS[fault](connection, ended))
    try:
        _assert_unavailable(ElasticEngine(Configuration((stub.url,), index="lib"), kept=True), action)
    finally:
        stub.close()


@pytest.mark.parametrize("action", ACTIONS)
def test_refused_connection(action: str, engine_at: Callable[[str], ElasticEngine]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    _assert_unavailable(engine_at(url), action)


@pytest.mark.parametrize("fault", FAULTS)
def test_status_never_raises(fault: str, engine_at: Callable[[str], ElasticEngine]) -> None:
    stub = Stub(lambda connection, _line, ended: FAULTS[fault](connection, ended))
    try:
        state = engine_at(stub.url).status()
        assert (state.available, state.documents) == (False, 0)
        assert state.detail
    finally:
        stub.close()


def test_open_breaker_asks_nobody_then_one(engine_at: Callable[[str], ElasticEngine]) -> None:
    healthy = threading.Event()

    def behave(connection: socket.socket, _line: str, ended: threading.Event) -> None:
        connection.sendall(ok(STATE)) if healthy.is_set() else FAULTS["503"](connection, ended)

    stub = Stub(behave)
    engine = engine_at(stub.url)
    breaker = engine._connection.breaker
    now = [0.0]
    breaker._clock = lambda: now[0]
    try:
        for _attempt in range(3):
            with pytest.raises(EngineUnavailable):
                engine.query(QUERY)
        assert (breaker.state, stub.calls) == (OPEN, 3)
        started = time.perf_counter()
        for _attempt in range(50):
            with pytest.raises(EngineUnavailable):
                engine.query(QUERY)
        assert stub.calls == 3
        assert time.perf_counter() - started < PATIENCE
        now[0] += 2.1
        assert breaker.state == HALF_OPEN
        with pytest.raises(EngineUnavailable):
            engine.query(QUERY)
        assert (breaker.state, stub.calls) == (OPEN, 4)
        now[0] += 4.1
        healthy.set()
        assert engine._generations.state(fresh=True).live == "lib-g0"
        assert breaker.state == "closed"
        assert engine.metrics()["actions"]["state"]["calls"] == 5
    finally:
        stub.close()


def test_a_wrong_request_does_not_open_the_breaker(engine_at: Callable[[str], ElasticEngine]) -> None:
    stub = Stub(lambda connection, _line, ended: FAULTS["400"](connection, ended))
    engine = engine_at(stub.url)
    try:
        for _attempt in range(5):
            with pytest.raises(EngineUnavailable):
                engine.query(QUERY)
        assert engine._connection.breaker.state == "closed"
    finally:
        stub.close()


def test_hanging_calls_are_bounded(engine_at: Callable[[str], ElasticEngine]) -> None:
    stub = Stub(lambda connection, _line, ended: _drips(connection, ended))
    engine = engine_at(stub.url)
    try:
        for _attempt in range(40):
            engine._connection.breaker.succeeded()
            engine._connection._hanging.acquire(blocking=False)
        _assert_unavailable(engine, "query")
    finally:
        stub.close()
