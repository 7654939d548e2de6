"""Public pages that belong to no record."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.listing import table_file
from knowledge.permissions import viewer_for
from publications.coverage.counts import matrices, ways
from publications.coverage.tables import table_of_matrix, table_of_ways

__all__ = ["coverage", "coverage_table"]


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What the library covers, and how its knowledge travels."""
    viewer = viewer_for(request)
    return render(request, "publications/coverage.html", {"matrices": matrices(viewer), "ways": ways(viewer)})


@require_safe
def coverage_table(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """``/abdeckung/groesse.xlsx``, ``zeitraum`` or ``wege``: a table of the page, to the same reader with the
    same counts. Raises ``Http404`` where the page has none.
    """
    viewer = viewer_for(request)
    if name == "wege":
        table = table_of_ways(ways(viewer))
    else:
        table = table_of_matrix(next(one for one in matrices(viewer) if one.key == name))
    if not table.rows:
        raise Http404
    return table_file(table, form, name=f"abdeckung-{name}")
