"""Builds the PDFs of the publications from their sections."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from publications.actions import attach_pdf
from publications.models import PublicationPage
from publications.rendering import PdfUnavailableError, render_pdf


class Command(BaseCommand):
    help = "Baut die PDF der Veröffentlichungen aus ihren Kapiteln. Mit --to FOLDER als Dateien, sonst als Anhang der Seiten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", metavar="FOLDER", help="als KENNUNG.pdf in diesen Ordner schreiben")

    def handle(self, *args: Any, **options: Any) -> None:
        for page in PublicationPage.objects.live():
            try:
                content = render_pdf(page)
            except PdfUnavailableError as error:
                raise CommandError(str(error)) from error
            if options["to"]:
                target = Path(options["to"]) / f"{page.external_id or page.slug}.pdf"
                target.write_bytes(content)
                self.stdout.write(f"{target} ({len(content) // 1024} kB)")
                continue
            attach_pdf(page=page, content=content)
            page.save()
            page.save_revision().publish()
            self.stdout.write(_("%(title)s: PDF mit %(size)s kB angehängt") % {"title": page.title, "size": len(content) // 1024})
