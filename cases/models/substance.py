"""What a colleague asks for: figures with their source, and what the case rests on in law."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cases.models.case_page import CasePage
from cases.profile import Statute
from knowledge.classification import classify
from search.models import OneOf

__all__ = ["CaseFigure", "CaseLegalBasis"]


class CaseFigure(Orderable):
    """A figure before and after, with its source."""

    case = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="figures")
    what = models.CharField(
        _("Was gezählt wurde"), max_length=120, help_text=_("Zum Beispiel „Tage bis zur Baugenehmigung“.")
    )
    before = models.CharField(
        _("Vorher"),
        max_length=60,
        blank=True,
        help_text=_("Als Spanne, wo die genaue Zahl die Kommune verriete: „40 bis 50“."),
    )
    after = models.CharField(_("Nachher"), max_length=60, help_text=_("In derselben Einheit wie vorher."))
    source = models.CharField(
        _("Quelle"),
        max_length=160,
        help_text=_("Woher die Zahl stammt, zum Beispiel „Strichliste am Tresen“."),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="what before after source sort_order", internal="id case"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Zahl")
        verbose_name_plural = _("Zahlen")

    def __str__(self) -> str:
        return f"{self.what}: {self.before} → {self.after}" if self.before else f"{self.what}: {self.after}"


class CaseLegalBasis(Orderable):
    """A statute from the closed list, with its paragraph."""

    case = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="legal_basis")
    statute = models.CharField(
        _("Gesetz"),
        max_length=10,
        choices=Statute.choices,
        help_text=_("Ein Gesetz eines Landes verrät das Land; es zählt bei der Zahl passender Kommunen mit."),
    )
    paragraph = models.CharField(
        _("Stelle"),
        max_length=40,
        blank=True,
        help_text=_("Zum Beispiel „§ 35 Absatz 1“; leer, wo das Land nicht genannt wird."),
    )
    remark = models.CharField(_("Wofür"), max_length=160, help_text=_("In einem Satz, was daraus folgt."))

    classification: ClassVar[dict[str, Any]] = classify(
        public="statute paragraph remark sort_order", internal="id case"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Rechtsgrundlage")
        verbose_name_plural = _("Rechtsgrundlagen")
        constraints = [OneOf("statute", blank=True)]

    def __str__(self) -> str:
        return " ".join(part for part in (self.get_statute_display(), self.paragraph) if part)
