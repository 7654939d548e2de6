"""``manage.py train_anonymity --data DIR``: builds the lists and trains the model; with ``--evaluate`` measures it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from knowledge.anonymity.evaluation import Figures, as_goals, as_table, evaluate
from knowledge.anonymity.training import train_all

BEGIN, END = "<!-- FIGURES -->", "<!-- /FIGURES -->"


class Command(BaseCommand):
    """See ``help``."""

    help = _("Trainiert das Modell der Anonymitätsprüfung (einige Minuten) oder misst es.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--data``, ``--evaluate``, ``--split``, ``--json``."""
        parser.add_argument("--data", required=True, metavar="DIR", help=_("Ordner mit names/, register/ und ner_training/"))
        parser.add_argument("--evaluate", action="store_true", help=_("nicht trainieren, sondern das vorhandene Modell messen"))
        parser.add_argument("--split", choices=["dev", "holdout"], default="dev", help=_("Teil, an dem gemessen wird"))
        parser.add_argument("--json", action="store_true", help=_("Messwerte als JSON"))
        parser.add_argument("--write", metavar="FILE", help=_("Messwerte in die Modellkarte schreiben, zwischen die Marken FIGURES"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Train or evaluate; raises ``CommandError`` with a German sentence where data are missing."""
        folder = Path(options["data"])
        if not folder.is_dir():
            raise CommandError(_("Den Ordner %(path)s gibt es nicht.") % {"path": folder})
        try:
            if options["evaluate"]:
                figures = evaluate(folder, options["split"])
                if options["write"]:
                    _write(Path(options["write"]), figures)
                self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) if options["json"] else as_table(figures))
            else:
                train_all(folder, self.stdout.write)
        except FileNotFoundError as error:
            raise CommandError(_("Es fehlt eine Quelle: %(path)s") % {"path": error.filename or error}) from error
        except (KeyError, ValueError, UnicodeDecodeError) as error:
            raise CommandError(_("Eine Quelle ist nicht lesbar: %(error)s") % {"error": error}) from error


def _write(card: Path, figures: Figures) -> None:
    """Put the table between the marks of the model card; raises ``CommandError`` where they are missing."""
    text = card.read_text(encoding="utf-8")
    head, begin, rest = text.partition(BEGIN)
    _old, end, tail = rest.partition(END)
    if not begin or not end:
        raise CommandError(_("In %(path)s fehlen die Marken %(begin)s und %(end)s.") % {"path": card, "begin": BEGIN, "end": END})
    card.write_text(f"{head}{BEGIN}\n{as_goals(figures)}\n{END}{tail}", encoding="utf-8")
