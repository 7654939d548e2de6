"""Seals every raw case with the first key of ``RAW_CASE_KEYS``; afterwards the older keys can be taken
out.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.intake import reseal_all
from cases.sealed import SealError


class Command(BaseCommand):
    help = _("Verschlüsselt alle Rohfälle neu mit dem ersten Schlüssel aus RAW_CASE_KEYS.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = reseal_all()
        except SealError as error:
            raise CommandError(str(error)) from error
        words = ngettext(
            "%(count)s Rohfall neu verschlüsselt.", "%(count)s Rohfälle neu verschlüsselt.", count
        ) % {"count": count}
        self.stdout.write(f"{words} {_('Ältere Schlüssel können jetzt aus RAW_CASE_KEYS entfernt werden.')}")
