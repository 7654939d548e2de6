"""The wall around the cluster: every call has a deadline and passes the circuit breaker, every error is
``EngineUnavailable``.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from elasticsearch import ApiError, Elasticsearch, OrjsonSerializer

from search.contract import EngineUnavailable
from search.engines.elastic.breaker import CircuitBreaker
from search.engines.elastic.configuration import Configuration

logger = logging.getLogger(__name__)

T = TypeVar("T")

#: Calls that may hang behind their deadline at once; more are refused until some have ended.
MAX_HANGING = 32
#: So long after a failure the cluster itself chooses among copies of a shard, by their response times.
TROUBLED_SECONDS = 60.0
#: Answers that say something about the request, not about the health of the cluster.
_HEALTHY = frozenset({400, 401, 403, 404, 405, 409, 413})


class NoIndex(EngineUnavailable):
    """The cluster answers, but there is no index that this version of the library can use."""


class RequestRefused(Exception):
    """The cluster answered a part of a request with an error; ``kind`` is its type, the message is kept out:
    it may repeat words of the query.
    """

    def __init__(self, status: int, kind: str) -> None:
        super().__init__(f"{status} {kind}")
        self.status, self.kind = status, kind


class Metrics:
    """Numbers for monitoring; no texts of queries."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: dict[str, list[float]] = {}

    def count(self, action: str, seconds: float, failed: bool) -> None:
        """One call."""
        with self._lock:
            entry = self._calls.setdefault(action, [0, 0, 0.0])
            entry[0] += 1
            entry[1] += failed
            entry[2] += seconds

    def snapshot(self) -> dict[str, dict[str, float]]:
        """Calls, failures and seconds per action since the start of the process."""
        with self._lock:
            return {
                name: {"calls": c, "failures": f, "seconds": round(s, 4)}
                for name, (c, f, s) in self._calls.items()
            }


class Connection:
    """One client per process and cluster, shared by its threads."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.breaker = CircuitBreaker()
        self.metrics = Metrics()
        #: Prefixes whose indexes are known to be protected against creation by accident.
        self.protected: set[str] = set()
        self._failed_at = -TROUBLED_SECONDS
        self._hanging = threading.BoundedSemaphore(MAX_HANGING)
        self._behind: set[object] = set()
        self._behind_lock = threading.Lock()
        self._client = Elasticsearch(
            **configuration.client_options(),
            serializer=OrjsonSerializer(),
            request_timeout=configuration.timeouts.attempt,
            max_retries=min(2, len(configuration.hosts) - 1),
            retry_on_timeout=True,
            connections_per_node=16,
        )

    def ask(self, action: str, work: Callable[[Elasticsearch], T], deadline: float | None = None) -> T:
        """Run ``work`` with a client. Without ``deadline`` it is one that a reader waits for.

        ``work`` runs in a thread of its own, so that a server that drips its answer byte by byte cannot hold
        the caller; it must therefore not touch the database.
        """
        timeouts = self.configuration.timeouts
        client = self._client if deadline is None else self._client.options(request_timeout=deadline)
        if not self.breaker.allows():
            raise EngineUnavailable("the search cluster did not answer lately and is left alone for a moment")
        started, failed = time.perf_counter(), True
        try:
            result = self._within(timeouts.ask if deadline is None else deadline, lambda: work(client))
            failed = False
        except NoIndex:
            self.breaker.succeeded()
            raise
        except ApiError as error:
            raise self._answered_badly(
                action, error.status_code, error.error if isinstance(error.error, str) else ""
            ) from error
        except RequestRefused as error:
            raise self._answered_badly(action, error.status, error.kind) from error
        except Exception as error:
            self._note_failure()
            logger.warning("search cluster: %s failed: %s", action, type(error).__name__)
            raise EngineUnavailable(f"{action}: {type(error).__name__}") from error
        finally:
            self.metrics.count(action, time.perf_counter() - started, failed)
        self.breaker.succeeded()
        return result

    def behind(self, what: object, work: Callable[[], object]) -> None:
        """Run ``work`` while nobody waits for it, once at a time per ``what``; it logs its own failures as
        ``EngineUnavailable``.
        """
        with self._behind_lock:
            if what in self._behind:
                return
            self._behind.add(what)

        def run() -> None:
            try:
                work()
            except EngineUnavailable:
                pass  # logged where it happened; the next reader starts another look
            finally:
                with self._behind_lock:
                    self._behind.discard(what)

        threading.Thread(target=run, name="search-elastic-behind", daemon=True).start()

    def _answered_badly(self, action: str, status: int, kind: str) -> EngineUnavailable:
        """The cluster refused; its message is kept out of the log, it may repeat words of the query."""
        if status in _HEALTHY:
            self.breaker.succeeded()
        else:
            self._note_failure()
        if status == 404:
            return NoIndex("no search index yet, run search_rebuild")
        if kind == "index_closed_exception":
            return NoIndex("the search index is closed, open it or run search_rebuild")
        logger.log(
            logging.ERROR if status in _HEALTHY else logging.WARNING,
            "search cluster: %s answered %s %s",
            action,
            status,
            kind,
        )
        return EngineUnavailable(f"{action}: {status} {kind}")

    @property
    def is_troubled(self) -> bool:
        """Whether something failed lately; a node may be frozen."""
        return time.monotonic() - self._failed_at < TROUBLED_SECONDS

    def _note_failure(self) -> None:
        self._failed_at = time.monotonic()
        self.breaker.failed()

    def _within(self, seconds: float, work: Callable[[], T]) -> T:
        if not self._hanging.acquire(blocking=False):
            raise TimeoutError("too many calls hang")
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)
            finally:
                self._hanging.release()

        try:
            threading.Thread(target=run, name="search-elastic", daemon=True).start()
        except BaseException:
            self._hanging.release()
            raise
        return future.result(seconds)


_lock = threading.Lock()
_connections: dict[Configuration, Connection] = {}


def connection_for(configuration: Configuration) -> Connection:
    """The connection of this process to a cluster."""
    with _lock:
        if configuration not in _connections:
            _connections[configuration] = Connection(configuration)
        return _connections[configuration]
