"""Deletes what has come to its day: raw cases, rejected contributions, old lines of the access log; meant for
every night.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.intake import delete_due
from cases.models import RawCase
from search.operations import RegularCommand


class Command(RegularCommand):
    help = _(
        "Löscht fällige Rohfälle, abgelehnte Beiträge und alte Zeilen des Zugriffsprotokolls (bitte jede"
        " Nacht einplanen)."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dry-run", action="store_true", help=_("nur zählen"))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            count = RawCase.objects.filter(delete_on__lte=timezone.localdate()).count()
            self.stdout.write(
                ngettext("%(count)s Rohfall ist fällig.", "%(count)s Rohfälle sind fällig.", count)
                % {"count": count}
            )
            return
        count = delete_due()
        self.stdout.write(
            ngettext("%(count)s Rohfall gelöscht.", "%(count)s Rohfälle gelöscht.", count) % {"count": count}
        )
