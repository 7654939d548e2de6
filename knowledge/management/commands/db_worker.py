"""``db_worker`` for the jobs of the library: its queue, with a sign of life and a look after lost jobs; the
search index too, where ``SEARCH_OUTBOX`` leaves it to this process.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from knowledge.jobs import build_worker
from search.index import worker as index_worker


class Command(BaseCommand):
    help = (
        "Erledigt Aufträge und verschickt Mails; mit SEARCH_OUTBOX=worker schreibt er auch den Suchindex. Im"
        " Betrieb ein Dienst; auch mehrere zugleich."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="endet, wenn nichts mehr wartet")
        parser.add_argument(
            "--interval",
            type=float,
            default=1.0,
            help="Sekunden zwischen zwei Blicken auf eine leere Schlange",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        worker = build_worker(interval=options["interval"], batch=options["batch"])
        worker.configure_signals()
        if not options["batch"]:
            index_worker.serve()
        worker.run()
