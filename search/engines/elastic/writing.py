"""Bulk writing with back-pressure. A document's version decides, so order and repetition of requests do not matter.

The server's version is twice ours: the odd number between two of them marks a removal in an index under construction,
newer than the state of the database that the rebuild reads, older than everything published later.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.contract import IndexedDocument
from search.engines.elastic.connection import Connection, NoIndex
from search.engines.elastic.documents import encode, tombstone

logger = logging.getLogger(__name__)

CHUNK = 500
#: Portions of a rebuild under way at once, so that the server never waits for the next.
TRAVELLING = 2
CHUNK_BYTES = 8 * 1024 * 1024
_REPORT_EVERY = 10_000
_CONFLICT, _MISSING = 409, 404


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a write may take and how often it is repeated while the cluster asks for patience (429)."""

    seconds: float
    retries: int
    backoff: float
    longest: float = 8.0


def index_action(index: str, document: IndexedDocument, source: dict[str, Any] | None = None) -> dict[str, Any]:
    """Write a document unless the index has a newer one."""
    return _versioned(index, document.key, 2 * document.version, source or encode(document))


def version_of(hit: Mapping[str, Any]) -> int:
    """Our version of a document that the server found."""
    return int(hit["_version"]) // 2


def removal_actions(index: str, key: str, building_from: int | None) -> list[dict[str, Any]]:
    """Remove a key; in an index that is being filled from version ``building_from`` also keep the older state away."""
    actions: list[dict[str, Any]] = [{"_op_type": "delete", "_index": index, "_id": key}]
    if building_from is not None:
        actions.append(_versioned(index, key, 2 * building_from + 1, tombstone(key)))
    return actions


def _versioned(index: str, key: str, version: int, source: dict[str, Any]) -> dict[str, Any]:
    return {"_op_type": "index", "_index": index, "_id": key, "version": version, "version_type": "external_gte", "_source": source}


@dataclass(frozen=True, slots=True)
class Written:
    """Outcome of one action."""

    index: str
    action: str
    status: int
    key: str = ""

    @property
    def ok(self) -> bool:
        """Whether the index now has this state."""
        return self.status < 300


def send(connection: Connection, actions: list[dict[str, Any]], pace: Pace, *, refresh: bool) -> list[Written]:
    """Send actions. Conflicts and missing keys are ordinary outcomes; anything else raises ``EngineUnavailable``."""

    def work(client: Elasticsearch) -> list[Written]:
        answers = streaming_bulk(
            client,
            actions,
            chunk_size=CHUNK,
            max_chunk_bytes=CHUNK_BYTES,
            raise_on_error=False,
            max_retries=pace.retries,
            initial_backoff=pace.backoff,
            max_backoff=pace.longest,
            refresh=refresh,
        )
        return [_outcome(info) for _ok, info in answers]

    if not actions:
        return []
    return connection.ask("write", work, pace.seconds)


def _outcome(info: dict[str, Any]) -> Written:
    action, entry = next(iter(info.items()))
    status, error = int(entry["status"]), entry.get("error") or {}
    kind = error.get("type", "") if isinstance(error, dict) else str(error)
    if kind == "index_not_found_exception":
        raise NoIndex("the index was replaced meanwhile")
    if status >= 300 and status not in ({_CONFLICT} if action == "index" else {_CONFLICT, _MISSING}):
        raise BulkRefused(f"{action}: {status} {kind}")
    return Written(str(entry["_index"]), action, status, str(entry.get("_id", "")))


class BulkRefused(Exception):
    """The cluster took the request but not a document in it."""


def fill(connection: Connection, index: str, documents: Iterable[IndexedDocument], pace: Pace) -> int:
    """Write all documents into an index that nobody asks yet; up to :data:`TRAVELLING` portions travel while the next is prepared."""
    count, started = 0, time.perf_counter()
    with ThreadPoolExecutor(TRAVELLING, "search-elastic-fill") as pool:
        pending: deque[Future[list[Written]]] = deque()
        for portion in _portions(documents):
            actions = [index_action(index, document) for document in portion]
            if len(pending) == TRAVELLING:
                pending.popleft().result()
            pending.append(pool.submit(send, connection, actions, pace, refresh=False))
            before, count = count, count + len(portion)
            if before // _REPORT_EVERY != count // _REPORT_EVERY:
                logger.info("search rebuild: %d documents, %.0f per second", count, count / (time.perf_counter() - started))
        for future in pending:
            future.result()
    return count


def _portions(documents: Iterable[IndexedDocument]) -> Iterator[list[IndexedDocument]]:
    portion: list[IndexedDocument] = []
    for document in documents:
        portion.append(document)
        if len(portion) == CHUNK:
            yield portion
            portion = []
    if portion:
        yield portion
