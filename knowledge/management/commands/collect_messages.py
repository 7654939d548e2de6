"""Collects interface strings into the English catalogue and compiles it; ``--check`` only tells what is
missing.
"""

from __future__ import annotations

import shutil
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")


class Command(BaseCommand):
    help = (
        "Sammelt die Oberflächentexte in locale/ und übersetzt die Kataloge; --check meldet nur, was fehlt."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="nichts ändern, nur prüfen")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / CATALOGUE
        if options["check"]:
            self._check(path)
        else:
            self._collect()
            self._compile(path)

    def _collect(self) -> None:
        if shutil.which("xgettext") is None:
            raise CommandError("xgettext fehlt. Bitte das Debian-Paket „gettext“ installieren.")
        ignored = [".venv/*", "staticfiles/*", "tests/*", "var/*", "build/*"]
        call_command(
            "makemessages",
            locale=["en"],
            ignore_patterns=ignored,
            no_location=True,
            no_obsolete=True,
            no_wrap=True,
            verbosity=0,
        )

    def _compile(self, path: Path) -> None:
        catalogue = polib.pofile(str(path))
        # A changing date would make every run a change.
        catalogue.metadata.pop("POT-Creation-Date", None)
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        open_entries = [
            entry for entry in catalogue if not entry.obsolete and (not entry.translated() or entry.fuzzy)
        ]
        self.stdout.write(f"{len(catalogue)} Texte, {len(open_entries)} ohne geprüfte Übersetzung")

    def _check(self, path: Path) -> None:
        """Compare the catalogue with a fresh collection in a scratch folder.

        Raises ``CommandError`` naming the first strings that are missing or not translated.
        """
        before = polib.pofile(str(path))
        missing = [
            entry.msgid for entry in before if not entry.obsolete and (not entry.translated() or entry.fuzzy)
        ]
        compiled = {entry.msgid for entry in polib.mofile(str(path.with_suffix(".mo")))}
        missing += [entry.msgid for entry in before if entry.translated() and entry.msgid not in compiled]
        if shutil.which("xgettext") is not None:
            with tempfile.TemporaryDirectory() as scratch:
                copy = Path(scratch) / "backup.po"
                shutil.copy(path, copy)
                try:
                    self._collect()
                    known = {(entry.msgctxt, entry.msgid) for entry in before}
                    missing += [
                        entry.msgid
                        for entry in polib.pofile(str(path))
                        if (entry.msgctxt, entry.msgid) not in known
                    ]
                finally:
                    shutil.copy(copy, path)
        if missing:
            listed = "\n".join(f"  {text[:100]!r}" for text in missing[:15])
            raise CommandError(
                f"{len(missing)} Texte ohne englische Fassung („make messages“, dann übersetzen):\n{listed}"
            )
        self.stdout.write(f"{len(before)} Texte, alle übersetzt")
