"""The page behind the link that asks how a method went."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from knowledge.enums import ContributionOrigin
from methods.models import ReportRequest, UsageReport
from methods.reporting.forms import UsageReportForm
from search.public_forms import secret_address

__all__ = ["usage_report"]


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def usage_report(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/einsatz/<key>/``: four numbers; the report is received, and shown once an editor accepts it."""
    asked = ReportRequest.objects.select_related("card", "meeting").filter(key=key).first()
    if asked is None or asked.used_at is not None or asked.is_over:
        why = "fremd" if asked is None else "beantwortet" if asked.used_at else "vorbei"
        texts = [text] if (text := request.POST.get("geaendert", "").strip()) else []
        status = {"fremd": 404, "beantwortet": 200, "vorbei": 410}[why]
        return render(request, "knowledge/closed_link.html", {"why": why, "texts": texts}, status=status)
    form = UsageReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.is_admitted(request):
        _keep(asked, form)
        return redirect("usage_report", key=key)
    page = {"form": form, "asked": asked, "card": asked.card}
    return render(request, "methods/report/form.html", page, status=422 if form.is_bound else 200)


@transaction.atomic
def _keep(asked: ReportRequest, form: UsageReportForm) -> None:
    """One report per link, also when the button is pressed twice."""
    if not ReportRequest.objects.filter(pk=asked.pk, used_at=None).update(used_at=timezone.now()):
        return
    sent = form.cleaned_data
    report = UsageReport(
        card=asked.card,
        meeting=asked.meeting,
        participants=sent["personen"],
        planned_minutes=asked.planned_minutes,
        actual_minutes=sent["minuten"],
        worked=sent["getragen"],
        adapted=sent["geaendert"],
        origin=ContributionOrigin.LINK,
    )
    report.full_clean()
    report.save()
