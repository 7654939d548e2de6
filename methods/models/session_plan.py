"""Session plans: the timed programme of a meeting, or a template for one."""

from __future__ import annotations

from datetime import time
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable

from knowledge.anonymity.classification import classify
from methods.models.card_page import MethodCardPage
from methods.run_sheet import TimedPhase, build_run_sheet

__all__ = ["SessionBlock", "SessionPlan"]


class SessionPlan(ClusterableModel):
    """A programme of blocks; without a meeting it is a template."""

    title = models.CharField(_("Titel"), max_length=120, help_text=_("Zum Beispiel „Ablauf des zweiten Treffens“."))
    meeting = models.ForeignKey(
        "knowledge.WorkingMeeting",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="session_plans",
        verbose_name=_("Arbeitstreffen"),
        help_text=_("Leer lassen, wenn es eine Vorlage ist."),
    )
    start = models.TimeField(_("Beginn"), default=time(9, 30), help_text=_("Danach richten sich alle Uhrzeiten, zum Beispiel 09:30."))

    panels = [
        FieldPanel("title"),
        FieldPanel("meeting"),
        FieldPanel("start"),
        InlinePanel("blocks", heading=_("Programm"), label=_("Block"), min_num=1),
    ]

    classification: ClassVar[dict[str, Any]] = classify(public="title start blocks", internal="id meeting")

    class Meta:
        ordering = ["title"]
        verbose_name = _("Ablaufplan")
        verbose_name_plural = _("Ablaufpläne")

    def __str__(self) -> str:
        return self.title

    def timed_blocks(self) -> list[tuple[TimedPhase, MethodCardPage | None]]:
        """Blocks with clock times and their method card, if any."""
        blocks = list(self.blocks.all())
        sheet = build_run_sheet(phases=[(b.title, b.minutes) for b in blocks], materials=[], start=self.start.strftime("%H:%M"), people="", limits=(1, 1, 999))
        return [(phase, block.method) for phase, block in zip(sheet.phases, blocks, strict=True)]


class SessionBlock(Orderable):
    """A block of a session plan: a method or something free."""

    plan = ParentalKey(SessionPlan, on_delete=models.CASCADE, related_name="blocks")
    title = models.CharField(_("Block"), max_length=160, help_text=_("Zum Beispiel „Ankommen und Kaffee“."))
    minutes = models.PositiveSmallIntegerField(_("Minuten"), help_text=_("Ohne Puffer; Pausen sind eigene Blöcke."))
    method = models.ForeignKey(
        MethodCardPage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="session_blocks",
        verbose_name=_("Methode"),
        help_text=_("Leer lassen bei freien Blöcken wie Pausen."),
    )

    panels = [FieldPanel("title"), FieldPanel("minutes"), PageChooserPanel("method", "methods.MethodCardPage")]

    classification: ClassVar[dict[str, Any]] = classify(public="title minutes method sort_order", internal="id plan")

    class Meta(Orderable.Meta):
        verbose_name = _("Block")
        verbose_name_plural = _("Blöcke")

    def __str__(self) -> str:
        return self.title
