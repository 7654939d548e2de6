"""``manage.py release_batch``: publishes all cases that are ready, together and under one date."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.gate import batch_date, batch_of, publish_batch, ready_cases, unmixed


class Command(BaseCommand):
    help = _("Veröffentlicht alle geprüften und freigegebenen Fälle gemeinsam unter dem Datum der Sammlung.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help=_("nur zeigen, welche Fälle bereit sind"))

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per case; raises ``CommandError`` when the batch is not mixed."""
        cases, on = batch_of(ready_cases()), batch_date()
        for case in cases:
            self.stdout.write(case.slug)
        reason = unmixed(cases)
        if reason:
            raise CommandError(reason)
        told = 0 if options["dry_run"] else publish_batch(cases=cases, on=on)
        self.stdout.write(
            _("%(count)s Fälle, %(told)s Beiträge, Sammlung vom %(date)s")
            % {"count": len(cases), "told": told, "date": f"{on:%d.%m.%Y}"}
        )
