"""Kept answers in the memory of a process: at most so many bytes, the least recently wanted go first."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

import brotli

__all__ = ["ENCODINGS", "Answer", "Store"]

ENCODINGS = ("br", "gzip", "")
"""What an answer is kept in, the smallest first."""

_OVERHEAD = 1_000
"""Bytes that an answer takes besides its bodies, about."""


@dataclass(slots=True)
class Answer:
    """A whole answer. ``until`` is the second of :func:`time.time` from which on it counts no more."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    generation: str
    until: float
    secret: bytes
    bodies: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def encoded(self, encoding: str) -> tuple[bytes, str]:
        """The body in an encoding with its entity tag; made once. The tag is keyed: it tells nothing about
        the text to somebody who has guesses.
        """
        found = self.bodies.get(encoding)
        if found is None:
            body = self.body
            if encoding == "br":
                body = brotli.compress(self.body, mode=brotli.MODE_TEXT, quality=5)
            elif encoding == "gzip":
                body = gzip.compress(self.body, 6, mtime=0)
            tag = hmac.new(self.secret, encoding.encode() + self.body, hashlib.sha256).hexdigest()[:32]
            found = self.bodies[encoding] = (body, f'"{tag}"')
        return found

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return len(self.body) + sum(len(body) for body, _tag in self.bodies.values()) + _OVERHEAD


class Store:
    """Answers by key, for all threads of a process."""

    def __init__(self, megabytes: float) -> None:
        self._most = int(megabytes * 1_000_000)
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self._total = 0
        self._lock = threading.Lock()
        self._rendering: dict[Hashable, threading.Event] = {}

    def __len__(self) -> int:
        return len(self._answers)

    @property
    def total(self) -> int:
        """Bytes of all answers."""
        return self._total

    def get(self, key: Hashable, generation: str) -> Answer | None:
        """The answer, if it is of this generation and its time is not over."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is None:
                return None
            if answer.generation != generation or time.time() >= answer.until:
                self._drop(key)
                return None
            self._answers.move_to_end(key)
            self._weigh(key, answer)
            return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer, and forget others as far as it takes; one larger than a quarter of all is not
        kept.
        """
        size = answer.size
        with self._lock:
            self._drop(key)
            if size > self._most // 4:
                return
            self._answers[key], self._sizes[key] = answer, 0
            self._weigh(key, answer)

    def _weigh(self, key: Hashable, answer: Answer) -> None:
        """What an answer takes grows with each encoding that somebody wanted since."""
        size = answer.size
        self._total += size - self._sizes[key]
        self._sizes[key] = size
        while self._total > self._most:
            self._drop(next(iter(self._answers)))

    def _drop(self, key: Hashable) -> None:
        if self._answers.pop(key, None) is not None:
            self._total -= self._sizes.pop(key)

    def begin(self, key: Hashable) -> threading.Event | None:
        """``None`` for the one who renders, else what to wait for."""
        with self._lock:
            going = self._rendering.get(key)
            if going is None:
                self._rendering[key] = threading.Event()
            return going

    def end(self, key: Hashable) -> None:
        """Let those go on who wait for this answer."""
        with self._lock:
            self._rendering.pop(key).set()
