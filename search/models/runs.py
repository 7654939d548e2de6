"""When a command that should run again and again last ended well."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommandRun(models.Model):
    """The last good end of a command; ``doctor`` sees in it what no longer runs."""

    command = models.CharField(_("Befehl"), max_length=40, primary_key=True)
    ended = models.DateTimeField(_("Zuletzt"))

    class Meta:
        verbose_name = _("Lauf eines Befehls")
        verbose_name_plural = _("Läufe der Befehle")

    def __str__(self) -> str:
        return f"{self.command} ({self.ended:%d.%m.%Y %H:%M})"
