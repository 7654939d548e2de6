"""Takes records in from files, record by record."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cases.intake import CaseRefused, take_in_document, take_in_row
from knowledge.content import imports, installation, tables
from knowledge.guard import GuardUnavailable

WORDS = {"new": "neu", "changed": "geändert", "same": "unverändert", "refused": "abgelehnt", "live": "live"}


class Command(BaseCommand):
    help = (
        "Spielt Datensätze ein: was export_library geschrieben hat (Ordner oder ZIP), oder eine Liste als"
        " JSONL, CSV oder XLSX; ein Fall auch als DOCX. Alles kommt als Entwurf, Fälle einer Liste als"
        " Rohfall. Eine Zeile je Datensatz; was fehlerhaft ist, wird genannt und ändert nichts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="DATEI", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="nur sagen, was käme")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="Karten, Lehren, Veröffentlichungen erscheinen lassen, an denen nichts offen ist; Fälle nie",
        )
        parser.add_argument("--kind", default="", metavar="ART", help="Art der Zeilen, die keine nennen")
        parser.add_argument(
            "--user", default="", metavar="KONTO", help="in wessen Namen; sonst die Administration"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.exists():
            raise CommandError(f"{path} gibt es nicht.")
        if path.is_dir() and installation.is_installation(path):
            self._whole(path, dry=options["dry_run"])
            return
        self.user, self.dry, self.publish = _user(options["user"]), options["dry_run"], options["publish"]
        counts: Counter[str] = Counter()
        try:
            for name, does, sentences in self._arrivals(path, options["kind"]):
                counts[does] += 1
                self.stdout.write(": ".join(filter(None, (name, WORDS[does], " ".join(sentences)))))
        except imports.ArchiveRefused as error:
            raise CommandError(str(error)) from error
        except GuardUnavailable as error:
            raise CommandError(
                "Die Anonymitätsprüfung antwortet nicht; der Rest bleibt für später."
            ) from error
        told = ", ".join(f"{counts[does]} {word}" for does, word in WORDS.items() if counts[does])
        self.stdout.write(f"{told or 'Die Datei ist leer'}{' (Probelauf)' if self.dry else ''}.")
        if counts["refused"]:
            raise CommandError(f"{counts['refused']} abgelehnt; die anderen sind eingespielt.", returncode=1)

    def _whole(self, path: Path, *, dry: bool) -> None:
        if dry:
            raise CommandError("Ein ganzer Bestand kommt ganz oder gar nicht; einen Probelauf gibt es nicht.")
        try:
            installation.load(path, self.stdout.write)
        except installation.InstallationRefused as error:
            raise CommandError(str(error)) from error

    def _arrivals(self, path: Path, kind: str) -> Iterator[tuple[str, str, Sequence[str]]]:
        """Name, what became of it, and sentences, for each record of the file."""
        if path.is_dir() or path.suffix.lower() == ".zip":
            yield from self._records([(given.title, given) for given in imports.read_archive(path)])
        elif path.suffix.lower() == ".docx":
            yield self._case(
                path.name, lambda: take_in_document(path.read_bytes(), user=self.user, dry=self.dry)
            )
        else:
            yield from self._rows(tables.read_table(path, kind))

    def _rows(self, rows: Sequence[tables.ListedRow]) -> Iterator[tuple[str, str, Sequence[str]]]:
        given: list[tuple[str, imports.Given]] = []
        for row in rows:
            name = f"Zeile {row.number}"
            if row.kind == "case":
                yield self._case(
                    name,
                    lambda row=row: take_in_row(row.values, row.external_id, user=self.user, dry=self.dry),
                )
                continue
            try:
                one = tables.as_given(row)
            except tables.RowRefused as error:
                yield name, "refused", [str(error)]
            else:
                given.append((f"{name}, {one.title}", one))
        yield from self._records(given)

    def _case(self, name: str, take: Any) -> tuple[str, str, Sequence[str]]:
        try:
            code, does = take()
        except CaseRefused as error:
            return name, "refused", [str(error)]
        return f"{name}, Rohfall {code}" if code else name, does, []

    def _records(
        self, given: Sequence[tuple[str, imports.Given]]
    ) -> Iterator[tuple[str, str, Sequence[str]]]:
        desk = imports.Desk([one for _name, one in given], self.user, dry=self.dry)
        if not self.dry:
            desk.make_room()
        for name, one in given:
            row = desk.arrive(one)
            told = [row.why] if row.why else list(row.left_open)
            if row.findings:
                told.append(f"{row.findings} Stellen können jemanden erkennen lassen.")
            if self.publish and row.does in {"new", "changed"} and row.page and not told:
                yield name, *self._published(one, row)
            else:
                yield name, row.does, told

    def _published(self, one: imports.Given, row: imports.Arrival) -> tuple[str, Sequence[str]]:
        """Ask for publication as an editor does, with every rule; a draft stays a draft where one objects."""
        page = one.model.objects.get(pk=row.page)
        if page.came_from or not page.is_guarded:
            return row.does, ["Bleibt Entwurf."]
        try:
            with transaction.atomic():
                page.get_latest_revision().publish(user=self.user)
        except (ValidationError, PermissionError, ValueError) as error:
            return row.does, [f"Bleibt Entwurf: {error}"]
        return "live", []


def _user(name: str) -> Any:
    users = get_user_model().objects.filter(is_active=True)
    found = users.filter(username=name) if name else users.filter(is_superuser=True).order_by("pk")
    user = found.first()
    if user is None:
        raise CommandError("Dieses Konto gibt es nicht: --user nennt eines, das Seiten anlegen darf.")
    return user
