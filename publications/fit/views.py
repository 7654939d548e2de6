"""The checklist of a record as a page of its own, to print."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.permissions import viewer_for
from publications.fit.needs import needs_of
from search import registry
from search.public_forms import keep_private

__all__ = ["checklist"]


@require_safe
def checklist(request: HttpRequest, key: str) -> HttpResponse:
    """``/passt/<key>/``: the statements of a record that this reader may read. Raises ``Http404``."""
    kind, _colon, digits = key.partition(":")
    viewer = viewer_for(request)
    if not registry.is_kind(kind) or not registry.source_for(kind).visible([key], viewer):
        raise Http404
    page = registry.source_for(kind).eligible().filter(translation_key=digits).first()
    if page is None or not needs_of(page):
        raise Http404
    response = render(request, "publications/fit_page.html", {"page": page, "alone": True})
    return response if viewer.is_public else keep_private(response)
