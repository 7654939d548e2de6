"""``manage.py train_anonymity --data DIR``: builds the lists and trains the model; with ``--evaluate``
measures it.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tools.anonymity.evaluation import as_goals, as_table, evaluate
from tools.anonymity.model_card import write_between
from tools.anonymity.training import train_all


class Command(BaseCommand):
    """See ``help``."""

    help = _("Trainiert das Modell der Anonymitätsprüfung (einige Minuten) oder misst es.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--data``, ``--evaluate``, ``--split``, ``--json``."""
        parser.add_argument(
            "--data", required=True, metavar="DIR", help=_("Ordner mit names/, register/ und ner_training/")
        )
        parser.add_argument(
            "--evaluate",
            action="store_true",
            help=_("nicht trainieren, sondern das vorhandene Modell messen"),
        )
        parser.add_argument(
            "--split", choices=["dev", "holdout"], default="dev", help=_("Teil, an dem gemessen wird")
        )
        parser.add_argument("--json", action="store_true", help=_("Messwerte als JSON"))
        parser.add_argument(
            "--write",
            metavar="FILE",
            help=_("Messwerte in die Modellkarte schreiben, zwischen die Marken FIGURES"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Train or evaluate; raises ``CommandError`` with a German sentence where data are missing."""
        folder = Path(options["data"])
        if not folder.is_dir():
            raise CommandError(_("Den Ordner %(path)s gibt es nicht.") % {"path": folder})
        try:
            if options["evaluate"]:
                figures = evaluate(folder, options["split"])
                if options["write"]:
                    write_between(Path(options["write"]), "FIGURES", as_goals(figures))
                self.stdout.write(
                    json.dumps(figures, ensure_ascii=False, indent=1)
                    if options["json"]
                    else as_table(figures)
                )
            else:
                train_all(folder, self.stdout.write)
        except FileNotFoundError as error:
            raise CommandError(
                _("Es fehlt eine Quelle: %(path)s") % {"path": error.filename or error}
            ) from error
        except (KeyError, ValueError, UnicodeDecodeError) as error:
            raise CommandError(_("Eine Quelle ist nicht lesbar: %(error)s") % {"error": error}) from error
