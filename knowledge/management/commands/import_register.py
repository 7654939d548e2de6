"""``manage.py import_register FILE``: a newer municipality register, judged and compared before it replaces
the present one.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from knowledge.anonymity.profile import (
    Difference,
    RegisterError,
    compare,
    judge,
    read_candidate,
    write_register,
)
from knowledge.anonymity.register import municipalities


class Command(BaseCommand):
    """See ``help``."""

    help = _(
        "Prüft ein neueres Gemeindeverzeichnis (GV100AD oder CSV des Projekts), nennt die Unterschiede und"
        " setzt es in einem Schritt ein."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``FILE``, ``--dry-run``."""
        parser.add_argument("file", metavar="DATEI", type=Path)
        parser.add_argument("--dry-run", action="store_true", help=_("nur prüfen und vergleichen"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge, compare, replace."""
        try:
            text, candidate = read_candidate(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(
                _("Die Datei lässt sich nicht lesen: %(error)s") % {"error": error.strerror}
            ) from error
        except RegisterError as error:
            raise CommandError(str(error)) from error
        present = municipalities()
        if refused := judge(candidate, present):
            raise CommandError(_("Das Verzeichnis wird nicht übernommen.") + "\n" + "\n".join(refused))
        self._report(compare(candidate, present), len(candidate))
        if options["dry_run"]:
            self.stdout.write(_("Nichts geändert (--dry-run)."))
            return
        write_register(text, Path(settings.ANONYMITY_REGISTER_FILE))
        self.stdout.write(_("Eingesetzt: %(file)s") % {"file": settings.ANONYMITY_REGISTER_FILE})
        self.stdout.write(
            _("Bitte die Bibliothek neu starten und danach „manage.py recheck_cases“ laufen lassen.")
        )

    def _report(self, difference: Difference, count: int) -> None:
        self.stdout.write(_("%(count)s Gemeinden.") % {"count": count})
        if difference.is_empty:
            self.stdout.write(_("Kein Unterschied zum jetzigen Verzeichnis."))
            return
        for label, names in (
            (_("neu"), [f"{item.name} ({item.ags})" for item in difference.added]),
            (_("entfallen"), [f"{item.name} ({item.ags})" for item in difference.removed]),
            (_("umbenannt"), [f"{before.name} → {after.name}" for before, after in difference.renamed]),
            (
                _("andere Größenklasse"),
                [
                    f"{before.name}: {before.population} → {after.population}"
                    for before, after in difference.other_band
                ],
            ),
        ):
            self.stdout.write(f"{label}: {len(names)}" + "".join(f"\n  {name}" for name in names))
        self.stdout.write(_("geänderte Einwohnerzahlen: %(count)s") % {"count": difference.other_population})
