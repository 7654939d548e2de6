"""Addresses for programs and for one's own files."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from knowledge.base import german_slug
from knowledge.listing import outline, table_file
from publications.exports.citations import as_bibtex, as_ris
from publications.exports.oai import answer
from publications.exports.tables import table_of_hits, table_of_series
from publications.models import Series
from search import registry, service
from search.contract import Hit, Viewer
from search.query import SearchForm

__all__ = ["citation", "oai", "series_table", "table"]

_CITED: Final = {
    "bib": (as_bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (as_ris, "application/x-research-info-systems; charset=utf-8"),
}
_MOST_ROWS: Final = 1000
_DIGITS: Final = re.compile(r"[0-9a-f]{32}")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """``/oai``: OAI-PMH 2.0, by GET or POST as the protocol wants."""
    parameters = request.POST if request.method == "POST" else request.GET
    return HttpResponse(answer(parameters.dict()), content_type="text/xml; charset=utf-8")


@require_safe
@conditional_page
def table(request: HttpRequest, form: str) -> HttpResponse:
    """``/suche/tabelle.csv?…``: what everybody finds with these parameters, at most 1,000 rows."""
    asked = SearchForm.from_query(request.GET).request()
    asked = replace(asked, everything=True, sort="neueste" if not asked.text else asked.sort)
    # As many at once as the page judges: with more it would be other records that may fit.
    step = service.JUDGED if asked.text else service.MAX_LIMIT
    hits: list[Hit] = []
    while len(hits) < _MOST_ROWS:
        found = service.run(replace(asked, limit=step, offset=len(hits)), Viewer(), count_miss=False)
        hits += found.hits
        if not found.hits or len(hits) >= found.total:
            break
    return table_file(table_of_hits(hits[:_MOST_ROWS]), form, name="eintraege")


@require_safe
@conditional_page
def series_table(request: HttpRequest, series: str, form: str) -> HttpResponse:
    """``/reihe/<series>/tabelle.csv``: the publications of a series. Raises ``Http404`` for one of which
    nobody may read anything.
    """
    if series not in {*Series.values} - {Series.OTHER} or not (found := table_of_series(Series(series))).rows:
        raise Http404
    return table_file(found, form, name=german_slug(str(Series(series).label)))


@require_safe
@conditional_page
def citation(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """``/zitieren/<key>.bib``: a record that everybody may read, for a reference manager. Raises
    ``Http404``.
    """
    kind, _colon, digits = key.partition(":")
    if not registry.is_kind(kind) or _DIGITS.fullmatch(digits) is None:
        raise Http404
    page = registry.source_for(kind).public().filter(translation_key=digits).first()
    try:
        described = outline(page) if page is not None else None
    except PermissionDenied:
        described = None
    if described is None:
        raise Http404
    write, content_type = _CITED[form]
    headers = {"Content-Disposition": f'attachment; filename="{kind}-{digits[:8]}.{form}"'}
    return HttpResponse(write(described).encode(), content_type=content_type, headers=headers)
