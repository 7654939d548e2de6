"""``manage.py attack_demo [--rounds N] [--explain] [--json]``: the automatic attacker on the demo cases."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tools.anonymity.attack import experiment
from tools.anonymity.model_card import write_between

_GERMAN = {
    "attacks": "Angriffe (Fälle × wahre Kommunen)",
    "raw text, true municipality in top 10": "Rohtext: wahre Kommune unter den ersten zehn",
    "released text, true municipality in top 10": "freigegebener Text: wahre Kommune unter den ersten zehn",
    "chance, top 10 among those that fit the header": "Zufall unter den Kommunen, die zum Kopf passen",
    "p value (small means better than chance)": "Wahrscheinlichkeit so vieler Treffer durch Zufall",
    "mean place of the true municipality (0 first, 0.5 chance)": (
        "mittlerer Platz der wahren Kommune (0 vorn, 0,5 Zufall)"
    ),
    "mean place: p value": "mittlerer Platz: Wahrscheinlichkeit durch Zufall",
    "participants known: true municipality named first": "Teilnehmende bekannt: wahre Kommune zuerst genannt",
    "participants known: chance": "Teilnehmende bekannt: Zufall",
    "participants known: p value": "Teilnehmende bekannt: Wahrscheinlichkeit durch Zufall",
}


class Command(BaseCommand):
    """See ``help``."""

    help = _(
        "Lässt einen automatischen Angreifer (Verzeichnis, Teilnehmende, Zahlen, seltene Wörter) auf die"
        " Demo-Fälle los und vergleicht mit dem Zufall."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--rounds``, ``--seed``, ``--sentences``, ``--explain``, ``--json``, ``--write``."""
        parser.add_argument("--rounds", type=int, default=10, help=_("wahre Kommunen je Fall"))
        parser.add_argument("--seed", type=int, default=2026, help=_("Anfangswert des Zufalls"))
        parser.add_argument("--sentences", type=int, help=_("nur so viele Textstücke je Fall (schneller)"))
        parser.add_argument(
            "--explain",
            action="store_true",
            help=_("zu jedem Treffer nennen, was im freigegebenen Text für die wahre Kommune spricht"),
        )
        parser.add_argument("--json", action="store_true", help=_("als JSON"))
        parser.add_argument(
            "--write", metavar="FILE", help=_("in die Modellkarte schreiben, zwischen die Marken ATTACK")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print rates, chance and p values; raises ``CommandError`` for less than one round."""
        if options["rounds"] < 1:
            raise CommandError(_("Mindestens eine Runde."))
        attack = experiment(options["rounds"], options["seed"], options["sentences"])
        result = attack.as_dict()
        for hit in attack.hits if options["explain"] else ():
            reasons = ", ".join(f"{name} {score}" for name, score in hit.reasons.items()) or _(
                "nichts, also Zufall"
            )
            self.stdout.write(f"{hit.case} {hit.municipality}: {hit.rank}/{hit.candidates}, {reasons}")
        if options["write"]:
            lines = [
                "| Angriff | Ergebnis |",
                "|---|---|",
                *(
                    f"| {_GERMAN[name]} | {f'{value:g}'.replace('.', ',')} |"
                    for name, value in result.items()
                ),
            ]
            write_between(Path(options["write"]), "ATTACK", "\n".join(lines))
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        for name, value in result.items():
            self.stdout.write(f"{name}: {value}")
