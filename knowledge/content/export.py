"""The public content as a file: what everybody may read, record by record, for use elsewhere.

Made of the documents that the search shows, which are built from PUBLIC and QUASI fields alone, and of
records that a reader without an account may read now. ``fields`` of a line is what another library takes in
(:mod:`knowledge.content.imports`).
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail.documents import get_document_model

from knowledge.classification import FieldClass, field_class
from knowledge.content.exchange import FORMAT, VERSION, to_fields
from knowledge.jobs import Running, kind, results
from search import registry
from search.contract import Document, Viewer
from search.ingest import readable_part
from search.public_forms import absolute

__all__ = ["EXPORT", "HEADER", "may_export", "public_documents", "public_files", "write_public"]

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
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _about().items():
            archive.writestr(name, text)
        written = 0
        for name, lines in public_files(lambda done, every: _tell(job, done, every)):
            archive.writestr(name, "".join(lines))
            written += len(lines)
    return written


def _tell(job: Running, done: int, every: int) -> None:
    job.report(95 * done // every, WRITTEN, done=done, all=every)


def write_public(folder: Path, kinds: Sequence[str] = ()) -> dict[str, int]:
    """The same into a folder, with the files that records offer (``medien/``); of these ``kinds`` alone,
    where some are named. Returns the number of records by kind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _about().items():
        (folder / name).write_text(text, encoding="utf-8")
    counts = {}
    for name, lines in public_files(kinds=kinds):
        (folder / name).write_text("".join(lines), encoding="utf-8")
        counts[name.removesuffix(".jsonl")] = len(lines)
    for document in _offered(kinds):
        if document.file.storage.exists(document.file.name):
            (folder / "medien").mkdir(exist_ok=True)
            with document.open_file() as file:
                (folder / "medien" / document.filename).write_bytes(file.read())
    return counts


def _offered(kinds: Sequence[str]) -> Iterator[Any]:
    """Documents that a public field of a record names which everybody may read."""
    for source in registry.sources():
        names = [
            field.name
            for field in source.model._meta.concrete_fields
            if field.related_model is get_document_model()
            and field_class(source.model, field.name) is not FieldClass.INTERNAL
        ]
        if not names or (kinds and source.kind not in kinds):
            continue
        pages = {source.key(page): page for page in source.public()}
        for key in sorted(source.visible(pages, Viewer())):
            yield from filter(None, (getattr(pages[key], name) for name in names))


def _about() -> dict[str, str]:
    """What a file says of itself, to people and to programs."""
    told = {"format": FORMAT, "version": VERSION, "from": settings.PUBLIC_URL}
    readme = _README.format(address=settings.PUBLIC_URL, day=f"{timezone.localdate():%d.%m.%Y}")
    return {"LIESMICH.txt": readme, HEADER: json.dumps(told)}


def public_files(
    report: Callable[[int, int], None] = lambda done, every: None, kinds: Sequence[str] = ()
) -> Iterator[tuple[str, list[str]]]:
    """Name and lines of the file of each kind; ``report`` hears how many records were looked at, of how
    many.
    """
    records = {source.kind: list(source.eligible()) for source in registry.sources()}
    every, looked_at = sum(map(len, records.values())), 0
    keys = _keys(records)
    for source in registry.sources():
        if kinds and source.kind not in kinds:
            continue
        lines: list[str] = []
        for some in _chunks(records[source.kind]):
            lines += [
                _line(document, to_fields(one, keys)) for one, document in public_documents(source, some)
            ]
            looked_at += len(some)
            report(looked_at, every)
        yield f"{source.kind}.jsonl", lines


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
