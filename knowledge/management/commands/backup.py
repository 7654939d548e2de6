"""Write an archive of the library."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from knowledge.operations.backup import BackupRefused, create
from search.operations import RegularCommand


class Command(RegularCommand):
    help = (
        "Schreibt eine Sicherung von Datenbank, Medien und Einstellungen der Suche in einen Ordner, im"
        " laufenden Betrieb. Die Schlüssel sind nie darin."
    )

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="ORDNER", type=Path)
        parser.add_argument("--keep", metavar="TAGE", type=int, help="ältere Sicherungen löschen")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("--keep braucht eine Zahl von Tagen ab 1.")
        try:
            path = create(folder=options["folder"], keep=options["keep"])
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path} ({path.stat().st_size / 1_000_000:.1f} MB)")
        self.stdout.write("Die Datei .env mit den Schlüsseln ist nicht darin; heben Sie sie getrennt auf.")
