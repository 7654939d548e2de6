"""A steady load of searches and publishes, and what became of each."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.drills import library

QUERIES = (
    "wir haben kein geld mehr für die vereine", "Gemeinderat blockiert alles", "fachkräftemangel bauamt",
    "Wer ist zuständig für Hitze",
    "Leerstand Innenstadt beleben", "kollegiale beratung ablauf", "Haushalt", "Bürgerbeteiligung",
    "Klimaschutz Konzept", "Ehrenamt Feuerwehr",
)  # fmt: skip


@dataclass
class Counts:
    """What happened in one phase."""

    seconds: list[float] = field(default_factory=list)
    publish_seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)

    def row(self, phase: str) -> dict[str, Any]:
        """Figures of a phase; "failed" is an exception or an empty answer, "fallback" a complete one from the
        fallback index.
        """
        return {
            "phase": phase,
            "searches": len(self.seconds),
            "failed": self.outcomes["failed"],
            "fallback": self.outcomes["fallback"],
            "titles": self.outcomes["titles"],
            "p50_ms": _milliseconds(self.seconds, 0.5),
            "p95_ms": _milliseconds(self.seconds, 0.95),
            "p99_ms": _milliseconds(self.seconds, 0.99),
            "publishes": len(self.publish_seconds),
            "not_published": self.outcomes["not published"],
            "publish_p99_ms": _milliseconds(self.publish_seconds, 0.99),
        }


def _milliseconds(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1_000, 1) if ordered else 0.0


class Load:
    """Two threads, as two visitors of a web process would be: one searches, one publishes, both at fixed
    times.
    """

    def __init__(self, searches: float, publishes: float) -> None:
        self.published: list[str] = []
        self.problems: Counter[str] = Counter()
        self._phase = Counts()
        self._ended = threading.Event()
        self._draw = random.Random(3)
        self._contents = library.texts(1_000_000, seed=11)
        self._threads = [
            threading.Thread(target=self._every, args=(1 / rate, work))
            for rate, work in ((searches, self._search), (publishes, self._publish))
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def phase(self, seconds: float) -> Counts:
        """Let it run and return what happened meanwhile."""
        self._phase = counts = Counts()
        time.sleep(seconds)
        return counts

    def swap(self) -> Counts:
        """What happened since the last call, for phases whose length is not known before."""
        counts, self._phase = self._phase, Counts()
        return counts

    def stop(self) -> None:
        """End and wait for both threads."""
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _every(self, pause: float, work: Callable[[Counts], None]) -> None:
        from django.db import connections

        following = time.monotonic()
        while not self._ended.is_set():
            work(self._phase)
            following = max(following + pause, time.monotonic() - 5 * pause)
            self._ended.wait(max(0.0, following - time.monotonic()))
        connections.close_all()

    def _search(self, counts: Counts) -> None:
        from search import service
        from search.contract import SearchRequest, Viewer

        started = time.perf_counter()
        try:
            response = service.run(SearchRequest(text=self._draw.choice(QUERIES)), Viewer())
            outcome = "answered" if not response.degraded else "fallback" if response.facets else "titles"
            if not response.hits:
                outcome = "failed"
        except Exception as error:
            self.problems[type(error).__name__] += 1
            outcome = "failed"
        counts.seconds.append(time.perf_counter() - started)
        counts.outcomes[outcome] += 1

    def _publish(self, counts: Counts) -> None:
        started = time.perf_counter()
        try:
            self.published.append(library.RecordSource().key(library.publish(next(self._contents))))
        except Exception as error:
            self.problems[type(error).__name__] += 1
            counts.outcomes["not published"] += 1
        counts.publish_seconds.append(time.perf_counter() - started)
