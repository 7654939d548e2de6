"""Gives the library out as files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.content import export, installation
from search import registry


class Command(BaseCommand):
    help = (
        "Gibt die öffentlichen Inhalte als Dateien aus, je Art eine, je Zeile ein Datensatz. --internal gibt"
        " den ganzen Bestand aus, auch Konten, Freigaben und Entwürfe, ohne verschlüsselte Rohfälle."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="ORDNER", type=Path)
        parser.add_argument("--kind", nargs="+", default=[], metavar="ART", help="nur diese Arten")
        parser.add_argument("--internal", action="store_true", help="der ganze Bestand")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        unknown = [kind for kind in options["kind"] if not registry.is_kind(kind)]
        if unknown:
            known = ", ".join(source.kind for source in registry.sources())
            raise CommandError(f"Die Art „{unknown[0]}“ gibt es nicht; es gibt {known}.")
        if options["kind"] and options["internal"]:
            raise CommandError(
                "Ein ganzer Bestand hat alle Arten: --kind und --internal gehen nicht zusammen."
            )
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} ist nicht leer: Nennen Sie einen neuen Ordner.")
        try:
            if options["internal"]:
                self.stdout.write(f"{installation.write(folder)} Zeilen in {folder}")
                self.stdout.write("Darin stehen Konten und Freigaben; wie eine Sicherung aufzuheben.")
                return
            for kind, count in export.write_public(folder, options["kind"]).items():
                self.stdout.write(f"{kind}: {count}")
        except OSError as error:
            raise CommandError(f"Nach {folder} lässt sich nicht schreiben: {error.strerror}") from error
