"""The lists and records of ``/api/v1/`` with their description in OpenAPI 3.1 (django-ninja)."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from pydantic import create_model

from knowledge.classification import PublicView
from knowledge.enums import FormatState
from knowledge.listing import AREA_FACET, places_for
from knowledge.models import Format
from knowledge.web import records
from publications.exports.packages import router as packages
from search.web import api as search_api

__all__ = ["api"]

api = NinjaAPI(
    title="Meine Kommune weiterdenken",
    version="1",
    description=(
        "Lesend, ohne Schlüssel. Daten sind die der gemischten Veröffentlichung, Kennungen sagen nichts aus."
    ),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="records_api",
)


class ListItem(Schema):
    """A record in a list."""

    key: str
    kind: str
    title: str
    url: str
    summary: str
    display: dict[str, str]


class RecordList(Schema):
    """A page of a list; ``next`` is the address of the following one."""

    items: list[ListItem]
    total: int
    next: str | None


class RecordFact(Schema):
    """A property in words."""

    name: str
    label: str
    value: str


class RecordSection(Schema):
    """A part of the text with its anchor."""

    anchor: str
    heading: str
    text: str


class RecordLink(Schema):
    """Another record, and how it belongs to this one."""

    label: str
    key: str
    kind: str
    title: str
    url: str
    reason: str


class RecordStatement(Schema):
    """A single thing the record says: an idea with its state, a step, what it takes."""

    name: str
    text: str
    state: str
    detail: str


class WholeRecord(Schema):
    """A record with all its public text."""

    key: str
    kind: str
    kind_label: str
    title: str
    url: str
    summary: str
    areas: list[str]
    facts: list[RecordFact]
    released: str
    licence: str
    citation: str
    sections: list[RecordSection]
    related: list[RecordLink]
    entry_phrases: list[str]
    statements: list[RecordStatement]
    short_title: str


class Area(Schema):
    """A challenge area."""

    key: str
    label: str
    definition: str
    url: str


class FormatItem(Schema):
    """A way of working together that others may take over."""

    key: str
    name: str
    kind: str
    purpose: str
    principles: list[str]
    target_groups: list[str]
    meetings: int
    budget: str
    version: str
    licence: str


class FormatList(Schema):
    """The formats that were given free for others."""

    items: list[FormatItem]
    total: int
    next: str | None


class AreaList(Schema):
    """All challenge areas that have a page."""

    items: list[Area]
    total: int
    next: str | None


@api.get("/search", response=dict, summary="Suche, wie unter /suche/", tags=["search"])
def search(request: HttpRequest, q: str = "", limit: str = "", offset: str = "") -> Any:
    """The parameters of the search page, ``limit`` and ``offset``."""
    return search_api.api_search(request)


@api.get("/suggest", response=dict, summary="Vorschläge beim Tippen", tags=["search"])
def suggest(request: HttpRequest, q: str = "") -> Any:
    """What the beginning of a word may become."""
    return search_api.api_suggest(request)


@api.get("/areas", response=AreaList, summary="Herausforderungen", tags=["areas"])
def areas(request: HttpRequest, limit: str = "", offset: str = "") -> Any:
    """The challenge areas that have a page, in their order."""
    most, start = records.window(request)
    topics = places_for(request).topics
    terms = [area for area in AREA_FACET.terms() if area.slug in topics]
    items = [
        {
            "key": area.slug,
            "label": area.name,
            "definition": area.definition,
            "url": request.build_absolute_uri(topics[area.slug]),
        }
        for area in terms[start : start + most]
    ]
    return records.answer(records.page_of(request, items, len(terms), (most, start)), public=True)


@api.get("/formats", response=FormatList, summary="Formate zum Übernehmen", tags=["formats"])
def formats(request: HttpRequest, limit: str = "", offset: str = "") -> Any:
    """Formats that were tried and given free, by name."""
    most, start = records.window(request)
    free = Format.objects.filter(state=FormatState.TRANSFERABLE).order_by("name", "pk")
    items = [
        {
            "key": one.key,
            "name": one.name,
            "kind": str(one.get_kind_display()),
            "purpose": one.purpose,
            "principles": [line for line in one.principles.splitlines() if line.strip()],
            "target_groups": [group.key for group in one.target_groups.all()],
            "meetings": one.min_meetings,
            "budget": one.budget_band,
            "version": one.version,
            "licence": one.licence,
        }
        for one in map(PublicView, free.prefetch_related("target_groups")[start : start + most])
    ]
    return records.answer(records.page_of(request, items, free.count(), (most, start)), public=True)


api.add_router("/packages", packages)


def _declare(name: str) -> None:
    """The list of a kind and one record of it."""

    facets = records.filters_of(name)
    parameters: Any = create_model(f"Filters_{name}", **{facet: (list[str], []) for facet in facets})  # type: ignore[call-overload]

    def narrowed(request: HttpRequest, wanted: Any, limit: str = "", offset: str = "") -> HttpResponse:
        return records.records(request, name)

    def listed(request: HttpRequest, limit: str = "", offset: str = "") -> HttpResponse:
        return records.records(request, name)

    def one(request: HttpRequest, key: str) -> HttpResponse:
        return records.record(request, name, key)

    narrowed.__annotations__["wanted"] = Annotated[parameters, Query(...)]
    view = narrowed if facets else listed
    api.get(f"/{name}", response=RecordList, summary=name, tags=[name], operation_id=f"list_{name}")(view)
    whole = {200: WholeRecord, 404: None}
    api.get(f"/{name}/{{key}}", response=whole, tags=[name], operation_id=f"get_{name}")(one)


for _name in records.KINDS:
    _declare(_name)


@api.exception_handler(Http404)
def nothing_there(request: HttpRequest, error: Http404) -> HttpResponse:
    """As JSON, like everything here."""
    return api.create_response(
        request, {"detail": "Das gibt es nicht oder es ist nicht öffentlich."}, status=404
    )
