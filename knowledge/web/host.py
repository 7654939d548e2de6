"""The colours of the host, as a stylesheet of its own: the content policy allows none inside a page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from knowledge.host import Colours

__all__ = ["host_stylesheet"]

_A_YEAR = 365 * 24 * 3600


@require_safe
def host_stylesheet(request: HttpRequest, key: str) -> HttpResponse:
    """``/aussehen/<key>.css``: the address says the colours and ends with a hash of what is sent, so browsers
    keep it for ever, and other colours have another address. Raises ``Http404`` for any other name.
    """
    colours = Colours.of_key(key)
    if colours is None:
        raise Http404
    response = HttpResponse(colours.stylesheet, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=_A_YEAR, immutable=True)
    return response
