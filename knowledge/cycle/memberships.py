"""Who took part in which cycle: what the level "cycle" of a record asks for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from knowledge.base import VersionedRecord, in_use
from knowledge.classification import classify
from knowledge.cycle.models import ForumCycle

__all__ = ["CycleMembership"]


class CycleMembership(VersionedRecord):
    """An account of somebody who took part in a cycle. Who it is never leaves the house."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="cycle_memberships",
        verbose_name=_("Konto"),
        help_text=_("Wer teilgenommen hat. Die Person liest dann auch, was für alle Alumni da ist."),
    )
    cycle = models.ForeignKey(
        ForumCycle,
        on_delete=in_use.protect,
        related_name="memberships",
        verbose_name=_("Staffel"),
        help_text=_("Die Person liest, was nur für diese Staffel da ist, und nichts der anderen."),
    )

    classification: ClassVar[dict[str, Any]] = classify(internal="id user cycle row_version")

    panels = [FieldPanel("user"), FieldPanel("cycle")]

    class Meta:
        ordering = ["cycle", "user"]
        verbose_name = _("Mitgliedschaft in einer Staffel")
        verbose_name_plural = _("Mitgliedschaften in Staffeln")
        constraints = [models.UniqueConstraint(fields=["user", "cycle"], name="one_membership_per_cycle")]

    def __str__(self) -> str:
        return f"{self.user}: {self.cycle}"
