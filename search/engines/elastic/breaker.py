"""A circuit breaker: a cluster that does not answer is left alone for a while, then one caller tries it
again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)

CLOSED, OPEN, HALF_OPEN = "closed", "open", "half-open"


class CircuitBreaker:
    """Opens after ``threshold`` failures in a row; pauses double from ``pause`` to ``longest`` while the
    probe fails.
    """

    def __init__(
        self,
        threshold: int = 3,
        pause: float = 2.0,
        longest: float = 8.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._threshold = threshold
        self._first_pause = pause
        self._longest = longest
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._pause = pause
        self._open_until = 0.0
        self._probing_until = 0.0

    @property
    def state(self) -> str:
        """``closed``, ``open`` or ``half-open``."""
        with self._lock:
            if self._failures < self._threshold:
                return CLOSED
            return OPEN if self._clock() < self._open_until else HALF_OPEN

    def allows(self) -> bool:
        """Whether a call may be made. When half-open, one caller at a time is let through as the probe."""
        with self._lock:
            if self._failures < self._threshold:
                return True
            now = self._clock()
            if now < self._open_until or now < self._probing_until:
                return False
            self._probing_until = now + self._first_pause
            return True

    def succeeded(self) -> None:
        """The cluster answered."""
        with self._lock:
            if self._failures >= self._threshold:
                logger.info("search cluster answers again")
            self._failures, self._pause, self._probing_until = 0, self._first_pause, 0.0

    def failed(self) -> None:
        """The cluster did not answer, or with nonsense."""
        with self._lock:
            self._failures += 1
            if self._failures < self._threshold:
                return
            if self._failures == self._threshold:
                logger.warning(
                    "search cluster left alone for %.0f s after %d failures", self._pause, self._failures
                )
            else:
                self._pause = min(self._pause * 2, self._longest)
            self._open_until = self._clock() + self._pause
            self._probing_until = 0.0
