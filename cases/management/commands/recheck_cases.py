"""``manage.py recheck_cases``: judges every live case with the present detector and register; run it every night."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions import recheck
from cases.clearance import problems
from cases.models import CasePage
from knowledge.anonymity.detectors import DETECTOR_VERSION


class Command(BaseCommand):
    help = _("Prüft alle veröffentlichten Fälle mit der neuesten Anonymitätsprüfung und nimmt ab, was nicht mehr bestehen kann. Für jede Nacht gedacht.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help=_("nur berichten, nichts abnehmen"))

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per case: address, result, codes and fields; never a word of the text."""
        taken = total = 0
        for pk in CasePage.objects.live().order_by("pk").values_list("pk", flat=True):
            case = CasePage.objects.get(pk=pk)
            found = problems(case) if options["dry_run"] else recheck(case=case)
            total += 1
            taken += bool(found)
            reasons = ", ".join(sorted({f"{problem.code} ({problem.field})" for problem in found}))
            self.stdout.write(f"{case.slug}  {_('abgenommen') if found else _('in Ordnung')}  {reasons}".rstrip())
        summary = ngettext(
            "%(total)s Fall geprüft, %(taken)s abgenommen, Prüfung %(version)s.", "%(total)s Fälle geprüft, %(taken)s abgenommen, Prüfung %(version)s.", total
        )
        self.stdout.write(summary % {"total": total, "taken": taken, "version": DETECTOR_VERSION})
