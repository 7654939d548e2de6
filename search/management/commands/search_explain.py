"""Why a hit is where it is."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import service
from search.contract import EngineUnavailable, Viewer
from search.operations import report
from search.query import SearchForm, clean


class Command(BaseCommand):
    """``search_explain``"""

    help = "Sagt, warum ein Treffer steht, wo er steht: Klauseln, Gewichte und Anteile seines Werts."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("text", help="die Suche, wie sie jemand tippt")
        parser.add_argument(
            "--key",
            default="",
            help="nur dieser Datensatz (etwa case:…), auch wenn er nicht unter den Treffern ist",
        )
        parser.add_argument("--json", action="store_true", help="ein JSON-Objekt statt Text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Explain and print."""
        asked = SearchForm(text=clean(options["text"])).request()
        try:
            found = report(service.of_installation(), asked, Viewer(), options["key"])
        except EngineUnavailable as error:
            raise CommandError(f"Die Suchmaschine ist nicht erreichbar: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(found.as_dict(), ensure_ascii=False))
            return
        for line in found.lines():
            self.stdout.write(line)
