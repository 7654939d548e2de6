"""Whoever was in the confidential room is signed out after half an hour without a click."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

__all__ = ["IDLE_SECONDS", "renew", "shorten"]

IDLE_SECONDS: Final = 30 * 60
_KEY: Final = "vertraulicher-raum"


def shorten(request: HttpRequest) -> None:
    """From now on this session ends with a pause, on other pages as well: the same browser has it."""
    if not request.session.get(_KEY):
        request.session[_KEY] = True
        request.session.set_expiry(IDLE_SECONDS)


def renew(request: HttpRequest) -> None:
    """A click: the pause begins anew. Nothing is written for other sessions."""
    if request.session.get(_KEY):
        request.session.modified = True
