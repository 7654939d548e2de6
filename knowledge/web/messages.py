"""Messages that wait for the next page: the same sentence waits once, and a closed door says who helps."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.messages.storage.fallback import FallbackStorage
from django.utils.translation import gettext as _

from knowledge.host import host_look

__all__ = ["OnceStorage"]

_CLOSED: Final = (
    "Sorry, you do not have permission to access this area.",
    "You do not have permission to access the admin.",
)
"""Wagtail's sentences, in its own language; its catalogue translates them."""


class OnceStorage(FallbackStorage):
    """Django's storage; a refusal that is repeated before anybody has read it is not said twice."""

    def add(self, level: int, message: Any, extra_tags: str | None = "") -> None:
        """Keep a message unless the same one is waiting already."""
        if str(message).strip() in {_(sentence) for sentence in _CLOSED}:
            message = f"{str(message).strip()} {_who_helps()}"
        waiting = [*self._loaded_messages, *self._queued_messages]  # type: ignore[attr-defined]
        if not any((kept.level, str(kept.message)) == (int(level), str(message)) for kept in waiting):
            super().add(level, message, extra_tags)


def _who_helps() -> str:
    """Office or role, and how it is reached."""
    house = host_look()
    return _("Es hilft: %(contact)s, %(ways)s.") % {
        "contact": house.contact,
        "ways": ", ".join(filter(None, (house.email, house.phone))),
    }
