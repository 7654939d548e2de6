"""What happened when somebody ran a method."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.base import in_use
from knowledge.classification import classify
from knowledge.contributions import Contribution
from methods.models.card_page import MethodCardPage
from search.models import InRange

__all__ = ["UsageReport"]


class UsageReport(Contribution):
    """What happened when somebody ran the method: a form of ninety seconds."""

    about = "card"
    waits_for_batch = False

    card = models.ForeignKey(
        MethodCardPage,
        on_delete=in_use.protect,
        related_name="usage_reports",
        verbose_name=_("Methodenkarte"),
        help_text=_("Die Karte, nach der gearbeitet wurde."),
    )
    meeting = models.ForeignKey(
        "knowledge.WorkingMeeting",
        null=True,
        blank=True,
        on_delete=in_use.protect,
        related_name="usage_reports",
        verbose_name=_("Arbeitstreffen"),
        help_text=_("Nur intern; auf der Karte erscheint das Treffen nicht."),
    )
    participants = models.PositiveSmallIntegerField(
        _("Teilnehmende"), help_text=_("Wie viele mitgemacht haben.")
    )
    planned_minutes = models.PositiveSmallIntegerField(
        _("Geplante Minuten"), help_text=_("Was im Ablaufplan stand.")
    )
    actual_minutes = models.PositiveSmallIntegerField(
        _("Wirkliche Minuten"),
        help_text=_("Wie lange es wirklich dauerte. Daraus wird der mittlere Wert auf der Karte."),
    )
    worked = models.PositiveSmallIntegerField(
        _("Hat es getragen? (1 bis 5)"),
        help_text=_("1 gar nicht, 5 sehr gut."),
    )
    adapted = models.TextField(
        _("Was wurde geändert?"),
        blank=True,
        help_text=_("Zum Beispiel „dritte Phase weggelassen, weil die Frage schon klar war“."),
    )
    pitfall = models.CharField(
        _("Stolperstein"),
        max_length=240,
        blank=True,
        help_text=_("Wovor Sie andere warnen, zum Beispiel „Die Uhr stand so, dass niemand sie sah“."),
    )
    accessibility_note = models.TextField(
        _("Barrierefreiheit"), blank=True, help_text=_("Was für wen gut oder nicht gut ging.")
    )
    quote = models.CharField(
        _("Stimme (ohne Namen)"),
        max_length=240,
        blank=True,
        help_text=_("Ein Satz, wie er fiel, ohne dass man die Person erkennt."),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="planned_minutes actual_minutes worked adapted pitfall accessibility_note quote",
        quasi="participants",
        internal="id card meeting",
    )

    class Meta(Contribution.Meta):
        verbose_name = _("Einsatzbericht")
        verbose_name_plural = _("Einsatzberichte")
        constraints = [
            *Contribution.Meta.constraints,
            InRange("participants", 1),
            InRange("planned_minutes", 1),
            InRange("actual_minutes", 1),
            InRange("worked", 1, 5),
        ]

    @classmethod
    def proposed_for(cls, record: Any) -> dict[str, Any]:
        """The usual duration of the card is what was planned, until somebody says otherwise."""
        return {"planned_minutes": record.duration_typ}

    def __str__(self) -> str:
        return f"{self.actual_minutes} min, {self.worked}/5"
