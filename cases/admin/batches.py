"""The page of the mixed batch: which cases are ready, why they cannot come out yet, one button."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cases import gate
from knowledge.admin import queued
from knowledge.contributions import waiting_records
from knowledge.jobs import enqueue
from search.public_forms import key_in, private_page

__all__ = ["release_batch"]


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def release_batch(request: HttpRequest) -> HttpResponse:
    """Show what would come out; POST starts the job with exactly the cases that were on the page."""
    if not gate.may_release_batch(request.user):
        raise PermissionDenied
    cases = gate.ready_cases()
    reason = gate.unmixed(cases)
    if request.method == "POST" and not reason:
        shown = {key_in(pk) for pk in request.POST.getlist("fall")}
        if shown == {case.pk for case in cases}:
            return queued(request, enqueue(gate.RELEASE_BATCH, *sorted(shown), user=request.user))
        messages.warning(
            request,
            _("Inzwischen sind andere Fälle bereit als eben. Bitte noch einmal ansehen und dann starten."),
        )
    context = {
        "page_title": _("Gemischte Veröffentlichung"),
        "header_icon": "doc-full-inverse",
        "cases": cases,
        "reason": reason,
        "on": gate.batch_date(),
        "told": len(waiting_records()),
    }
    return render(request, "cases/admin/release_batch.html", context)
