"""Work off the outbox."""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError, close_old_connections

from search.contract import EngineUnavailable
from search.index import apply, verification
from search.operations import INDEX_NAMES, RegularCommand
from search.unanswered import forget_old

_LONGEST_PAUSE = 15.0
#: Seconds between two looks whether the index is whole and belongs to this database.
_THOROUGH_EVERY = 300.0


class Command(RegularCommand):
    """``search_sync``"""

    help = (
        "Arbeitet die Aufträge an den Suchindex ab; mit --watch fortlaufend, mit --verify samt Abgleich aller"
        " Datensätze."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--watch", action="store_true", help="weiterlaufen und auf neue Aufträge warten")
        parser.add_argument(
            "--interval", type=float, default=0.5, help="Sekunden zwischen zwei Blicken in die Aufträge"
        )
        parser.add_argument(
            "--verify",
            action="store_true",
            help="Index und Datenbank Datensatz für Datensatz vergleichen und Unterschiede beheben (nachts)",
        )
        parser.add_argument("--dry-run", action="store_true", help="mit --verify: nur vergleichen")
        parser.add_argument(
            "--json", action="store_true", help="mit --verify: ein JSON-Objekt je Index ausgeben"
        )

    def counts(self, options: dict[str, Any]) -> bool:
        """The nightly comparison alone is looked at."""
        return bool(options["verify"]) and super().counts(options)

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain once, or until the process ends."""
        if options["watch"]:
            self._embed()
            self._words()
            self._watch(options["interval"])
        try:
            done = self._drain()
            self._embed()
            self._words()
            if options["verify"]:
                self._verify(repair=not options["dry_run"], as_json=options["json"])
            else:
                self.stdout.write(f"{done} Aufträge erledigt.")
        except EngineUnavailable as error:
            raise CommandError(
                f"Die Suchmaschine ist nicht erreichbar, die Aufträge bleiben liegen: {error}"
            ) from error
        forget_old()

    def _drain(self, *, thorough: bool = True) -> int:
        apply.refresh_fallback_index()
        if thorough:
            apply.build_missing()
            verification.settle()
        return apply.drain()

    def _embed(self) -> None:
        """Vectors that are missing; a broken model costs meaning, not words."""
        try:
            apply.embed_missing(
                lambda done, total: self.stdout.write(f"Vektoren: {done} von {total} Datensätzen.")
            )
            apply.bring_vectors()
        except Exception as error:
            self.stderr.write(f"Vektoren nicht berechnet, gesucht wird nach Wörtern: {error}")

    def _words(self) -> None:
        """Vectors of the words of the index; without them related words come from the bundled list."""
        try:
            apply.refresh_words(lambda done, total: self.stdout.write(f"Eigene Wörter: {done} von {total}."))
        except EngineUnavailable as error:
            self.stderr.write(f"Eigene Wörter nicht abgeglichen: {error}")
        except Exception as error:
            self.stderr.write(
                "Eigene Wörter nicht berechnet, verwandte Wörter kommen aus der mitgelieferten Liste:"
                f" {error}"
            )

    def _watch(self, interval: float) -> None:
        """The fallback index first, so that an engine that is away does not keep it waiting."""
        pause, thorough_at = interval, -_THOROUGH_EVERY
        while True:
            try:
                thorough = time.monotonic() - thorough_at >= _THOROUGH_EVERY
                done = self._drain(thorough=thorough)
                thorough_at = time.monotonic() if thorough else thorough_at
                apply.follow_vectors()
                apply.follow_words()
                pause = interval
                if done:
                    self.stdout.write(f"{done} Aufträge erledigt.")
            except (EngineUnavailable, DatabaseError) as error:
                thorough_at = -_THOROUGH_EVERY
                pause = min(max(pause, 0.5) * 2, _LONGEST_PAUSE)
                self.stderr.write(f"Nicht erreichbar, neuer Versuch in {pause:.0f} s: {error}")
            close_old_connections()
            time.sleep(pause)

    def _verify(self, *, repair: bool, as_json: bool) -> None:
        left = 0
        for found, after in verification.verify(repair=repair):
            counts = {"missing": len(found.missing), "extra": len(found.extra), "stale": len(found.stale)}
            name = INDEX_NAMES[found.index] + (", Kopie auf diesem Rechner" if found.target else "")
            if as_json:
                row = {
                    "target": "fallback_index" if found.target else "engine",
                    "index": str(found.index),
                    "compared": found.compared,
                    **counts,
                    "left": len(after.keys),
                }
                self.stdout.write(json.dumps(row | {"keys": sorted(found.keys)}, ensure_ascii=False))
            else:
                text = "{missing} fehlten, {extra} zu viel, {stale} veraltet".format(**counts)
                self.stdout.write(
                    f"{name}: {found.compared} Datensätze verglichen, {text}; danach verschieden:"
                    f" {len(after.keys)}."
                )
            left += len(after.keys)
        if left and repair:
            raise CommandError(
                f"{left} Datensätze unterscheiden sich weiterhin. Das Log nennt den Grund; „manage.py"
                " search_rebuild“ baut den Index neu."
            )
