"""Saying whether a page helped, and reading what the editors answered."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page, Site

from knowledge.base import SitePage, readable_pages
from knowledge.enums import ContributionOrigin
from publications.feedback.forms import PageFeedbackForm
from publications.models import PageFeedback
from search.contract import Audience, Viewer
from search.public_forms import open_form, secret_address

__all__ = ["answered", "feedback_key", "give", "give_on_place"]


def feedback_key(page: Any) -> str:
    """What names a page in the address of its form; "" for a page that not everybody may read."""
    level = getattr(page, "audience", Audience.PUBLIC)
    is_public = isinstance(page, SitePage) and page.pk and level == Audience.PUBLIC
    return str(page.translation_key) if is_public else ""


def _page(key: uuid.UUID) -> Any:
    """The page that everybody may read. Raises ``Http404``."""
    found = Page.objects.filter(translation_key=key).values_list("pk", flat=True).first()
    page = readable_pages([found], Viewer()).get(found) if found is not None else None
    if page is None or not feedback_key(page):
        raise Http404
    return page


def _way_back(request: HttpRequest, page: Any, place: str | None) -> str:
    """Where somebody came from; "" when that is open to nobody any more."""
    if place:
        return reverse(PageFeedback.PLACES[place])
    return page.get_url(request) or "" if page else ""


@never_cache
@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/rueckmeldung/<key>/?geholfen=``: opens with the answer that the link names; received with the
    button, and read by the editors.
    """
    return _give(request, _page(key))


@never_cache
@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def give_on_place(request: HttpRequest, place: str) -> HttpResponse:
    """``/rueckmeldung/suche/``: the same for a page that is none of the tree."""
    if place not in PageFeedback.PLACES:
        raise Http404
    site = Site.find_for_request(request)
    return _give(request, _page(site.root_page.translation_key), PageFeedback.Place(place))


def _give(request: HttpRequest, page: Any, place: PageFeedback.Place | None = None) -> HttpResponse:
    """The form about the page, or about what stands beside the tree."""
    form = PageFeedbackForm(request.POST or None, initial={"geholfen": request.GET.get("geholfen", "")})
    if request.method == "POST" and form.is_valid() and form.is_admitted(request):
        row = PageFeedback(
            page_id=page.pk,
            place=place or "",
            helped=form.cleaned_data["geholfen"],
            text=form.cleaned_data["satz"],
            origin=ContributionOrigin.FORM,
        )
        row.full_clean()
        row.save()
        return redirect("feedback_answer", key=row.key)
    context = {
        "form": form,
        "place": place,
        "title": place.label if place else page.title,
        "back": _way_back(request, page, place),
    }
    return render(request, "publications/feedback/form.html", context, status=422 if form.is_bound else 200)


@secret_address
@require_safe
def answered(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/rueckmeldung/antwort/<key>/``: thanks, and the answer once there is one. The address is the only way
    to it; nobody leaves another.
    """
    row = get_object_or_404(PageFeedback.objects.select_related("page"), key=key)
    page = readable_pages([row.page_id], Viewer()).get(row.page_id)
    back = _way_back(request, page, row.place)
    return render(request, "publications/feedback/answer.html", {"feedback": row, "back": back})
