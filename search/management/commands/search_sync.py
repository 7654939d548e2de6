"""Work off the outbox."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from search import indexing, misses
from search.contract import EngineUnavailable


class Command(BaseCommand):
    """``search_sync``"""

    help = "Arbeitet die Aufträge an den Suchindex ab; mit --watch fortlaufend."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--watch", action="store_true", help="weiterlaufen und auf neue Aufträge warten")
        parser.add_argument("--interval", type=float, default=0.5, help="Sekunden zwischen zwei Blicken in die Aufträge")

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain once, or until the process ends."""
        while True:
            try:
                done = indexing.drain()
            except EngineUnavailable as error:
                if not options["watch"]:
                    raise CommandError(f"Die Suchmaschine ist nicht erreichbar, die Aufträge bleiben liegen: {error}") from error
                self.stderr.write(f"Die Suchmaschine ist nicht erreichbar, neuer Versuch folgt: {error}")
                done = 0
            if done or not options["watch"]:
                self.stdout.write(f"{done} Aufträge erledigt.")
            if not options["watch"]:
                misses.forget_old()
                return
            close_old_connections()
            time.sleep(options["interval"])
