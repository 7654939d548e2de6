"""Messages that wait for the next page: the same sentence waits once."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.storage.fallback import FallbackStorage

__all__ = ["OnceStorage"]


class OnceStorage(FallbackStorage):
    """Django's storage; a refusal that is repeated before anybody has read it is not said twice."""

    def add(self, level: int, message: Any, extra_tags: str | None = "") -> None:
        """Keep a message unless the same one is waiting already."""
        waiting = [*self._loaded_messages, *self._queued_messages]  # type: ignore[attr-defined]
        if not any((kept.level, str(kept.message)) == (int(level), str(message)) for kept in waiting):
            super().add(level, message, extra_tags)
