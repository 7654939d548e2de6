"""Builds the PDFs of the publications from their sections."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from publications.models import PublicationPage
from publications.pdf import PdfUnavailableError, attach_pdf, is_built, render_pdf


class Command(BaseCommand):
    help = (
        "Baut die PDF der Veröffentlichungen aus ihren Kapiteln. Mit --to FOLDER als Dateien, sonst als"
        " Anhang der Seiten."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", metavar="FOLDER", help="als KENNUNG.pdf in diesen Ordner schreiben")

    def handle(self, *args: Any, **options: Any) -> None:
        for page in PublicationPage.objects.live():
            content = self._render(page)
            if options["to"]:
                target = Path(options["to"]) / f"{page.external_id or page.slug}.pdf"
                target.write_bytes(content)
                self.stdout.write(f"{target} ({len(content) // 1024} kB)")
                continue
            attach_pdf(page=page, content=content)
            page.save()
            page.save_revision().publish()
            self._say(page, content)
        if not options["to"]:
            self._build_for_drafts()

    def _build_for_drafts(self) -> None:
        """Drafts cannot be published without a PDF, so theirs is built before; they stay drafts. A file of
        the editors' own stays.
        """
        for page in PublicationPage.objects.not_live():
            draft = page.get_latest_revision_as_object()
            if draft.pdf is not None and not is_built(draft):
                continue
            content = self._render(draft)
            if attach_pdf(page=draft, content=content):
                draft.save_revision()
                self._say(draft, content)

    def _render(self, page: PublicationPage) -> bytes:
        try:
            return render_pdf(page)
        except PdfUnavailableError as error:
            raise CommandError(str(error)) from error

    def _say(self, page: PublicationPage, content: bytes) -> None:
        self.stdout.write(
            _("%(title)s: PDF mit %(size)s kB angehängt")
            % {
                "title": page.title,
                "size": len(content) // 1024,
            }
        )
