"""How often something happened, without saying who did it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """How often something happened (``search/public_forms/limits.py``): a keyed hash of who and what, a
    number, an end.
    """

    key = models.CharField(
        _("Prüfsumme"),
        max_length=64,
        primary_key=True,
        help_text=_("Von wem und wovon, verschlüsselt; jeden Tag eine andere."),
    )
    count = models.PositiveIntegerField(_("Wie oft"), default=0, help_text=_("Seit die Zeile entstand."))
    expires = models.DateTimeField(
        _("Gilt bis"), db_index=True, help_text=_("Danach wird die Zeile gelöscht.")
    )

    class Meta:
        verbose_name = _("Zähler einer Begrenzung")
        verbose_name_plural = _("Zähler der Begrenzungen")

    def __str__(self) -> str:
        return f"{self.count} ({self.expires:%H:%M})"
