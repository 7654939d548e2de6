"""``manage.py apply_withdrawals``: what left the public since a backup leaves again; ``restore`` calls it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from cases.restored import Departed, apply
from knowledge.operations.withdrawals import Departure, ledger_file

NOBODY_KNOWS = gettext_noop(
    "Das Verzeichnis der Widerrufe fehlt, reicht nicht bis zu dieser Sicherung zurück oder lässt sich mit"
    " diesen Schlüsseln nicht lesen. Wer seither zurückgezogen hat, weiß niemand, deshalb ist kein Fall mehr"
    " öffentlich."
)


class Command(BaseCommand):
    help = _(
        "Holt in einer zurückgespielten Datenbank nach, was seit der Sicherung nicht mehr öffentlich ist:"
        " zurückgezogene, abgelehnte und abgenommene Fälle. restore ruft den Befehl selbst auf."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            metavar="DATEI",
            nargs="?",
            type=Path,
            help=_("Verzeichnis der Widerrufe, sonst WITHDRAWALS_FILE"),
        )
        parser.add_argument(
            "--since",
            metavar="ZEICHEN",
            help=_("erst ab dieser Sicherung; steht sie nicht darin, geht jeder Fall vom Netz"),
        )

        parser.add_argument(
            "--all",
            action="store_true",
            help=_("alles, was je darin stand, auch Fälle, die seither wieder aufgenommen wurden"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One line, never a case. Raises ``CommandError`` where nobody says from where on, for older lines
        would take away what came back since, and for a file that is not there and was asked for.
        """
        path = options["file"] or ledger_file()
        if options["since"] is None and not options["all"]:
            raise CommandError(
                _(
                    "Nennen Sie mit --since das Zeichen der Sicherung: restore hat es genannt, und es steht"
                    " in ihrer backup.json unter „withdrawals“. Mit --all gehen auch Fälle, die seither"
                    " wieder aufgenommen wurden."
                )
            )
        if options["since"] is None and not path.is_file():
            raise CommandError(_("Diese Datei gibt es nicht: %(file)s") % {"file": path})
        self.stdout.write(self._line(apply(path=path, since=options["since"])))

    def _line(self, departed: Departed) -> str:
        counts = departed.counts
        if departed.unknown:
            off = counts.get(Departure.OFF, 0)
            return f"{_(NOBODY_KNOWS)} {_off_words(off)}"
        if not counts:
            return str(_("Seither zurückgezogen: nichts"))
        words = {
            Departure.WITHDRAWN: _("zurückgezogen"),
            Departure.REFUSED: _("abgelehnt"),
            Departure.OFF: _("abgenommen"),
            Departure.INNER: _("nur noch für Alumni"),
        }
        told = ", ".join(f"{count} {words[departure]}" for departure, count in counts.items())
        return str(_("Seither: %(what)s") % {"what": told})


def _off_words(count: int) -> str:
    return ngettext(
        "%(count)s Fall wurde abgenommen; die Redaktion prüft ihn und veröffentlicht ihn mit anderen wieder.",
        "%(count)s Fälle wurden abgenommen; die Redaktion prüft sie und veröffentlicht sie gemeinsam wieder.",
        count,
    ) % {"count": count}
