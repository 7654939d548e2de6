"""Writes a dossier into a file, the same as from the page."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from publications.dossier import AUDIENCES, PAGES, Selection, collect, compose, write
from publications.pdf import PdfUnavailableError


class Command(BaseCommand):
    help = "Schreibt ein Dossier aus öffentlichen Einträgen als PDF, Word, Markdown oder HTML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keys", required=True, help="Kennungen, durch Komma getrennt")
        parser.add_argument("--pages", type=int, choices=sorted(PAGES), default=4)
        parser.add_argument("--audience", choices=list(AUDIENCES), default="gemeinderat")
        parser.add_argument("--format", choices=["pdf", "docx", "md", "html"], required=True)
        parser.add_argument("--title", default="", help="Überschrift")
        parser.add_argument("--output", required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        keys = [key.strip() for key in options["keys"].split(",")]
        selection = Selection.of_keys(
            keys,
            audience=options["audience"],
            pages=options["pages"],
            title=options["title"],
        )
        sources, missing = collect(selection)
        for gone in missing:
            self.stderr.write(f"{gone.key}: {gone.sentence}")
        if not sources:
            raise CommandError(_("Kein Eintrag ist öffentlich; es gibt nichts zu schreiben."))
        try:
            content = write(compose(selection, sources, missing), options["format"])
        except PdfUnavailableError as error:
            raise CommandError(str(error)) from error
        Path(options["output"]).write_bytes(content)
        self.stdout.write(f"{options['output']} ({len(content) // 1024} kB)")
