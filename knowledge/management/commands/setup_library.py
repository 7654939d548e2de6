"""``manage.py setup_library``: an empty library that works, without demo content."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge import demo
from knowledge.models import HomePage
from search import indexing

_ONLY_ONCE = ("Taxonomien", "Seiten")
"""What editors change afterwards and a second run must leave alone."""


class Command(BaseCommand):
    help = "Legt eine leere Bibliothek an: Seiten, Schlagworte, Rollen, Workflows. Wiederholbar; was die Redaktion geändert hat, bleibt."

    def handle(self, *args: Any, **options: Any) -> None:
        """All or nothing; says what to do next."""
        is_new = not HomePage.objects.exists()
        with transaction.atomic():
            for part in demo.parts():
                if part.foundation and (is_new or part.label not in _ONLY_ONCE):
                    self.stdout.write(f"{part.label} ...")
                    part.load(demo.LoadReport())
        indexing.drain()
        if is_new:
            self.stdout.write(_("Die Bibliothek ist angelegt. Als Nächstes:"))
            for step in (
                _("„manage.py createsuperuser“: das erste Konto"),
                _("in der Verwaltung Impressum, Datenschutz und Barrierefreiheit ergänzen"),
                _("unter Einstellungen, Benutzer die Redaktion anlegen und ihr die Gruppe „Redaktion“ geben"),
                _("„manage.py doctor“: was der Umgebung noch fehlt"),
            ):
                self.stdout.write(f"  - {step}")
        else:
            self.stdout.write(_("Rollen und Workflows sind auf dem neuesten Stand; Seiten und Schlagworte bleiben, wie sie sind."))
