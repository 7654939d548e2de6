"""The page behind the link that asks how a method went."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge.enums import ContributionOrigin
from methods.models import ReportRequest, UsageReport
from methods.reporting.forms import UsageReportForm
from search.public_forms import LinkPage, secret_address

__all__ = ["usage_report"]


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def usage_report(request: HttpRequest, token: str) -> HttpResponse:
    """``/einsatz/<token>/``: four numbers; the report is received, and shown once an editor accepts it."""
    asked = ReportRequest.by_token(token)
    return _PAGE.respond(request, asked, {"asked": asked, "card": asked.card if asked else None})


@transaction.atomic
def _keep(asked: ReportRequest, form: UsageReportForm) -> None:
    if not asked.use():
        raise ValidationError(_("Dieser Link ist nicht mehr offen."))
    sent = form.cleaned_data
    report = UsageReport(
        card=asked.card,
        meeting=asked.meeting,
        participants=sent["personen"],
        planned_minutes=asked.planned_minutes,
        actual_minutes=sent["minuten"],
        worked=sent["getragen"],
        adapted=sent["geaendert"],
        pitfall=sent["stolperstein"],
        origin=ContributionOrigin.LINK,
    )
    report.full_clean()
    report.save()


_PAGE: Final = LinkPage(
    "methods/report/form.html", UsageReportForm, _keep, texts=("geaendert", "stolperstein")
)
