"""Seals every raw case and every application with the first key of ``RAW_CASE_KEYS``; afterwards the older
keys can be taken out.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.contact import reseal_contacts
from cases.followup import reseal_addresses
from cases.intake import reseal_all
from cases.sealed import SealError
from knowledge.accounts import reseal_second_factors
from knowledge.cycle.call import reseal_applications


class Command(BaseCommand):
    help = _("Verschlüsselt alle Rohfälle und Anmeldungen neu mit dem ersten Schlüssel aus RAW_CASE_KEYS.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = reseal_all()
            applications = reseal_applications()
            reseal_addresses()
            reseal_contacts()
            reseal_second_factors()
        except SealError as error:
            raise CommandError(str(error)) from error
        words = ngettext(
            "%(count)s Rohfall neu verschlüsselt.", "%(count)s Rohfälle neu verschlüsselt.", count
        ) % {"count": count}
        words += " " + ngettext(
            "%(count)s Anmeldung neu verschlüsselt.", "%(count)s Anmeldungen neu verschlüsselt.", applications
        ) % {"count": applications}
        self.stdout.write(f"{words} {_('Ältere Schlüssel können jetzt aus RAW_CASE_KEYS entfernt werden.')}")
