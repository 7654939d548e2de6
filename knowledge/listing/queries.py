"""What listing, landing and home pages ask the index; counts come from there, never from the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from knowledge.listing.labels import AREA_FACET, TermFacet, counted
from knowledge.listing.places import places_open_to
from knowledge.permissions import viewer_for
from search import registry, service
from search.contract import Hit, SearchRequest, SearchResponse, Viewer
from search.ingest import readable_part
from search.query import SearchForm
from search.registry import DocumentSource

__all__ = ["areas", "home", "index", "landing"]

MOST_FEATURED = 100
"""Among so many of the newest cases the case of the month changes."""

NEWEST = {"case": 2}
"""Newest records on the home page; of every kind that is not named, one."""

PER_KIND = 4
"""Records per kind on a landing page before "alle anzeigen"."""


def areas(request: HttpRequest) -> list[dict[str, Any]]:
    """Challenge areas whose topic page this reader may open, in order, with ``count`` (all kinds) and
    ``cases``; two looks into the index.
    """
    viewer = viewer_for(request)
    return _areas(
        service.run(SearchRequest(limit=0), viewer),
        service.run(SearchRequest(filters=_cases(), limit=0), viewer),
        viewer,
    )


def _cases() -> dict[str, tuple[str, ...]]:
    """The filter that leaves the cases."""
    return {registry.TYPE_FACET: (registry.source_for("case").type_word,)}


def _areas(everything: SearchResponse, cases: SearchResponse, viewer: Viewer) -> list[dict[str, Any]]:
    topics = places_open_to(viewer).topics
    total, of_cases = (
        {value.value: value.count for value in found.facets.get("herausforderung", ())}
        for found in (everything, cases)
    )
    return [
        {
            "area": area,
            "count": total.get(area.slug, 0),
            "cases": of_cases.get(area.slug, 0),
            "url": topics[area.slug],
        }
        for area in AREA_FACET.terms()
        if area.slug in topics
    ]


def home(request: HttpRequest, *, featured_page_id: int | None, month: int) -> dict[str, Any]:
    """``areas``, target ``groups``, ``newest`` hits of each kind and the ``featured`` case: the chosen one,
    else one that changes by month.
    """
    viewer = viewer_for(request)
    everything = service.run(SearchRequest(limit=0), viewer)
    cases = service.run(SearchRequest(filters=_cases(), limit=0), viewer)
    newest = [_newest(source, NEWEST.get(source.kind, 1)) for source in registry.sources()]
    drawn = _newest(registry.source_for("case"), 1)
    among = min(cases.total, MOST_FEATURED)
    drawn = replace(drawn, offset=(month * 7 + date.today().year) % among if among else 0)
    *lists, of_month = service.run_each([*newest, drawn], viewer)
    return {
        "areas": _areas(everything, cases, viewer),
        "groups": _groups(viewer),
        "newest": [hit for found in lists for hit in found.hits],
        "featured": _chosen(featured_page_id, viewer) or next(iter(of_month.hits), None),
        "total": everything.total,
    }


def _groups(viewer: Viewer) -> list[dict[str, str]]:
    """Target groups with the landing pages that this viewer may open, from the cache of their facet."""
    facet = registry.facet_label("zielgruppe") if "zielgruppe" in registry.facet_names() else None
    if not isinstance(facet, TermFacet):
        return []
    groups = places_open_to(viewer).groups
    return [{"label": term.label, "url": groups[term.key]} for term in facet.terms() if term.key in groups]


def _newest(source: DocumentSource, limit: int) -> SearchRequest:
    filters = {registry.TYPE_FACET: (source.type_word,)}
    return SearchRequest(filters=filters, sort="neueste", limit=limit, counted=False)


def _chosen(page_id: int | None, viewer: Viewer) -> Hit | None:
    """The case that editors chose, as a hit."""
    if page_id is None:
        return None
    source = registry.source_for("case")
    page = source.eligible().filter(pk=page_id).first()
    if page is None or not source.visible([source.key(page)], viewer):
        return None
    return Hit.of(readable_part(source.build(page), viewer))


def index(request: HttpRequest, *, kind: str) -> dict[str, Any]:
    """Context of a listing of one kind; the same form, facets and paging as the result page."""
    from search.web import listing_context

    return listing_context(
        request,
        viewer=viewer_for(request),
        fixed={registry.TYPE_FACET: (registry.source_for(kind).type_word,)},
    )


def landing(
    request: HttpRequest,
    *,
    facet: str,
    value: str,
    promises: Sequence[tuple[str, str]],
    listed: Collection[str] = (),
) -> list[dict[str, Any]]:
    """Shelves of a landing page: what its introduction promises, then the records by kind.

    Per shelf ``key`` (anchor), ``title``, ``hits``, ``everything`` (how many there are, in words; empty where
    all are shown), ``url`` of all, and ``is_promise`` for one whose number says nothing of what it counts.

    A record stands on the page once: on the first shelf that has it, or not at all where its key is among
    those ``listed`` above the shelves. What is left out is replaced by the next ones.
    """
    viewer = viewer_for(request)
    sources = [source for source in registry.sources() if facet in source.facets]
    forms = [SearchForm.from_query(QueryDict(search.lstrip("?"))) for _words, search in promises]
    asked = [*map(_promised, forms), *(_of_kind(source, facet, value) for source in sources)]
    seen = len(listed) + PER_KIND * len(forms)
    asked = [replace(one, limit=PER_KIND + seen) for one in asked]
    taken = set(listed)
    found = [_not_yet(response, taken) for response in service.run_each(asked, viewer)]
    shelves = [
        _shelf(
            response,
            key=f"versprochen-{number}",
            title=words[:1].upper() + words[1:] if get_language() == "de" else _by_filters(response.request),
            everything=str(response.total),
            url=f"/suche/{form.address()}",
            is_promise=True,
        )
        for number, ((words, _search), form, response) in enumerate(
            zip(promises, forms, found[: len(forms)], strict=True), 1
        )
    ]
    for source, response in zip(sources, found[len(forms) :], strict=True):
        title = counted(response.total, source.kind)
        shelves.append(
            _shelf(
                response,
                key=f"gruppe-{source.kind}",
                title=title,
                everything=title,
                url=f"/suche/?{registry.TYPE_FACET}={source.type_word}&{facet}={value}",
            )
        )
    return [shelf for shelf in shelves if shelf]


def _not_yet(response: SearchResponse, taken: set[str]) -> SearchResponse:
    """What of it stands nowhere on the page yet, as many as a shelf holds; they are ``taken`` from now on."""
    hits = [hit for hit in response.hits if hit.key not in taken][:PER_KIND]
    taken.update(hit.key for hit in hits)
    return replace(response, hits=tuple(hits))


def _of_kind(source: DocumentSource, facet: str, value: str) -> SearchRequest:
    filters = {registry.TYPE_FACET: (source.type_word,), facet: (value,)}
    return SearchRequest(filters=filters, sort="neueste", limit=PER_KIND, counted=False)


def _promised(form: SearchForm) -> SearchRequest:
    """What the words of a promise find."""
    sort = "relevance" if form.text else "neueste"
    return replace(form.request(), limit=PER_KIND, sort=sort, counted=False)


def _by_filters(asked: SearchRequest) -> str:
    """Words for a promise in a language in which it was not made: the kind, and what else it asks for."""
    words: dict[bool, list[str]] = {True: [], False: []}
    for name, values in asked.filters.items():
        words[name == registry.TYPE_FACET] += map(registry.facet_label(name).value_label, values)
    return ": ".join(filter(None, (", ".join(words[True]), ", ".join(words[False]), asked.text)))


def _shelf(
    response: SearchResponse, *, key: str, title: str, everything: str, url: str, is_promise: bool = False
) -> dict[str, Any] | None:
    """A shelf; ``None`` where nothing stands on it. A promise whose records all stand further up is kept
    without them.
    """
    if not response.hits and not (is_promise and response.total):
        return None
    return {
        "key": key,
        "title": title,
        "hits": response.hits,
        "everything": everything if response.total > len(response.hits) else "",
        "url": url,
        "is_promise": is_promise,
    }
