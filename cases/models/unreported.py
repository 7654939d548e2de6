"""Words that the review of raw cases reports no longer in this library: who said so, why, and when that was
taken back.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.confidential import AnonymityReview
from knowledge.classification import classify
from search.models import OneOf, Rising

__all__ = ["UnreportedWord"]


class UnreportedWord(models.Model):
    """An ordinary word that the detector takes for a name. It is sealed, as it comes out of a raw text."""

    sealed_word = models.TextField(_("Wort, verschlüsselt"))
    kind = models.CharField(_("Art"), max_length=20)
    reason = models.CharField(_("Grund"), max_length=20, choices=AnonymityReview.Reason.choices)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Eingetragen von"),
    )
    added_at = models.DateTimeField(_("Eingetragen am"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Zurückgenommen von"),
    )
    undone_at = models.DateTimeField(_("Zurückgenommen am"), null=True, blank=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id sealed_word kind reason added_by added_at undone_by undone_at"
    )

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("Wort, das nicht gemeldet wird")
        verbose_name_plural = _("Wörter, die nicht gemeldet werden")
        constraints = [
            OneOf("reason"),
            Rising(
                "added_at",
                "undone_at",
                at="undone_at",
                sentence=_("Zurückgenommen wird erst, was eingetragen ist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.kind})"
