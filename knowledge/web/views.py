"""Pages of the tree at their addresses, and views that belong to no page: errors, health, gallery."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views
from wagtail.models import Site

from knowledge.base import page_at
from knowledge.enums import EvidenceLevel, Outcome
from knowledge.lessons import MOST_CONFIRMING, SECURED_BY_CYCLES, STALE_AFTER_MONTHS
from knowledge.operations import readiness
from knowledge.web import outages
from knowledge.web.kept_input import written
from search import service
from search.operations import gather, metrics
from search.public_forms import keep_private

__all__ = [
    "bad_request",
    "gallery",
    "healthz",
    "logged_out",
    "not_found",
    "ratings",
    "robots",
    "serve",
    "server_error",
]


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view, with the page looked up at once: two queries, whatever its depth. Only where no page
    has the path, Wagtail goes down step by step.
    """
    site = Site.find_for_request(request)
    page = page_at(f"{site.root_page.url_path}{path.lstrip('/')}") if site is not None else None
    if page is not None:
        try:
            found = page.route(request, [])
        except Http404:
            found = None
        # Where Page.route_for_request keeps what it found.
        request._wagtail_route_for_request = found  # type: ignore[attr-defined]
    response: HttpResponse = wagtail_views.serve(request, path)
    return response


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in all its states; in development and for signed-in staff."""
    if not (settings.DEBUG or settings.SHOW_GALLERY or request.user.is_staff):
        raise Http404
    return render(request, "components/gallery.html")


@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """How the library rates: outcome and evidence of cases, state and confidence of lessons, with the numbers
    of the formula that counts them.
    """
    return render(
        request,
        "knowledge/ratings.html",
        {
            "evidence": EvidenceLevel.values,
            "outcomes": Outcome.values,
            "most": MOST_CONFIRMING,
            "months": STALE_AFTER_MONTHS,
            "cycles": SECURED_BY_CYCLES,
        },
    )


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """``200`` when pages answer; ``503`` and which part is missing when they would not. The search may be
    degraded without being down.

    ``?details`` adds queue, lag, breaker and times of this process for signed-in staff.
    """
    found: dict[str, Any] = readiness.parts()
    if set(found.values()) != {readiness.OK}:
        return JsonResponse(found, status=503)
    found["search"] = "ok" if service.status().available else "degraded"
    if "details" in request.GET and request.user.is_staff:
        found["details"] = gather().as_dict() | {"metrics": metrics()}
    return JsonResponse(found)


@require_safe
def logged_out(request: HttpRequest) -> HttpResponse:
    """Says that the session is over; an address of its own, so that reloading it sends nothing again."""
    return render(request, "knowledge/logged_out.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Robots may read what everybody may read; result pages have no end."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /suche/",
        "Disallow: /en/suche/",
        "Disallow: /konto/",
        "Disallow: /en/konto/",
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with a search box; and with the texts of whoever was writing when the page went."""
    texts = written(request)
    response = render(request, "404.html", {"texts": texts}, status=404)
    return keep_private(response) if texts else response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 as Django says it, or with the limit that the form went over; 503 where a session could not be
    stored.
    """
    if outages.is_outage(exception):
        return outages.answer(request, exception)
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        limits = {
            "is_size": isinstance(exception, RequestDataTooBig),
            "megabytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1024**2,
            "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        }
        # Without the request: reading its form again would fail again.
        return HttpResponse(render_to_string("knowledge/too_large.html", limits), status=400)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 from a template without context: nothing in it may fail again; 503 where a middleware could not
    store something.
    """
    error = sys.exc_info()[1]
    if outages.is_outage(error):
        return outages.answer(request, error)
    return HttpResponse((settings.BASE_DIR / "templates" / "500.html").read_bytes(), status=500)
