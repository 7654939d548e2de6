"""What the intake reads from a file, and what it leaves out."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.intake import fields_of_document
from knowledge.anonymity.files import FileRefused, not_taken, read_document


class Command(BaseCommand):
    """``manage.py read_document FILE [--json]``."""

    help = "Liest eine Datei, wie es die Aufnahme tut: Text, Felder, was nicht übernommen wird."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        result: dict[str, Any] = {"text": "", "fields": {}, "dropped": [], "error": None}
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        sentence = ""
        try:
            document = read_document(data)
        except FileRefused as refused:
            result["error"] = str(refused)
        else:
            result["text"] = document.text
            result["fields"] = fields_of_document(document.text)
            result["dropped"] = [row.as_json() for row in document.dropped]
            sentence = not_taken(document.dropped)
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        for line in (result["error"], sentence, result["text"]):
            if line:
                self.stdout.write(f"{line}\n")
