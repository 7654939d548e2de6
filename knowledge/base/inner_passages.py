"""Passages of a public record that only some of its readers may read: alumni, or those of one cycle."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.classification import classify
from knowledge.enums import AccessLevel
from knowledge.permissions import audience_of
from search.contract import Passage, Viewer
from search.models import OneOf

__all__ = ["INNER_ANCHOR", "InnerPassage", "inner_passages", "inner_passages_for"]

INNER_ANCHOR = "vertiefung"
"""Where they stand on the page of a record."""


class InnerPassage(models.Model):
    """A passage that goes deeper. Whoever may not read it does not learn that it is there. A row of a page
    inherits this and adds the key to its page, with ``related_name="inner_passages"``.
    """

    heading = models.CharField(
        _("Überschrift"), max_length=120, help_text=_("Worum es geht, zum Beispiel „Wie der Beschluss fiel“.")
    )
    text = models.TextField(
        _("Text"),
        help_text=_("Ohne Namen und Orte wie der ganze Eintrag; was nur im vertrauten Kreis hilft."),
    )
    access_level = models.CharField(
        _("Wer es liest"),
        max_length=12,
        choices=[(level.value, level.label) for level in (AccessLevel.ALUMNI, AccessLevel.CYCLE)],
        default=AccessLevel.ALUMNI,
        help_text=_("„Nur Alumni“ für alle Ehemaligen, „Nur diese Staffel“ für die einer einzigen."),
    )
    access_cycle = models.ForeignKey(
        "knowledge.ForumCycle",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Staffel"),
        help_text=_("Nur bei „Nur diese Staffel“."),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="heading text sort_order", internal="id access_level access_cycle"
    )

    class Meta:
        abstract = True
        verbose_name = _("Vertiefung für Ehemalige")
        verbose_name_plural = _("Vertiefungen für Ehemalige")
        constraints: ClassVar[list[models.BaseConstraint]] = [OneOf("access_level")]

    def __str__(self) -> str:
        return self.heading

    def clean(self) -> None:
        """The level "cycle" names its cycle. Raises ``ValidationError`` by field."""
        super().clean()
        if self.access_level != AccessLevel.CYCLE:
            self.access_cycle = None
        elif self.access_cycle_id is None:
            raise ValidationError({"access_cycle": _("Bitte sagen, welche Staffel die Stelle lesen darf.")})

    @property
    def audience(self) -> str:
        """Who may read it, of those who may read the record."""
        return audience_of(self.access_level, self.access_cycle_id)


def inner_passages_for(page: Any, viewer: Viewer) -> list[Any]:
    """The passages of a page that this viewer may read; empty where its kind has none."""
    rows = getattr(page, "inner_passages", None)
    return [row for row in rows.all() if viewer.may_read(row.audience)] if rows is not None else []


def inner_passages(page: Any) -> tuple[Passage, ...]:
    """All of them for the index, each with its audience."""
    return tuple(
        Passage(row.text, row.heading, INNER_ANCHOR, row.audience) for row in page.inner_passages.all()
    )
