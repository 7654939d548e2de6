"""Bulk writing with back-pressure. A document's version decides, so order and repetition of requests do not
matter.

The server's version is twice ours: the odd number between two of them marks a removal in an index under
construction, newer than the state of the database that the rebuild reads, older than everything published
later.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import orjson
from elasticsearch import ApiError, Elasticsearch

from search.contract import IndexedDocument
from search.engines.elastic.connection import Connection, NoIndex
from search.engines.elastic.documents import encode, tombstone

logger = logging.getLogger(__name__)

CHUNK = 500
#: Portions of a rebuild under way at once, so that the server never waits for the next.
TRAVELLING = 2
CHUNK_BYTES = 8 * 1024 * 1024
_REPORT_EVERY = 10_000
_CONFLICT, _MISSING, _BUSY = 409, 404, 429
#: Of the answer to a rebuild: it would be as long as a fifth of the request.
_NEEDED = "items.*.status,items.*.error.type"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a write may take and how often it is repeated while the cluster is busy (429)."""

    seconds: float
    retries: int
    backoff: float
    longest: float = 8.0


def index_action(
    index: str, document: IndexedDocument, source: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Write a document unless the index has a newer one."""
    return _versioned(index, document.key, 2 * document.version, source or encode(document))


def version_of(hit: Mapping[str, Any]) -> int:
    """Our version of a document that the server found."""
    return int(hit["_version"]) // 2


def removal_actions(index: str, key: str, building_from: int | None) -> list[dict[str, Any]]:
    """Remove a key; in an index that is being filled from version ``building_from`` also keep the older state
    away.
    """
    actions: list[dict[str, Any]] = [{"_op_type": "delete", "_index": index, "_id": key}]
    if building_from is not None:
        actions.append(_versioned(index, key, 2 * building_from + 1, tombstone(key)))
    return actions


def _versioned(index: str, key: str, version: int, source: dict[str, Any]) -> dict[str, Any]:
    return {
        "_op_type": "index",
        "_index": index,
        "_id": key,
        "version": version,
        "version_type": "external_gte",
        "_source": source,
    }


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


def send(
    connection: Connection, actions: Iterable[dict[str, Any]], pace: Pace, *, refresh: bool
) -> list[Written]:
    """Send actions. Conflicts and missing keys are ordinary outcomes; anything else raises
    ``EngineUnavailable``.
    """
    lines = [as_lines(action) for action in actions]
    if not lines:
        return []
    return connection.ask(
        "write", lambda client: list(_sent(client, lines, pace, refresh=refresh)), pace.seconds
    )


def send_quietly(connection: Connection, lines: list[bytes], pace: Pace) -> int:
    """Send actions as :func:`as_lines` wrote them, where only a failure is of interest; returns their
    number.
    """
    return connection.ask(
        "write",
        lambda client: sum(1 for _ in _sent(client, lines, pace, refresh=False, filter_path=_NEEDED)),
        pace.seconds,
    )


def as_lines(action: dict[str, Any]) -> bytes:
    """An action as a bulk request holds it. The client's own way there costs more than the writing itself."""
    action = dict(action)
    head = {
        action.pop("_op_type"): {
            name: action.pop(name) for name in ("_index", "_id", "version", "version_type") if name in action
        }
    }
    lines = orjson.dumps(head, option=orjson.OPT_APPEND_NEWLINE)
    return (
        lines + orjson.dumps(action["_source"], option=orjson.OPT_APPEND_NEWLINE)
        if "_source" in action
        else lines
    )


def _sent(
    client: Elasticsearch, lines: list[bytes], pace: Pace, *, refresh: bool, **options: Any
) -> Iterator[Written]:
    """Outcomes in the order of the requests; what the cluster has no room for now (429) is sent again."""
    for request in _requests(lines):
        wanted = request
        for attempt in range(pace.retries + 1):
            is_last = attempt == pace.retries
            try:
                # The types of the client do not know that it takes lines as they are.
                lines_as_they_are: Any = wanted
                items = client.bulk(operations=lines_as_they_are, refresh=refresh, **options)["items"]
            except ApiError as error:
                if is_last or error.status_code != _BUSY:
                    raise
                items = [{"index": {"status": _BUSY}}] * len(wanted)
            busy = [
                line
                for line, item in zip(wanted, items, strict=True)
                if not is_last and _status(item) == _BUSY
            ]
            yield from (_outcome(item) for item in items if is_last or _status(item) != _BUSY)
            if not busy:
                break
            wanted = busy
            time.sleep(min(pace.longest, pace.backoff * 2**attempt))


def _requests(lines: list[bytes]) -> Iterator[list[bytes]]:
    """Portions of no more than :data:`CHUNK` actions and :data:`CHUNK_BYTES`."""
    portion: list[bytes] = []
    size = 0
    for line in lines:
        if portion and (len(portion) == CHUNK or size + len(line) > CHUNK_BYTES):
            yield portion
            portion, size = [], 0
        portion.append(line)
        size += len(line)
    if portion:
        yield portion


def _status(item: dict[str, Any]) -> int:
    return int(next(iter(item.values()))["status"])


def _outcome(info: dict[str, Any]) -> Written:
    action, entry = next(iter(info.items()))
    status, error = int(entry["status"]), entry.get("error") or {}
    kind = error.get("type", "") if isinstance(error, dict) else str(error)
    if kind == "index_not_found_exception":
        raise NoIndex("the index was replaced meanwhile")
    if status >= 300 and status not in ({_CONFLICT} if action == "index" else {_CONFLICT, _MISSING}):
        raise BulkRefused(f"{action}: {status} {kind}")
    return Written(str(entry.get("_index", "")), action, status, str(entry.get("_id", "")))


class BulkRefused(Exception):
    """The cluster took the request but not a document in it."""


def fill(connection: Connection, index: str, documents: Iterable[IndexedDocument], pace: Pace) -> int:
    """Write all documents into an index that nobody asks yet; up to :data:`TRAVELLING` portions travel while
    the next is prepared.
    """
    count, started = 0, time.perf_counter()
    with ThreadPoolExecutor(TRAVELLING, "search-elastic-fill") as pool:
        pending: deque[Future[int]] = deque()
        for portion in _portions(documents):
            lines = [as_lines(index_action(index, document)) for document in portion]
            if len(pending) == TRAVELLING:
                pending.popleft().result()
            pending.append(pool.submit(send_quietly, connection, lines, pace))
            before, count = count, count + len(portion)
            if before // _REPORT_EVERY != count // _REPORT_EVERY:
                logger.info(
                    "search rebuild: %d documents, %.0f per second",
                    count,
                    count / (time.perf_counter() - started),
                )
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
