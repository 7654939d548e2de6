"""Looks for planted records as every reader on every channel."""

from __future__ import annotations

import json
import tempfile
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.test.utils import override_settings
from django.utils.translation import gettext as _

from publications.leaks import measure, plant
from search import engines, service
from search.index import apply


class Command(BaseCommand):
    help = "Sucht gepflanzte Einträge jeder Stufe als jede Rolle auf jedem Weg; nichts davon bleibt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_CONTENT_ALLOWED:
            raise CommandError(_("Nur in der Demo: Gepflanzt wird in ihre Datenbank, solange es läuft."))
        with tempfile.TemporaryDirectory() as folder:
            changed = {
                "SEARCH_INDEX_DIR": folder,
                "SEARCH_ENGINE": "embedded",
                "ALLOWED_HOSTS": ["*"],
                "SECURE_SSL_REDIRECT": False,
            }
            with override_settings(**changed):
                engines.reset()
                service.forget()
                try:
                    with transaction.atomic():
                        apply.rebuild()
                        report = measure(plant())
                        transaction.set_rollback(True)
                finally:
                    engines.reset()
        engines.reset()
        service.forget()
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            for name, cells in (("Leck", report.leaks), ("Fehlt", report.lost)):
                for cell in cells:
                    self.stdout.write(f"{name}: {cell}")
            for channel in report.silent:
                self.stdout.write(f"Stumm: {channel}")
            self.stdout.write(
                _("%(cells)d Zellen, %(leaks)d Lecks")
                % {"cells": len(report.cells), "leaks": len(report.leaks)}
            )
        if report.leaks or report.lost or report.silent:
            raise CommandError(_("Die Matrix stimmt nicht."))
