"""Look whether everything that the library needs is there, and say what to do."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from knowledge.operations import health


class Command(BaseCommand):
    help = (
        "Prüft Umgebung, Datenbank, E-Mail, PDF, Suche, Aufträge und Rechte und sagt, was zu tun ist."
        " Ergebnis 1, wenn etwas nicht stimmt."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="eine JSON-Liste statt Text")

    def handle(self, *args: Any, **options: Any) -> None:
        found = health.examine()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in found], ensure_ascii=False))
        else:
            for finding in found:
                style = {
                    health.OK: self.style.SUCCESS,
                    health.HINT: self.style.WARNING,
                    health.PROBLEM: self.style.ERROR,
                }[finding.state]
                self.stdout.write(f"{style(finding.state):<12} {finding.area}: {finding.text}")
                if finding.advice:
                    self.stdout.write(f"{'':<12} → {finding.advice}")
        if any(finding.state == health.PROBLEM for finding in found):
            sys.exit(1)
