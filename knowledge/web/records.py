"""Records as JSON, for whoever reads the library by a program: ``/api/v1/cases`` and so on."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import conditional_page, require_safe

from knowledge.listing import as_json, describe
from knowledge.permissions import viewer_for
from search import registry, service
from search.contract import SearchRequest
from search.public_forms import keep_private
from search.query import SearchForm
from search.registry import TYPE_FACET

__all__ = ["KINDS", "answer", "filters_of", "page_of", "record", "records", "window"]

KINDS = {
    "cases": "case",
    "methods": "method",
    "lessons": "lesson",
    "publications": "publication",
    "cycles": "cycle",
}
"""Kinds by their name in addresses, which is a promise (docs/referenz/schnittstellen.md)."""

_MOST = 100
_ALL_USED = 20
_KEY = re.compile(r"(?:[a-z]+:)?([0-9a-f]{32})")


@require_safe
@conditional_page
def records(request: HttpRequest, name: str) -> JsonResponse:
    """``{"items", "total", "next"}``: what this reader may read of a kind, in the order of the lists.
    ``limit`` (at most 100) and ``offset`` as numbers; anything else is the default. The parameters of
    :func:`filters_of` narrow it, each may be repeated.
    """
    source = registry.source_for(KINDS[name])
    limit, offset = window(request)
    viewer = viewer_for(request)
    form = SearchForm.from_query(request.GET)
    wanted = {facet: values for facet, values in form.filters.items() if facet in filters_of(name)}
    asked = SearchRequest(
        filters=wanted | {TYPE_FACET: (source.type_word,)},
        numbers=form.numbers,
        sort="neueste",
        limit=limit,
        offset=offset,
    )
    found = service.run(asked, viewer, count_miss=False)
    items = [
        {
            "key": hit.key,
            "kind": hit.kind,
            "title": hit.title,
            "url": request.build_absolute_uri(hit.url),
            "summary": hit.summary,
            "display": dict(hit.display),
        }
        for hit in found.hits
    ]
    return answer(page_of(request, items, found.total, (limit, offset)), public=viewer.is_public)


@require_safe
@conditional_page
def record(request: HttpRequest, name: str, key: str) -> JsonResponse:
    """One record whole, by its key ("case:" and 32 hexadecimal digits, or the digits alone). Raises
    ``Http404`` for whatever this reader may not read.
    """
    source, match, viewer = registry.source_for(KINDS[name]), _KEY.fullmatch(key), viewer_for(request)
    if match is None:
        raise Http404
    page = source.eligible().filter(translation_key=match[1]).first()
    try:
        body = as_json(describe(page, viewer)) if page is not None else None
    except PermissionDenied:
        body = None
    if body is None:
        raise Http404
    return answer(body, public=viewer.is_public)


def filters_of(name: str) -> tuple[str, ...]:
    """Parameters by which the list of a kind is narrowed: the facets of its records."""
    return registry.source_for(KINDS[name]).facets


def window(request: HttpRequest) -> tuple[int, int]:
    """``limit`` (1 to 100) and ``offset`` of a request for a list."""
    return min(_number(request, "limit", _ALL_USED) or 1, _MOST), _number(request, "offset", 0)


def page_of(
    request: HttpRequest, items: list[dict[str, Any]], total: int, asked: tuple[int, int]
) -> dict[str, Any]:
    """The items of a list between ``limit`` and ``offset``, with the address of the following ones, which
    keeps what narrowed the list.
    """
    limit, following = asked[0], sum(asked)
    kept = [
        (key, value)
        for key, values in request.GET.lists()
        if key not in {"limit", "offset"}
        for value in values
    ]
    query = urlencode([*kept, ("limit", limit), ("offset", following)])
    return {
        "items": items,
        "total": total,
        "next": f"{request.path}?{query}" if following < total else None,
    }


def answer(body: dict[str, Any], *, public: bool) -> JsonResponse:
    """JSON for any origin; what is not for everybody is kept by no cache."""
    response = JsonResponse(body, headers={"Access-Control-Allow-Origin": "*"})
    if not public:
        keep_private(response)
    return response


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default
