"""Build the index anew beside the live one and switch."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import engines
from search.contract import EngineUnavailable
from search.index import apply
from search.operations import INDEX_NAMES


class Command(BaseCommand):
    """``search_rebuild``"""

    help = "Baut den Suchindex aus der Datenbank neu auf, neben dem laufenden, und schaltet dann um."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say what was done."""
        try:
            reports = apply.rebuild()
        except EngineUnavailable as error:
            raise CommandError(
                f"Der Index konnte nicht aufgebaut werden, der bisherige bleibt: {error}"
            ) from error
        for index, report in reports.items():
            self.stdout.write(
                f"{INDEX_NAMES[index]}: {report.documents} Datensätze in {report.seconds:.1f} s aufgenommen,"
                f" Generation {report.generation} ({engines.current(index).name}) ist aktiv."
            )
        try:
            apply.refresh_words(lambda done, total: self.stdout.write(f"Eigene Wörter: {done} von {total}."))
        except Exception as error:
            self.stderr.write(f"Eigene Wörter nicht berechnet, search_sync holt es nach: {error}")
