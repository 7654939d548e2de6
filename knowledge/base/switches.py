"""A switch that is on inside a block only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["Switch"]


class Switch:
    """Off, and true inside ``with switch.on():``, for whoever runs that block and for nobody beside."""

    def __init__(self, name: str) -> None:
        self._is_on: ContextVar[bool] = ContextVar(name, default=False)

    def __bool__(self) -> bool:
        return self._is_on.get()

    @contextmanager
    def on(self) -> Iterator[None]:
        """On until the block ends, however it ends."""
        token = self._is_on.set(True)
        try:
            yield
        finally:
            self._is_on.reset(token)
