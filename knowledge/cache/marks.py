"""Which answers are the same for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from search.public_forms import STAMP_FIELD

__all__ = ["SHARED", "SharedAnswers"]

SHARED: Final = "no-cache"
"""``Cache-Control`` of an answer that may be kept and has to be asked for again each time."""

_VIEWS: Final = frozenset({"wagtail_serve", "ratings", "coverage", "sitemap", "sitemap_part"})
"""Views whose answer to somebody without a session depends on address and content alone. Searches are not
among them: each that stays without an answer is counted.
"""

_MARKS: Final = tuple(f'name="{name}"'.encode() for name in (STAMP_FIELD, "csrfmiddlewaretoken"))
"""A form with a stamp or a token was made for one reader."""


class SharedAnswers:
    """Middleware: marks what :class:`~knowledge.cache.gateway.ByteCache` may keep. What is not marked is
    never kept; a page made for one reader is kept by no cache on the way either, whoever printed the form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with ``Cache-Control``: ``no-cache`` where it is the same for everybody, ``private,
        no-store`` where a stamp or a token is in it.
        """
        response = self.get_response(request)
        if _is_for_one(response):
            patch_cache_control(response, private=True, no_store=True)
        elif _is_shared(request, response):
            response["Cache-Control"] = SHARED
        return response


def _is_for_one(response: HttpResponse) -> bool:
    return (
        not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and any(mark in response.content for mark in _MARKS)
    )


def _is_shared(request: HttpRequest, response: HttpResponse) -> bool:
    view = request.resolver_match.view_name if request.resolver_match else ""
    return (
        view in _VIEWS
        and request.method == "GET"
        and response.status_code == 200
        and not request.COOKIES
        and not request.session.accessed
        and not request.GET.get("q")
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
    )
