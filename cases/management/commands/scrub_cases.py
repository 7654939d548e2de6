"""``manage.py scrub_cases``: removes what the work on cases has left behind; run it every night."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.gate import PUBLISHED, RETIRED, scrub_case
from cases.models import CasePage
from knowledge.anonymity.retention import scrub, search_residue
from search.operations import RegularCommand


class Command(RegularCommand):
    help = _(
        "Entfernt Rückstände der Arbeit an veröffentlichten und zurückgezogenen Fällen und verdichtet die"
        " Datenbank. Für jede Nacht gedacht."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--names",
            metavar="FILE",
            help=_("Textdatei mit einem Namen je Zeile, der nirgends mehr stehen darf; wird danach gesucht"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per case with residue: address and number of rows; then where a name still stands, never
        the name.
        """
        names = self._names(options["names"])
        cases = CasePage.objects.filter(
            Q(live=True) | Q(tombstone__isnull=False, tombstone__reopened_on=None)
        ).order_by("pk")
        for case in cases:
            touched = scrub_case(case=case, occasion=PUBLISHED if case.live else RETIRED, names=names)
            if touched:
                self.stdout.write(f"{case.slug}  {touched}")
        if not scrub.compact():
            self.stderr.write(_("Die Datenbank ist gerade beschäftigt und wurde nicht verdichtet."))
        found = search_residue(names) if names else []
        for residue in found:
            self.stdout.write(
                _("Rückstand: %(where)s (%(count)s)") % {"where": residue.where, "count": residue.count}
            )
        if found:
            raise CommandError(
                _("Ein gesuchter Name steht noch an %(count)s Stellen.") % {"count": len(found)}
            )

    def _names(self, path: str | None) -> tuple[str, ...]:
        if not path:
            return ()
        file = Path(path)
        if not file.is_file():
            raise CommandError(_("Die Datei %(path)s gibt es nicht.") % {"path": path})
        return tuple(
            line.strip() for line in file.read_text(encoding="utf-8").splitlines() if len(line.strip()) > 2
        )
