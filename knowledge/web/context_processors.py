"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from knowledge.host import look_for
from knowledge.permissions import viewer_for

__all__ = ["library"]

_RETURN_TO = frozenset({"wagtail_serve", "search:results", "coverage", "ratings"})
"""Views whose address may travel through the login; others carry keys in it (a release, a subscription)."""


def library(request: HttpRequest) -> dict[str, Any]:
    """``host`` (:class:`knowledge.host.HostLook`), ``demo_banner``, ``path_prefix`` ("" or "/en"),
    ``other_language_url``, ``is_signed_in``; for the account line ``reader`` (a name, "" without a session),
    ``reader_edits`` and ``return_path``, where signing in leads back to.

    German pages live at ``/``, the English interface at ``/en/``: the address alone decides, so no cookie is
    needed.
    """
    english = (get_language() or "de").startswith("en")
    path = request.get_full_path()
    bare = path.removeprefix("/en") or "/"
    viewer = viewer_for(request)
    return {
        # Looked up by the template that names it: a page for an unknown host needs no database.
        "host": SimpleLazyObject(lambda: look_for(request)),
        "demo_banner": settings.DEMO_BANNER,
        "path_prefix": "/en" if english else "",
        "other_language_url": bare if english else f"/en{path}",
        "is_signed_in": not viewer.is_public,
        "reader": _reader(request),
        "reader_edits": viewer.is_editor,
        "return_path": (
            path if request.resolver_match and request.resolver_match.view_name in _RETURN_TO else ""
        ),
    }


def _reader(request: HttpRequest) -> str:
    """Who is signed in. Without a session cookie the session is not opened: that would cost every public page
    its cacheability.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return ""
    return request.user.get_full_name() or request.user.get_username()
