"""Put an archive of the library back into an empty installation."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.operations import health
from knowledge.operations.backup import BackupRefused, newest, restore


class Command(BaseCommand):
    help = (
        "Spielt eine Sicherung in eine leere Installation ein: Medien, Datenbank, Index. Was nicht passt,"
        " lehnt der Befehl ab, bevor er etwas schreibt."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "source", metavar="ORDNER", type=Path, help="Ordner der Sicherungen (die neueste) oder eine Datei"
        )

        parser.add_argument(
            "--withdrawals",
            metavar="DATEI",
            type=Path,
            help="Verzeichnis der Widerrufe der alten Maschine, sonst WITHDRAWALS_FILE",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = newest(options["source"])
            description = restore(path=path, tell=self.stdout.write, ledger=options["withdrawals"])
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path.name} vom {description.created} ist eingespielt.")
        for found in health.examine(("Rohfälle",)):
            self.stdout.write(f"{found.state}: {found.text}")
        self.stdout.write("Als Nächstes: „manage.py collectstatic --noinput“, den Dienst starten, „doctor“.")
