"""The search of a motivated intruder: what somebody would ask the web, the register and this library to find
out who it was, what came of it, and the verdict (after the test in the UK Information Commissioner's
"Anonymisation: managing data protection risk", 2012).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case_page import CasePage
from knowledge.classification import classify
from search.models import InRange, OneOf

__all__ = ["IntruderTest"]


class IntruderTest(models.Model):
    """One search for one text. Its queries and what was found are sealed: they may name whom they suspect."""

    class Verdict(models.TextChoices):
        """Only ``NOBODY`` opens the gate."""

        NOBODY = "niemand", _("Niemand zu erkennen")
        GUESS = "vermutung", _("Eine Vermutung, nicht zu belegen")
        FOUND = "erkannt", _("Kommune oder Person erkannt")

    case = models.ForeignKey(
        CasePage, on_delete=models.CASCADE, related_name="intruder_tests", verbose_name=_("Fall")
    )
    version_hash = models.CharField(_("Prüfsumme des Textes"), max_length=64)
    tester = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Gesucht von"),
    )
    minutes = models.PositiveSmallIntegerField(_("Minuten"))
    verdict = models.CharField(_("Urteil"), max_length=10, choices=Verdict.choices)
    sealed_record = models.TextField(_("Anfragen und Funde, verschlüsselt"))
    tested_at = models.DateTimeField(_("Gesucht am"), auto_now_add=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id case version_hash tester minutes verdict sealed_record tested_at"
    )

    class Meta:
        ordering = ["-tested_at", "-pk"]
        verbose_name = _("Suchprobe")
        verbose_name_plural = _("Suchproben")
        constraints = [OneOf("verdict"), InRange("minutes", 1, 600)]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.tested_at:%d.%m.%Y}"
