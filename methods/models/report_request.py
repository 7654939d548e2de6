"""The question how a method went, asked by a link after a meeting in which it stood on the programme."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.classification import classify
from methods.models.card_page import MethodCardPage
from search.models import InRange, MailedLink

__all__ = ["ReportRequest", "ask_for_reports"]

VALID = timedelta(days=60)
"""So long a report can be given by the link."""


class ReportRequest(MailedLink):
    """A card that was on the programme of a meeting, and the link that asks how it went."""

    card = models.ForeignKey(
        MethodCardPage,
        on_delete=models.CASCADE,
        related_name="report_requests",
        verbose_name=_("Methodenkarte"),
    )
    meeting = models.ForeignKey(
        "knowledge.WorkingMeeting",
        on_delete=models.CASCADE,
        related_name="report_requests",
        verbose_name=_("Arbeitstreffen"),
    )
    planned_minutes = models.PositiveSmallIntegerField(_("Geplante Minuten"))

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id card meeting key planned_minutes expires_on used_at"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name = _("Bitte um einen Einsatzbericht")
        verbose_name_plural = _("Bitten um Einsatzberichte")
        constraints = [
            InRange("planned_minutes", 1),
            models.UniqueConstraint(fields=["card", "meeting"], name="one_request_per_card_and_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}"


def ask_for_reports(sender: Any, meeting: Any, **kwargs: Any) -> None:
    """A meeting was held, or a case consulted in it: each card of its programme is asked about once, with the
    minutes planned for it.
    """
    minutes: dict[int, int] = {}
    for plan in meeting.session_plans.all():
        for block in plan.blocks.all():
            if block.method_id:
                minutes[block.method_id] = minutes.get(block.method_id, 0) + block.minutes
    for card, planned in minutes.items():
        ReportRequest.objects.get_or_create(
            card_id=card,
            meeting=meeting,
            defaults={"planned_minutes": planned, "expires_on": timezone.localdate() + VALID},
        )
