"""Loads the demo content from its files; running it again updates the same pages."""

from __future__ import annotations

from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.signal_handlers import disable_reference_index_auto_update

from knowledge.base import in_use
from knowledge.content import RecordError, loading
from knowledge.models import HomePage, record_models
from knowledge.operations.statistics import gather_statistics
from search import engines
from search.index import apply


class Command(BaseCommand):
    help = (
        "Lädt die Beispielinhalte (wiederholbar). --reset löscht vorher alle Seiten, --size N vervielfacht"
        " die Fälle für Lasttests."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="vorher alle Seiten der Bibliothek löschen")
        parser.add_argument("--size", type=int, default=1, metavar="N", help="jeden Fall N-mal anlegen")
        parser.add_argument(
            "--force", action="store_true", help="auch in eine gefüllte Produktivdatenbank laden"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["size"] < 1:
            raise CommandError(_("--size erwartet eine Zahl ab 1."))
        self._refuse_foreign_content(force=options["force"])
        report = loading.LoadReport(say=self._say)
        try:
            # References of unfinished pages would be computed several times per page; once at the end is
            # enough.
            with transaction.atomic(), disable_reference_index_auto_update():
                if options["reset"]:
                    self._reset()
                for part in loading.parts():
                    self._title(part.label)
                    part.load(report)
                if options["size"] > 1:
                    self._title(_("Kopien für den Lasttest"))
                    loading.multiply(options["size"], report)
        except RecordError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(
                _("Ein Datensatz ist unvollständig: %(error)s. Geladen wurde nichts.") % {"error": error}
            ) from error
        self._title(_("Verweise"))
        call_command("rebuild_references_index", verbosity=0, stdout=StringIO())
        gather_statistics()
        self._title(_("Suchindex"))
        apply.drain()
        self.stdout.write(_("%(count)s Dokumente im Index") % {"count": engines.current().status().documents})
        for label, book in ((_("neu"), report.created), (_("aktualisiert"), report.updated)):
            if book:
                self.stdout.write(f"{label}: " + ", ".join(f"{count} {kind}" for kind, count in book.items()))

    def _say(self, message: str) -> None:
        if self.stdout.isatty():  # type: ignore[attr-defined]
            self.stdout.write(f"\r\033[K  {message[:90]}", ending="")
            self.stdout.flush()

    def _title(self, label: str) -> None:
        prefix = "\r\033[K" if self.stdout.isatty() else ""  # type: ignore[attr-defined]
        self.stdout.write(f"{prefix}{label} ...")
        self.stdout.flush()

    def _refuse_foreign_content(self, *, force: bool) -> None:
        """Demo content beside real content would mislead readers."""
        if settings.DEBUG or force or not HomePage.objects.exists():
            return
        own = sum(
            model.objects.exclude(external_id__regex=r"^[FMLSP]\d+(-\d+)?$").count()
            for model in record_models()
        )
        if own:
            raise CommandError(
                _(
                    "In dieser Datenbank stehen schon %(count)s eigene Inhalte. Beispielinhalte werden nicht"
                    " dazugeladen; mit --force geht es trotzdem."
                )
                % {"count": own}
            )

    def _reset(self) -> None:
        self._title(_("Alte Seiten werden gelöscht"))
        with in_use.deleting_everything():
            for home in HomePage.objects.all():
                home.delete()
