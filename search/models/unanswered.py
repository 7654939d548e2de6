"""The log of unanswered queries: nothing about who asked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from search.models.constraints import InRange


class UnansweredQuery(models.Model):
    """A query that the library has no answer to: text in lower case, day and count. No address, no account,
    no time of day.
    """

    text = models.CharField(_("Anfrage"), max_length=120)
    day = models.DateField(pgettext_lazy("date", "Tag"))
    count = models.PositiveIntegerField(_("Anzahl"), default=1)

    class Meta:
        verbose_name = _("Unbeantwortete Suche")
        verbose_name_plural = _("Unbeantwortete Suchen")
        constraints = [
            InRange("count", 1),
            models.UniqueConstraint(fields=["text", "day"], name="search_unanswered_text_day"),
        ]
        ordering = ["-day", "-count"]

    def __str__(self) -> str:
        return self.text
