"""What ``make run`` starts: migrations, demo content and index where they are missing, then the server."""

from __future__ import annotations

import logging
import os
import socket
import threading
from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from knowledge.accounts import DEMO_ACCOUNTS
from knowledge.jobs import start_in_thread
from knowledge.operations import schema, site_address
from search.index import worker as index_worker
from search.vectors import warm_up

logger = logging.getLogger("knowledge.content.loading")

PUBLISH_SECONDS = 60.0
"""What is due appears and disappears this often; an installation has a timer for it
(docs/anleitung/betrieb.md).
"""

WHAT_FIRST = (
    "1. Auf der Startseite ein Problem eintippen, zum Beispiel „wir haben kein geld mehr für die vereine“.",
    "2. Den ersten Fall öffnen: Ausgang und Beleglage stehen oben, darunter Ideen und was daraus wurde.",
    "3. Von dort zur Methodenkarte und „Drucken“: der Ablauf mit Uhrzeiten auf einer Seite.",
    "4. Als „redaktion“ unter /admin/ anmelden und eine Methodenkarte schreiben.",
)


def publish_regularly(stop: threading.Event, seconds: float = PUBLISH_SECONDS) -> None:
    """Publish and take down what is due until ``stop`` is set; what fails is tried again at the next turn."""
    while True:
        try:
            call_command("publish_scheduled", stdout=StringIO())
        except Exception:
            logger.exception("scheduled publishing failed")
        finally:
            connections.close_all()
        if stop.wait(seconds):
            return


class Command(BaseCommand):
    help = "Startet die Bibliothek mit Beispielinhalten auf 127.0.0.1."
    requires_migrations_checks = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--prepare-only", action="store_true", help="alles vorbereiten, aber nicht starten"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        if os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):
            raise CommandError(
                "Die Demo startet nur mit den Einstellungen der Entwicklung; den Betrieb beschreibt"
                " docs/anleitung/betrieb.md."
            )
        if "PUBLIC_URL" not in os.environ:
            settings.PUBLIC_URL = settings.WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{port}"
        if "DEBUG" not in os.environ:
            settings.DEBUG = (
                False  # an unknown address shows the page a reader will see, not a list of patterns
            )
        if not options["prepare_only"]:
            self._refuse_taken_port(port)
        if schema.is_before_first_release():
            raise CommandError(schema.LOAD_ANEW)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Datenbank wird eingerichtet (einmalig, rund eine halbe Minute) ...")
            call_command("migrate", verbosity=0, skip_checks=True)
        self._content()
        site_address.align_site()
        if options["prepare_only"]:
            return
        self._greet(port)
        threading.Thread(
            target=publish_regularly, args=(threading.Event(),), name="publish-scheduled", daemon=True
        ).start()
        start_in_thread()
        index_worker.serve()
        warm_up()
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, skip_checks=True)

    def _content(self) -> None:
        from knowledge.models import HomePage
        from search import engines
        from search.index import apply

        if not HomePage.objects.exists():
            self.stdout.write("Beispielinhalte werden geladen ...")
            call_command("load_demo", stdout=self.stdout)
        elif not engines.current().status().documents:
            self.stdout.write("Suchindex wird gebaut ...")
            apply.rebuild()

    def _refuse_taken_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError) as error:
                raise CommandError(
                    f"Der Port {port} ist belegt oder nicht möglich. Nehmen Sie einen anderen:"
                    f" PORT={port + 1} make run"
                ) from error

    def _greet(self, port: int) -> None:
        address = f"http://127.0.0.1:{port}/"
        lines = [
            "",
            self.style.SUCCESS(f"Bibliothek: {address}    Redaktion: {address}admin/"),
            "",
            "Anmeldungen der Demo (Benutzername / Passwort):",
        ]
        lines += [
            f"  {account.role:<15} {account.username} / {account.password}" for account in DEMO_ACCOUNTS
        ]
        lines += ["", "Was zuerst:", *(f"  {line}" for line in WHAT_FIRST), "", "Beenden mit Strg+C.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
