"""An address that changed leads on, as far as the reader may read what it leads to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from knowledge.base import reading
from knowledge.permissions import viewer_for

__all__ = ["FormerAddresses"]


class FormerAddresses(RedirectMiddleware):
    """Wagtail's redirects, which know no levels: the new address of a hidden page would tell its title."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer, or the way to the page that stood here."""
        if response.status_code != 404:
            return response
        page = _target(request)
        if page is not None and not reading.readable_pages([page], viewer_for(request)):
            return response
        answer: HttpResponse = super().process_response(request, response)
        return answer


def _target(request: HttpRequest) -> Any:
    """Id of the page that Wagtail would lead to, ``None`` for an address or for nothing."""
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    found = get_redirect(request, path) or get_redirect(request, urlsplit(path).path)
    return found and found.redirect_page_id
