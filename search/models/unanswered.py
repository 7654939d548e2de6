"""The logs of queries, those that nothing answers and those that led to a record: nothing about who asked."""

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


class FollowedQuery(models.Model):
    """A query from whose results somebody opened a record: its text in lower case, the key of the record, day
    and count.
    """

    text = models.CharField(_("Anfrage"), max_length=120)
    key = models.CharField(_("Eintrag"), max_length=60)
    day = models.DateField(pgettext_lazy("date", "Tag"))
    count = models.PositiveIntegerField(_("Anzahl"), default=1)

    class Meta:
        verbose_name = _("Suche, die zu einem Eintrag führte")
        verbose_name_plural = _("Suchen, die zu einem Eintrag führten")
        constraints = [
            InRange("count", 1),
            models.UniqueConstraint(fields=["key", "text", "day"], name="search_followed_key_text_day"),
        ]
        ordering = ["-day", "-count"]

    def __str__(self) -> str:
        return self.text
