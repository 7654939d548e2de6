"""Seconds of the processor, and the unit they are told in: machines drift, ratios of one run hold."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

__all__ = ["ROUNDS", "cpu_of", "fixed_loop", "percentile"]

ROUNDS = 15


def fixed_loop() -> float:
    """CPU seconds of a loop that never changes: the unit of every norm."""
    start = time.process_time()
    total = 0
    for number in range(2_000_000):
        total += number % 7
    assert total > 0
    return time.process_time() - start


def percentile(values: list[float], share: float) -> float:
    """Value below which ``share`` (0 to 1) of the sorted values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def cpu_of(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Median CPU seconds of a call."""
    times = []
    for _round in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)
