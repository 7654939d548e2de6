"""State of the index."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.operations import gather


class Command(BaseCommand):
    """``search_status``"""

    help = "Zeigt Zustand, Rückstand und Fingerabdruck des Suchindex."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--json", action="store_true", help="ein JSON-Objekt statt Text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the state."""
        status = gather()
        if options["json"]:
            self.stdout.write(json.dumps(status.as_dict(), ensure_ascii=False))
            return
        for label, value in status.lines():
            self.stdout.write(f"{label + ':':<22}{value}")
