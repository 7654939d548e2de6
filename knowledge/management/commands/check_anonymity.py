"""``manage.py check_anonymity [--json] FILE``: finds identifying details in a text or in JSONL lines."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from knowledge.anonymity.detector import DETECTOR_VERSION, DetectorUnavailable, Finding, find

MOST_BYTES = 50_000_000


class Command(BaseCommand):
    """See ``help``."""

    help = _("Findet Angaben, an denen eine Kommune oder Person zu erkennen ist.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, ``--json``, ``--min-certainty``, ``--name``."""
        parser.add_argument("file", metavar="FILE", help=_('Textdatei, oder JSONL mit Zeilen {"id", "text"}'))
        parser.add_argument("--json", action="store_true", help=_("eine JSON-Liste aller Funde ausgeben"))
        parser.add_argument(
            "--min-certainty", type=float, default=0.0, help=_("nur Funde ab dieser Sicherheit (0 bis 1)")
        )
        parser.add_argument(
            "--name",
            action="append",
            default=[],
            help=_("bekannter Name, der sicher gefunden werden soll; mehrfach möglich"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings; raises ``CommandError`` with a German sentence for bad input."""
        least: float = options["min_certainty"]
        if not 0 <= least <= 1:
            raise CommandError(_("--min-certainty muss zwischen 0 und 1 liegen."))
        rows: list[dict[str, object]] = []
        for identifier, text in _documents(Path(options["file"])):
            try:
                found = find(text, dictionary=options["name"])
            except DetectorUnavailable as error:
                raise CommandError(str(error)) from error
            rows += [_row(identifier, finding) for finding in found if finding.certainty >= least]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            text = " ".join(str(row["text"]).split())
            self.stdout.write(
                f"{row['id']}:{row['start']}-{row['end']}  {row['kind']:<12} {row['harm']:<6}"
                f" {row['certainty']}  {text} "
                f" ({row['reason']})"
            )
        self.stdout.write(
            _("%(count)d Funde, Prüfung %(version)s.") % {"count": len(rows), "version": DETECTOR_VERSION}
        )


def _row(identifier: object, finding: Finding) -> dict[str, object]:
    return {
        "id": identifier, "start": finding.start, "end": finding.end, "kind": str(finding.kind),
        "text": finding.text,
        "certainty": round(finding.certainty, 3), "harm": str(finding.harm),
        "suggestion": finding.suggestion, "reason": finding.reason,
        "version": finding.detector_version,
    }  # fmt: skip


def _documents(path: Path) -> Iterator[tuple[object, str]]:
    """(id, text) of every line of a JSONL file, or the whole text under the file's name."""
    if not path.is_file():
        raise CommandError(_("Die Datei %(path)s gibt es nicht.") % {"path": path})
    if path.stat().st_size > MOST_BYTES:
        raise CommandError(_("Die Datei %(path)s ist zu groß (höchstens 50 MB).") % {"path": path})
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(_("Die Datei %(path)s ist kein Text in UTF-8.") % {"path": path}) from error
    except OSError as error:
        raise CommandError(_("Die Datei %(path)s lässt sich nicht lesen.") % {"path": path}) from error
    if not _is_jsonl(path, content):
        yield path.name, content
        return
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield _document(line, number)


def _is_jsonl(path: Path, content: str) -> bool:
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        return True
    first = content.lstrip().split("\n", 1)[0].strip()
    if not first.startswith("{"):
        return False
    try:
        value = json.loads(first)
    except ValueError:
        return False
    return isinstance(value, dict) and "text" in value


def _document(line: str, number: int) -> tuple[object, str]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CommandError(_("Zeile %(number)d ist kein gültiges JSON.") % {"number": number}) from error
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise CommandError(_("Zeile %(number)d braucht die Felder „id“ und „text“.") % {"number": number})
    return value.get("id", number), value["text"]
