"""Session plans: the timed programme of a meeting, or a template for one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable

from knowledge.base import GuardedWords, VersionedRecord
from knowledge.classification import classify
from methods.models.card_page import MethodCardPage
from methods.models.panels import SessionSheetPanel
from methods.planner import CardFacts, PlannedBlock, SessionSheet, TimedPhase, build_session_sheet
from search.models import InRange, Rising

__all__ = ["SessionBlock", "SessionPlan", "copy_plans"]


class SessionPlan(VersionedRecord, GuardedWords, ClusterableModel):
    """A programme of blocks; without a meeting it is a template."""

    title = models.CharField(
        _("Titel"), max_length=120, help_text=_("Zum Beispiel „Ablauf des zweiten Treffens“.")
    )
    meeting = models.ForeignKey(
        "knowledge.WorkingMeeting",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="session_plans",
        verbose_name=_("Arbeitstreffen"),
        help_text=_("Leer lassen, wenn es eine Vorlage ist."),
    )
    start = models.TimeField(
        _("Beginn"),
        default=time(9, 30),
        help_text=_("Danach richten sich alle Uhrzeiten, zum Beispiel 09:30."),
    )
    planned_end = models.TimeField(
        _("Ende laut Einladung"),
        null=True,
        blank=True,
        help_text=_(
            "Bis wann die Teilnehmenden Zeit haben, zum Beispiel 17:00. Daraus wird die Luft am Ende"
            " berechnet; ohne Angabe entfällt sie."
        ),
    )
    n_participants = models.PositiveSmallIntegerField(
        _("Teilnehmende"),
        default=12,
        help_text=_(
            "Für wie viele Personen geplant wird, zum Beispiel 12. Daraus wird die Packliste berechnet;"
            " bleibt intern."
        ),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("meeting"),
        FieldRowPanel(["start", "planned_end", "n_participants"]),
        InlinePanel("blocks", heading=_("Programm"), label=_("Block"), min_num=1),
        SessionSheetPanel(heading=_("Ende, Packliste und Hinweise")),
    ]

    classification: ClassVar[dict[str, Any]] = classify(
        public="title start blocks", internal="id meeting planned_end n_participants row_version"
    )

    class Meta:
        ordering = ["title"]
        verbose_name = _("Ablaufplan")
        verbose_name_plural = _("Ablaufpläne")
        constraints = [
            InRange("n_participants", 1, 999),
            Rising(
                "start",
                "planned_end",
                at="planned_end",
                strictly=True,
                sentence=_(
                    "Das Ende liegt vor dem Beginn. Bitte eine spätere Uhrzeit angeben oder das Feld leer"
                    " lassen."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def timed_blocks(self) -> list[tuple[TimedPhase, MethodCardPage | None]]:
        """Blocks with clock times and their method card, if any."""
        blocks = list(self.blocks.all())
        return [
            (phase, block.method)
            for phase, block in zip(
                self._sheet([PlannedBlock(b.title, b.minutes) for b in blocks]).phases, blocks, strict=True
            )
        ]

    def sheet(self) -> SessionSheet:
        """End, slack, packing list and warnings, from the blocks and their method cards."""
        blocks = list(self.blocks.all())
        models.prefetch_related_objects(blocks, "method__materials", "method__access_notes")
        return self._sheet(
            [PlannedBlock(block.title, block.minutes, _facts(block.method)) for block in blocks]
        )

    def _sheet(self, blocks: list[PlannedBlock]) -> SessionSheet:
        return build_session_sheet(
            blocks=blocks, start=self.start, planned_end=self.planned_end, people=self.n_participants
        )


def _facts(card: MethodCardPage | None) -> CardFacts | None:
    if card is None:
        return None
    return CardFacts(
        title=card.title,
        group=(card.group_limits[0], card.group_limits[2]),
        minutes=(card.duration_min, card.duration_max),
        has_access_note=bool(card.access_notes.all()),
        materials=tuple((m.item, m.quantity, m.rule, m.group_size) for m in card.materials.all()),
    )


class SessionBlock(GuardedWords, Orderable):
    """A block of a session plan: a method or something free."""

    plan = ParentalKey(SessionPlan, on_delete=models.CASCADE, related_name="blocks")
    title = models.CharField(_("Block"), max_length=160, help_text=_("Zum Beispiel „Ankommen und Kaffee“."))
    minutes = models.PositiveSmallIntegerField(
        _("Minuten"), help_text=_("Ohne Puffer; Pausen sind eigene Blöcke ohne Methode mit „Pause“ im Titel.")
    )
    method = models.ForeignKey(
        MethodCardPage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="session_blocks",
        verbose_name=_("Methode"),
        help_text=_("Leer lassen bei freien Blöcken wie Pausen."),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("minutes"),
        PageChooserPanel("method", "methods.MethodCardPage"),
    ]

    classification: ClassVar[dict[str, Any]] = classify(
        public="title minutes method sort_order", internal="id plan"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Block")
        verbose_name_plural = _("Blöcke")
        constraints = [InRange("minutes", 1)]

    def __str__(self) -> str:
        return self.title


def copy_plans(sender: Any, meetings: Iterable[tuple[Any, Any]], **kwargs: Any) -> None:
    """A cycle was started from another one: its meetings get copies of the plans."""
    for old, new in meetings:
        for plan in old.session_plans.all():
            copied = SessionPlan.objects.create(
                title=plan.title,
                meeting=new,
                start=plan.start,
                planned_end=plan.planned_end,
                n_participants=plan.n_participants,
            )
            SessionBlock.objects.bulk_create(
                SessionBlock(
                    plan=copied,
                    title=block.title,
                    minutes=block.minutes,
                    method_id=block.method_id,
                    sort_order=block.sort_order,
                )
                for block in plan.blocks.all()
            )
