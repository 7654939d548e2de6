"""Public pages that belong to no record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.permissions import viewer_for
from publications.coverage.counts import matrices, ways

__all__ = ["coverage"]


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What the library covers, and how its knowledge travels."""
    viewer = viewer_for(request)
    return render(request, "publications/coverage.html", {"matrices": matrices(viewer), "ways": ways(viewer)})
