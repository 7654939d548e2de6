"""``/api/v1/search`` and ``/api/v1/suggest``: read-only JSON for the public (interfaces.md)."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import translate_url
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from search import registry, service
from search.contract import Hit, SearchResponse
from search.query import PAGE_SIZE, SearchForm
from search.service import MAX_LIMIT

_MAX_OFFSET = 10_000
_HEADERS = {"Access-Control-Allow-Origin": "*"}


@require_safe
def api_search(request: HttpRequest) -> JsonResponse:
    """Hits, facets and what was understood, for the parameters of ``/suche/`` plus ``limit`` and
    ``offset``.
    """
    form = SearchForm.from_query(request.GET)
    asked = form.request()
    limit = _number(request.GET.get("limit"), PAGE_SIZE, MAX_LIMIT)
    offset = _number(request.GET.get("offset"), asked.offset, _MAX_OFFSET)
    response = service.run(replace(asked, limit=limit, offset=offset), registry.viewer_of(request))
    return JsonResponse(_search_json(form, response), headers=_HEADERS)


@require_safe
def api_suggest(request: HttpRequest) -> JsonResponse:
    """Completions of ``q`` from public titles and names, each text once; ``label`` says in the language
    ``sprache`` where a row leads, ``remark`` what must be said of it.
    """
    text = SearchForm.from_query(request.GET).text
    asked = request.GET.get("sprache", "")
    language = asked if asked in dict(settings.LANGUAGES) else get_language() or "de"
    found = service.suggest(text, _number(request.GET.get("limit"), 8, 20))
    with override(language):
        said = registry.remarks(found)
        items = [asdict(s) | {"label": _kind_label(s.kind), "remark": said.get(s.url, "")} for s in found]
    with override(settings.LANGUAGE_CODE):  # the language of the addresses in the index
        items = [item | {"url": translate_url(str(item["url"]), language)} for item in items]
    return JsonResponse({"query": text, "items": items}, headers=_HEADERS)


def _kind_label(kind: str) -> str:
    """What a row is, for people: a kind of record, a topic, a page, or a word to search for."""
    if registry.is_kind(kind):
        return str(registry.source_for(kind).label)
    others = {"topic": gettext("Thema"), "page": gettext("Seite")}
    return others.get(kind) or gettext("Suchwort")


def _number(raw: str | None, default: int, highest: int) -> int:
    """A parameter within its limits; the default for anything that is no number."""
    if raw is None or not (raw.isascii() and raw.isdigit() and len(raw) < 8):
        return default
    return min(int(raw), highest)


def _search_json(form: SearchForm, response: SearchResponse) -> dict[str, Any]:
    # What follows what passes stands in the same order, from its place on.
    step = len(response.hits) if response.more else response.request.limit
    following = response.request.offset + step
    return {
        "query": form.text,
        "total": response.total,
        "more": response.more,
        "relaxed_total": response.relaxed_total,
        "degraded": response.degraded,
        "no_answer": response.no_answer,
        "hits": [_hit_json(hit) for hit in response.hits],
        "facets": {name: [asdict(value) for value in values] for name, values in response.facets.items()},
        "suggestion": response.suggestion,
        "chips": [asdict(chip) for chip in response.chips],
        "notice": response.notice,
        "problems": form.problems,
        "next": (
            form.address() + f"&limit={response.request.limit}&offset={following}"
            if following < response.total
            else None
        ),
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "key": hit.key,
        "kind": hit.kind,
        "title": hit.title,
        "url": hit.url,
        "anchor": hit.anchor,
        "summary": hit.summary,
        "snippet": hit.snippet,
        "reasons": [asdict(reason) for reason in hit.reasons],
        "confidence": round(hit.confidence, 3),
        "passes": hit.passes,
        "display": dict(hit.display),
    }
