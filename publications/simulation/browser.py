"""A person at a browser: opens pages, fills in the forms that stand there, presses their buttons.

Permissions, conditions and tokens are those of the pages; nothing is written past them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from lxml import html

__all__ = ["Person", "PressedInVain"]


class PressedInVain(RuntimeError):
    """A page did not answer as the script expects; the message has the address and no word of a form."""


class Person:
    """Signed in as ``username``, or nobody's browser with an address of its own."""

    def __init__(self, username: str = "", *, number: int = 0) -> None:
        self.client = Client(
            SERVER_NAME=urlsplit(settings.PUBLIC_URL).hostname or "localhost",
            REMOTE_ADDR=f"10.0.{number // 250}.{number % 250 + 1}",
        )
        self.username = username

    def _sign_in(self) -> None:
        """Before each page: weeks lie between two of them, and a session ends."""
        if self.username:
            self.client.force_login(get_user_model().objects.get(username=self.username))

    def look(self, address: str) -> Any:
        """The page at an address as a tree."""
        return html.fromstring(self.source(address))

    def source(self, address: str) -> str:
        """The same page as text."""
        self._sign_in()
        return str(self.client.get(address, follow=True).content.decode())

    def send(self, address: str, values: Mapping[str, Any], *, status: tuple[int, ...] = (200, 302)) -> Any:
        """Post values. Raises :class:`PressedInVain` for an unexpected status."""
        self._sign_in()
        response = self.client.post(address, values)
        if response.status_code not in status:
            raise PressedInVain(f"{address}: {response.status_code}")
        return response

    def fill(self, address: str, wish: Mapping[str, Any], *, status: tuple[int, ...] = (200, 302)) -> Any:
        """Send the form of a page that has all the fields of ``wish``; its other fields stay as they are."""
        for form in self.look(address).forms:
            if set(wish) <= set(form.fields):
                return self.send(form.action or address, dict(form.form_values()) | dict(wish), status=status)
        raise PressedInVain(f"{address}: no form with {sorted(wish)}")
