"""What the methods ask of a meeting before it is worked up: each card that was used has a report."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.cycle import Missing, WorkingMeeting
from knowledge.cycle.gate import Requirement, require
from knowledge.enums import ContributionState
from methods.models import ReportRequest, UsageReport

__all__ = ["register"]


def _without_report(meeting: WorkingMeeting) -> Iterator[Missing]:
    told = set(
        UsageReport.objects.filter(meeting=meeting)
        .exclude(state=ContributionState.REJECTED)
        .values_list("card", flat=True)
    )
    for request in ReportRequest.objects.filter(meeting=meeting).select_related("card"):
        if request.card_id not in told:
            yield Missing(
                _("Treffen %(no)d: Zu „%(card)s“ fehlt der Einsatzbericht (90 Sekunden).")
                % {"no": meeting.number, "card": request.card.title},
                reverse("usage_report", args=[request.token]),
            )


def register() -> None:
    """Called once, when all models are known."""
    require(
        Requirement("methoden", gettext_lazy("Jede eingesetzte Karte hat einen Bericht"), _without_report)
    )
