"""A browser in which somebody has signed in: who guesses elsewhere does not shut them out there.

The cookie says nothing: a keyed hash of account and password, sent to the pages of signing in alone, and
worthless with a new password. No row is kept of it.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

__all__ = ["COOKIE", "is_known", "remember"]

COOKIE: Final = "geraet"
_DAYS: Final = 180


def _mark(user: Any) -> str:
    return salted_hmac(
        "knowledge.accounts.known_devices", f"{user.pk}:{user.get_session_auth_hash()}", algorithm="sha256"
    ).hexdigest()


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Mark this browser as one of whoever has just signed in."""
    response.set_cookie(
        COOKIE,
        _mark(request.user),
        max_age=_DAYS * 24 * 3600,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_known(account: str, request: HttpRequest) -> bool:
    """Whether the owner of this account has signed in here before. Without the cookie nobody is looked up."""
    mark = request.COOKIES.get(COOKIE, "")
    if len(mark) != 64:
        return False
    users = get_user_model()
    user = users.objects.filter(**{users.USERNAME_FIELD: account}).first()
    return user is not None and constant_time_compare(mark, _mark(user))
