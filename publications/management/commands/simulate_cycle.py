"""A scripted year of a cycle on the demo, undone at its end."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.models import ForumCycle
from publications.simulation import simulate


class Command(BaseCommand):
    help = (
        "Spielt ein Jahr einer Staffel durch (Ausschreibung, Anmeldungen, Treffen, Urteile, Fälle,"
        " Nachfragen, Abschluss) und prüft, was dabei gelten muss. Braucht die Beispielinhalte;"
        " am Ende ist alles wie vorher."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="Zahl, aus der der Zufall folgt")
        parser.add_argument("--json", action="store_true", help="das Ergebnis als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if ForumCycle.objects.filter(state="ausgeschrieben").count() != 1:
            raise CommandError(
                "Gebraucht wird genau eine ausgeschriebene Staffel, wie in den Beispielinhalten"
                " (manage.py load_demo)."
            )
        result = simulate(options["seed"])
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            for name, value in result.items():
                self.stdout.write(f"{name}: {value}")
        if result["broken_invariants"]:
            raise CommandError(f"{len(result['broken_invariants'])} Regeln gebrochen.")
