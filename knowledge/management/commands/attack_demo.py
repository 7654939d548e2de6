"""``manage.py attack_demo [--rounds N] [--json]``: the automatic attacker on the demo cases."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from knowledge.anonymity.attack import experiment


class Command(BaseCommand):
    """See ``help``."""

    help = _("Lässt einen automatischen Angreifer (Verzeichnis, Teilnehmende, Zahlen, seltene Wörter) auf die Demo-Fälle los und vergleicht mit dem Zufall.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--rounds``, ``--seed``, ``--json``."""
        parser.add_argument("--rounds", type=int, default=10, help=_("wahre Kommunen je Fall"))
        parser.add_argument("--seed", type=int, default=2026, help=_("Anfangswert des Zufalls"))
        parser.add_argument("--json", action="store_true", help=_("als JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print rates, chance and p values; raises ``CommandError`` for less than one round."""
        if options["rounds"] < 1:
            raise CommandError(_("Mindestens eine Runde."))
        result = experiment(options["rounds"], options["seed"]).as_dict()
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        for name, value in result.items():
            self.stdout.write(f"{name}: {value}")
