"""What became of a case, told by the person who gave it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case_page import CasePage
from cases.models.gate import gate
from knowledge.base import in_use
from knowledge.classification import classify
from knowledge.contributions import Contribution
from knowledge.enums import ContributionState, CostBand, EffectKind, FollowUpAfter, Outcome
from knowledge.lessons import FollowedUp
from search.models import OneOf

__all__ = ["CaseFollowUp", "newest_follow_ups"]

_NO_EFFECT = frozenset({EffectKind.NONE.value, EffectKind.SIDE_EFFECT.value})


class CaseFollowUp(Contribution):
    """What had become of it after 6, 12 or 24 months."""

    about = "case"
    needs_second_person = True

    case = models.ForeignKey(
        CasePage,
        on_delete=in_use.protect,
        related_name="followups",
        verbose_name=_("Fall"),
        help_text=_("Der Fall, nach dem gefragt wurde."),
    )
    after = models.PositiveSmallIntegerField(
        _("Zeitpunkt"),
        choices=FollowUpAfter.choices,
        help_text=_("Gezählt ab der Beratung. Jeder Zeitpunkt nur einmal."),
    )
    status = models.CharField(
        _("Stand"),
        max_length=12,
        choices=Outcome.choices,
        help_text=_("Der Stand zu diesem Zeitpunkt. Der neueste steht als Ausgang auf dem Fall."),
    )
    text = models.TextField(
        _("Was daraus wurde"),
        help_text=_(
            "Was wirklich geschah, auch das Unerwartete. Beispiel: „Der Plan läuft, aber ohne den Vormittag"
            " ohne Publikum.“"
        ),
    )
    effects = models.TextField(
        _("Wirkung"), blank=True, help_text=_("Was sich dadurch verändert hat, in einem Satz.")
    )
    cost_band = models.CharField(
        _("Kosten"),
        max_length=10,
        choices=CostBand.choices,
        blank=True,
        help_text=_("Was es bis dahin gekostet hat, als Spanne."),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="after status text effects cost_band", internal="id case"
    )

    class Meta(Contribution.Meta):
        verbose_name = _("Nachverfolgung")
        verbose_name_plural = _("Nachverfolgungen")
        constraints = [
            *Contribution.Meta.constraints,
            OneOf("after"),
            OneOf("status", blank=True),
            OneOf("cost_band", blank=True),
            models.UniqueConstraint(
                fields=["case", "after"],
                condition=Q(state=ContributionState.ACCEPTED),
                name="one_followup_per_date",
                violation_error_message=_("Für diesen Zeitpunkt ist schon eine Nachverfolgung angenommen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_after_display()}: {self.get_status_display()}"

    def objections(self) -> list[str]:
        """What the gate says of the case with these words beside it: they may tell the kind of
        municipality.
        """
        return gate.objections(self)


def newest_follow_ups(cases: Collection[int], inner: bool) -> dict[int, FollowedUp]:
    """The newest accepted follow-up of each of these cases that has one, while the case can be read; it shows
    an effect where it names one, or the case itself does. ``inner`` as in ``Contribution.is_shown``.
    """
    rows = (
        CaseFollowUp.objects.shown(inner=inner)
        .filter(case__in=cases, case__live=True)
        .order_by("after")
        .values_list("case", "status", "effects", "case__effects")
    )
    return {
        case: FollowedUp(Outcome(status), bool(told.strip() or set(effects) - _NO_EFFECT))
        for case, status, told, effects in rows
    }
