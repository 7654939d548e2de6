"""The decisions of later rounds about a lesson."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knowledge.base import in_use
from knowledge.classification import classify
from knowledge.contributions import Contribution
from knowledge.enums import ContributionState, VerdictKind
from knowledge.lessons.models import LessonPage
from knowledge.lessons.state import RoundVerdict
from search.models import OneOf

__all__ = ["LessonVerdict"]


class LessonVerdict(Contribution):
    """The decision of one round. Which cycle it was stays internal: it would point at the source cases."""

    about = "lesson"

    lesson = models.ForeignKey(
        LessonPage,
        on_delete=in_use.protect,
        related_name="verdicts",
        verbose_name=_("Lehre"),
        help_text=_("Die Lehre, über die geurteilt wurde."),
    )
    cycle = models.ForeignKey(
        "knowledge.ForumCycle",
        on_delete=in_use.protect,
        related_name="verdicts",
        verbose_name=_("Staffel"),
        help_text=_("Welche Staffel geurteilt hat; öffentlich erscheint nur die Zahl der Staffeln."),
    )
    meeting = models.ForeignKey(
        "knowledge.WorkingMeeting",
        null=True,
        blank=True,
        on_delete=in_use.protect,
        related_name="verdicts",
        verbose_name=_("Arbeitstreffen"),
        help_text=_("In welchem Treffen, soweit bekannt."),
    )
    kind = models.CharField(
        _("Urteil"),
        max_length=16,
        choices=VerdictKind.choices,
        help_text=_("Die Entscheidung der Runde. „Angepasst“: die neue Fassung ist eine neue Lehre."),
    )
    n_yes = models.PositiveSmallIntegerField(
        _("trifft zu"), default=0, help_text=_("Stimmen der Runde; bleiben intern.")
    )
    n_part = models.PositiveSmallIntegerField(
        _("trifft teils zu"), default=0, help_text=_("Stimmen der Runde; bleiben intern.")
    )
    n_no = models.PositiveSmallIntegerField(
        _("trifft nicht zu"), default=0, help_text=_("Stimmen der Runde; bleiben intern.")
    )
    reason = models.TextField(
        _("Begründung"), help_text=_("Warum kam die Runde zu diesem Urteil? Ohne Namen.")
    )
    follow_up = models.BooleanField(
        _("Eine Nachverfolgung zeigt die Wirkung"),
        default=False,
        help_text=_(
            "Anhaken, wenn die Nachverfolgung eines Falls die Wirkung zeigt. Das erhöht die Belastbarkeit,"
            " aber nur bei „Bestätigt“."
        ),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="kind reason follow_up", internal="id lesson cycle meeting n_yes n_part n_no"
    )

    class Meta(Contribution.Meta):
        verbose_name = _("Prüfung")
        verbose_name_plural = _("Prüfungen")
        constraints = [
            *Contribution.Meta.constraints,
            OneOf("kind", blank=True),
            models.UniqueConstraint(
                fields=["lesson", "cycle"],
                condition=Q(state=ContributionState.ACCEPTED),
                name="one_verdict_per_cycle",
                violation_error_message=_("Von dieser Staffel ist schon ein Urteil angenommen."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def judged_on(self) -> date:
        """Date of the meeting, or the end of the cycle where the meeting is not known."""
        return (self.meeting and self.meeting.date) or self.cycle.ends

    def as_round_verdict(self) -> RoundVerdict:
        """The value the formula of :mod:`knowledge.lessons.state` takes."""
        return RoundVerdict(self.cycle.number, VerdictKind(self.kind), self.judged_on, self.follow_up)
