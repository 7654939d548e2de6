"""The sitemap: what everybody may read, in an order and with dates that tell nothing about when a record came
in. A library of more than one part has an index of them.
"""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from knowledge.base import readable_pages
from search import registry
from search.contract import Viewer

__all__ = ["PART", "sitemap", "sitemap_part"]

PART: Final = 200
"""Records of a part, about; chapters come with their publication."""


def _digits() -> int:
    """How many digits of the random keys tell the parts apart: of what everybody may read, so that nothing
    else shows in it. One query, however many kinds of records there are.
    """
    first, *others = (source.public().order_by().values("pk") for source in registry.sources())
    public = first.union(*others, all=True).count()
    digits = 0
    while public > PART * 16**digits:
        digits += 1
    return digits


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """``/sitemap.xml``: the index of the parts, or the only part itself."""
    digits = _digits()
    if not digits:
        return _part(request, "")
    places = [
        {"location": request.build_absolute_uri(reverse("sitemap_part", args=[f"{number:0{digits}x}"]))}
        for number in range(16**digits)
    ]
    return _answer(request, "sitemap_index.xml", {"sitemaps": places})


@require_safe
def sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    """``/sitemap-a3.xml``: pages whose key begins so. Raises ``Http404`` where the index has no such part."""
    if len(part) != _digits():
        raise Http404
    return _part(request, part)


def _part(request: HttpRequest, part: str) -> HttpResponse:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    below: Any = site.root_page.get_descendants(inclusive=True)
    ends = (uuid.UUID(hex=part.ljust(32, "0")), uuid.UUID(hex=part.ljust(32, "f")))
    ids = below.live().order_by().filter(translation_key__range=ends).values("pk")
    # In the order of the random keys; the tree's order is the one in which pages were made.
    pages = readable_pages(ids, Viewer()).values()
    entries = [entry for page in pages for entry in page.get_sitemap_urls(request)]
    return _answer(request, "sitemap.xml", {"urlset": entries})


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, template, context, content_type="application/xml").render()
