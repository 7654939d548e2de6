"""What may be kept of a page that is not for everybody: nothing, by nobody on the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

__all__ = ["keep_private", "private_page", "secret_address"]

View = Callable[..., HttpResponse]
ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)


def keep_private(response: ResponseT) -> ResponseT:
    """The response, marked so that no cache stores it and no search engine lists it."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def private_page(view: View) -> View:
    """A page for one person or for editors: whatever it answers is kept by no cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return keep_private(view(request, *args, **kwargs))

    return guarded


def secret_address(view: View) -> View:
    """A private page whose address is the secret: it is passed on to nobody.

    Without a referrer browsers send ``Origin: null``, which the CSRF check refuses. The address, which no
    other site knows, does the work of the token.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = keep_private(view(request, *args, **kwargs))
        response["Referrer-Policy"] = "no-referrer"
        return response

    return csrf_exempt(guarded)
