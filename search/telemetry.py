"""Numbers about searches for monitoring, per process: how many, how long, how often degraded. Never a word of
a query.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from typing import Any

from search.contract import SearchResponse

logger = logging.getLogger(__name__)

#: Upper bounds in seconds of the classes in which times are counted; the last one is open.
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.3, 0.5, 1.0)

_lock = threading.Lock()
_classes: Counter[float | str] = Counter()
_totals: Counter[str] = Counter()
_seconds = 0.0


def observe(engine: str, seconds: float, response: SearchResponse) -> None:
    """Count a search and write a line about it: engine, milliseconds, number of hits, what became of it."""
    global _seconds
    outcome = "degraded" if response.degraded else "unanswered" if response.no_answer else "answered"
    with _lock:
        _classes[next((bound for bound in BOUNDS if seconds <= bound), "more")] += 1
        _totals[outcome] += 1
        _seconds += seconds
    fields = {"engine": engine, "ms": round(seconds * 1_000, 1), "total": response.total, "outcome": outcome}
    logger.info("search " + " ".join(f"{name}=%s" for name in fields), *fields.values(), extra=fields)


def snapshot() -> dict[str, Any]:
    """Counts since the start of this process."""
    with _lock:
        times = {str(bound): _classes[bound] for bound in (*BOUNDS, "more")}
        return {
            "searches": sum(_totals.values()),
            "seconds": round(_seconds, 3),
            "outcomes": dict(_totals),
            "seconds_up_to": times,
        }


def forget() -> None:
    """Start counting anew."""
    global _seconds
    with _lock:
        _classes.clear()
        _totals.clear()
        _seconds = 0.0
