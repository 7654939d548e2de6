"""A browser in which somebody has signed in: who guesses elsewhere does not shut them out there.

The cookies say nothing: a keyed hash of account and password, sent to the pages of signing in alone, and
worthless with a new password. No row is kept of it.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

__all__ = ["COOKIES", "known_mark", "remember"]

COOKIES: Final = {"geraet": "login", "geraet-redaktion": "wagtailadmin_login"}
"""One for each page that asks for a password: a browser sends a cookie below its path alone. Codes are asked
for below the first.
"""
_DAYS: Final = 180


def _mark(user: Any) -> str:
    return salted_hmac(
        "knowledge.accounts.known_devices", f"{user.pk}:{user.get_session_auth_hash()}", algorithm="sha256"
    ).hexdigest()


def remember(user: Any, response: HttpResponse) -> None:
    """Mark this browser as one of whoever has just signed in, whichever way they came in."""
    for name, page in COOKIES.items():
        response.set_cookie(
            name,
            _mark(user),
            max_age=_DAYS * 24 * 3600,
            path=reverse(page),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def known_mark(request: HttpRequest, **account: str | bool) -> str:
    """The mark of this browser, where the owner of the account with this name or address (of any, where none
    is named) has signed in here before; else "". Without a cookie nobody is looked up.
    """
    marks = [mark for name in COOKIES if len(mark := request.COOKIES.get(name, "")) == 64]
    if not marks:
        return ""
    own = [_mark(user) for user in get_user_model().objects.filter(**account)]
    return next((mark for mark in marks if any(constant_time_compare(mark, one) for one in own)), "")
