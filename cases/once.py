"""What one publish asks twice is read once: the gate judges the draft, and then what was saved."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

__all__ = ["at_once", "once"]

Answer = TypeVar("Answer")

_held: ContextVar[dict[Hashable, Any] | None] = ContextVar("held", default=None)


@contextmanager
def at_once() -> Iterator[None]:
    """Inside, nothing but the case itself changes."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def once(key: Hashable, read: Callable[[], Answer]) -> Answer:
    """The answer of ``read``, kept as long as :func:`at_once` lasts; outside it is asked each time."""
    held = _held.get()
    if held is None:
        return read()
    if key not in held:
        held[key] = read()
    answer: Answer = held[key]
    return answer
