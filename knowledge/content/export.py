"""The public content as a file: what everybody may read, record by record, for use elsewhere.

Made of the documents that the search shows, which are built from PUBLIC and QUASI fields alone, and of
records that a reader without an account may read now. ``fields`` of a line is what another library takes in
(:mod:`knowledge.content.imports`).
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from knowledge.content.exchange import FORMAT, VERSION, to_fields
from knowledge.jobs import Running, kind, results
from search import registry
from search.contract import Document, Viewer
from search.ingest import readable_part
from search.public_forms import absolute

__all__ = ["EXPORT", "HEADER", "may_export", "public_documents"]

EXPORT: Final = "knowledge.export"
WRITTEN: Final = gettext_noop("%(done)s von %(all)s Datensätzen geschrieben")
READY: Final = gettext_noop("%(count)s Datensätze stehen in der Datei.")

HEADER: Final = "format.json"
"""Says which format a file has, and which version of it."""
CHUNK: Final = 100
_OF_THE_ENGINE: Final = frozenset({"audience", "boost", "display", "keywords"})

_README: Final = """Öffentliche Inhalte von {address}, Stand {day}.

Je Art eine Datei, je Zeile ein Datensatz als JSON: Kennung (key), Titel, Adresse, Zusammenfassung, Abschnitte
(passages: anchor, heading, text), Merkmale (facets, Werte wie in der Suche), Datum der Sammlung (released),
und unter fields, was eine andere Bibliothek unter „Aufträge“ wieder einspielt (docs/referenz/austausch.md).
Texte stehen unter der Lizenz, die die Bibliothek an ihnen nennt.
"""


def may_export(user: Any) -> bool:
    """Whether a user may have all of it at once."""
    return bool(user.has_perm("knowledge.add_job"))


@kind(
    EXPORT,
    label=_("Öffentliche Inhalte ausgeben"),
    about=_("Eine ZIP-Datei mit allem, was ohne Anmeldung zu lesen ist, zum Weiterverwenden."),
    allowed=may_export,
    start="job_start",
)
def export(job: Running) -> None:
    """A ZIP with a file of JSON lines per kind."""
    path = results.new_file()
    count = _write(job, path)
    job.attach(path, f"inhalte-{timezone.localdate():%Y-%m-%d}.zip")
    job.finish(READY, count=count)


def _write(job: Running, path: Path) -> int:
    """Write the archive; returns the number of records."""
    records = {source.kind: list(source.eligible()) for source in registry.sources()}
    every, looked_at, written = sum(map(len, records.values())), 0, 0
    keys = _keys(records)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        readme = _README.format(address=settings.PUBLIC_URL, day=f"{timezone.localdate():%d.%m.%Y}")
        archive.writestr("LIESMICH.txt", readme)
        told = {"format": FORMAT, "version": VERSION, "from": settings.PUBLIC_URL}
        archive.writestr(HEADER, json.dumps(told))
        for source in registry.sources():
            lines: list[str] = []
            for some in _chunks(records[source.kind]):
                lines += [
                    _line(document, to_fields(one, keys)) for one, document in public_documents(source, some)
                ]
                looked_at += len(some)
                job.report(95 * looked_at // every, WRITTEN, done=looked_at, all=every)
            archive.writestr(f"{source.kind}.jsonl", "".join(lines))
            written += len(lines)
    return written


def _chunks(records: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (records[start : start + CHUNK] for start in range(0, len(records), CHUNK))


def public_documents(source: registry.DocumentSource, records: Sequence[Any]) -> list[tuple[Any, Document]]:
    """The records that everybody may read now, each with its document, by key."""
    by_key = {source.key(one): one for one in records}
    visible = source.visible(by_key, Viewer())
    return [(by_key[key], readable_part(source.build(by_key[key]), Viewer())) for key in sorted(visible)]


def _keys(records: Mapping[str, Sequence[Any]]) -> dict[int, str]:
    """Digits of the keys of all records that everybody may read now, by id: only these are named."""
    found = {}
    for source in registry.sources():
        by_key = {source.key(one): one for one in records[source.kind]}
        for key in source.visible(by_key, Viewer()):
            found[by_key[key].pk] = key.partition(":")[2]
    return found


def _line(document: Document, fields: Mapping[str, Any]) -> str:
    shown = {name: value for name, value in asdict(document).items() if name not in _OF_THE_ENGINE}
    shown["url"] = absolute(document.url)
    shown["fields"] = fields
    return json.dumps(shown, ensure_ascii=False, sort_keys=True) + "\n"
