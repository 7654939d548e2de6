"""Taking in what another library gave out: a dry run that lists what would come, then the same for good.

Every record comes as a draft, never live. What is not in the file stays open for editors: level, batch,
meeting, consent, review. What the guard of public texts sees is counted here and keeps the draft from being
published, as with any other.
"""

from __future__ import annotations

import io
import json
import lzma
import uuid
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from wagtail.models import Page

from knowledge.content.exchange import FORMAT, VERSION, from_fields, known_here, to_fields
from knowledge.content.export import HEADER, may_export
from knowledge.guard import GuardUnavailable, rules
from knowledge.jobs import JobRefused, Running, TryLater, kind, results
from search import registry

__all__ = [
    "CHECK",
    "IMPORT",
    "ArchiveRefused",
    "Arrival",
    "Desk",
    "Given",
    "check_archive",
    "file_of",
    "number_of",
    "read_archive",
]

CHECK: Final = "knowledge.import_check"
IMPORT: Final = "knowledge.import"
LOOKED_AT: Final = gettext_noop("%(done)s von %(all)s Datensätzen angesehen")
CHECKED: Final = gettext_noop(
    "%(new)s neu, %(changed)s geändert, %(same)s unverändert, %(refused)s abgelehnt. Noch ist nichts"
    " geschehen."
)
TAKEN: Final = gettext_noop(
    "%(new)s Entwürfe angelegt, %(changed)s ergänzt, %(same)s unverändert, %(refused)s abgelehnt."
)
FILE_GONE: Final = gettext_noop("Die Datei ist nicht mehr da. Bitte noch einmal hochladen.")
NOBODY_GUARDS: Final = gettext_noop("Die Anonymitätsprüfung antwortet nicht; der Auftrag wird wiederholt.")

MOST_BYTES: Final = 50 * 1024 * 1024
"""Of all that is unpacked together."""
MOST_LINE: Final = 2 * 1024 * 1024
"""Bytes of one record. Unfolded they take up to thirty times as much, so one record at a time is."""
MOST_RECORDS: Final = 50_000
_TITLE: Final = 300
"""Characters of a title that a list shows."""
_LIST_NAME: Final = "einspielen.json"


class ArchiveRefused(ValueError):
    """No file that this library can take in; the message says why."""


@dataclass(slots=True)
class Arrival:
    """A record of the file and what becomes of it: ``does`` is new, changed, same or refused. ``left_open``
    are sentences about what an editor has to see to, ``findings`` counts what the guard wants decided.
    """

    kind: str
    key: str
    title: str
    does: str = "new"
    why: str = ""
    findings: int = 0
    left_open: list[str] = field(default_factory=list)
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A record as it stands in the file. ``told`` are its fields, or the line of the file they stand in;
    ``came_from`` is the library that gave it out, "" for this one; ``external_id`` is what an editor's list
    calls it.
    """

    model: Any
    label: str
    key: str
    title: str
    told: dict[str, Any] | bytes
    came_from: str = ""
    external_id: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """Its fields, made of the line anew each time: kept as text, a file takes the memory of its bytes."""
        return self.told if isinstance(self.told, dict) else dict(json.loads(self.told)["fields"])


# --------------------------------------------------------------------------- the file


def number_of(path: Path) -> int:
    """A file of the results as a number, the only thing a job is told."""
    return int(path.name, 16)


def file_of(number: int) -> Path:
    """Its path. Raises ``JobRefused`` where its day is over."""
    path = results.path_in(f"{number:032x}")
    if not path.is_file():
        raise JobRefused(FILE_GONE)
    return path


def check_archive(path: Path) -> int:
    """Number of records in a file. Raises :class:`ArchiveRefused`."""
    return sum(1 for _given in _read(path))


def read_archive(path: Path) -> list[Given]:
    """The records of a file or a folder that another library gave out. Raises :class:`ArchiveRefused`."""
    return list(_read(path))


def _read(path: Path) -> Iterator[Given]:
    try:
        with zipfile.ZipFile(path) if path.is_file() else _Folder(path) as archive:
            told = json.loads(_header(archive))
            if told.get("format") != FORMAT:
                raise ArchiveRefused(_("Das ist keine Datei aus „Öffentliche Inhalte ausgeben“."))
            if told.get("version") != VERSION:
                words = _("Die Datei hat die Fassung %(found)s, diese Bibliothek liest die Fassung %(here)s.")
                raise ArchiveRefused(words % {"found": told.get("version"), "here": VERSION})
            origin = str(told.get("from") or "")
            yield from _records(archive, "" if origin == settings.PUBLIC_URL else origin[:200])
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        OSError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        RuntimeError,  # also of a member with a password, a packing that is not known, and lists without end
    ) as error:
        if isinstance(error, ArchiveRefused):
            raise
        raise ArchiveRefused(
            _("Die Datei ist beschädigt oder keine Datei aus „Öffentliche Inhalte ausgeben“.")
        ) from error


class _Folder:
    """A folder that is read like an archive."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> _Folder:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def namelist(self) -> list[str]:
        """Names of its files."""
        return [path.name for path in self.path.iterdir()]

    def open(self, name: str) -> IO[bytes]:
        """One of them."""
        return (self.path / name).open("rb")


def _too_large() -> ArchiveRefused:
    return ArchiveRefused(_("Die Datei ist zu groß."))


def _header(archive: zipfile.ZipFile | _Folder) -> bytes:
    with archive.open(HEADER) as member:
        content = member.read(MOST_LINE + 1)
    if len(content) > min(MOST_LINE, MOST_BYTES):
        raise _too_large()
    return content


def _lines(archive: zipfile.ZipFile | _Folder) -> Iterator[tuple[Any, bytes]]:
    """The source and the line of each record. What an archive says about its sizes is not believed."""
    names, read, records = set(archive.namelist()), 0, 0
    for source in registry.sources():
        model = getattr(source, "model", None)
        if f"{source.kind}.jsonl" not in names or not (isinstance(model, type) and issubclass(model, Page)):
            continue
        with archive.open(f"{source.kind}.jsonl") as packed, io.BufferedReader(packed) as member:  # type: ignore[type-var]
            while line := member.readline(MOST_LINE + 1):
                read, records = read + len(line), records + 1
                if len(line) > MOST_LINE or read > MOST_BYTES or records > MOST_RECORDS:
                    raise _too_large()
                if line.strip():
                    yield source, line


def _records(archive: zipfile.ZipFile | _Folder, came_from: str) -> Iterator[Given]:
    for source, line in _lines(archive):
        told = json.loads(line)
        key = uuid.UUID(hex=str(told["key"]).partition(":")[2]).hex
        title = str(told["title"])[:_TITLE]
        dict(told["fields"])  # what is none is no record
        del told  # before the next one is unfolded
        yield Given(source.model, str(source.label), key, title, line, came_from)


# --------------------------------------------------------------------------- one record


class Desk:
    """One run over a file, for one person; ``dry`` takes back whatever it wrote."""

    def __init__(self, given: list[Given], user: Any, *, dry: bool) -> None:
        self.given, self.user, self.dry = given, user, dry
        self.coming = {one.key for one in given}

    def make_room(self) -> None:
        """Pages for all that is new, without a draft yet, so that records may name each other."""
        for one in self.given:
            with suppress(_NotTaken, *_WRONG), transaction.atomic():  # told when its turn comes
                if _page_of(one) is None and not one.model.is_gone_for_good(one.key):
                    self._new_page(one, from_fields(one.model, one.fields, known_here))

    def arrive(self, one: Given) -> Arrival:
        """Place a record as a draft, or say why not. Raises ``GuardUnavailable``."""
        row = Arrival(one.label, one.key, one.title)
        try:
            with transaction.atomic():
                self._place(one, row)
                if self.dry:
                    transaction.set_rollback(True)
        except GuardUnavailable:
            raise
        except _NotTaken as error:
            row.does, row.why = "refused", str(error)
        except _WRONG as error:
            row.does, row.why = "refused", "; ".join(_sentences(one.model, error))
        if row.does == "refused" and not self.dry and (page := _page_of(one)) is not None and _is_room(page):
            page.delete()
        if self.dry or row.does == "refused":
            row.page = None
        return row

    def _place(self, one: Given, row: Arrival) -> None:
        if one.model.is_gone_for_good(one.key):
            raise _NotTaken(_("Der Datensatz wurde hier für immer zurückgezogen."))
        page = _page_of(one)
        data = from_fields(one.model, one.fields, partial(self._known, row))
        if page is None:
            page = self._new_page(one, data)
        here = page.get_latest_revision_as_object()
        before = to_fields(here, _EveryPage())
        draft = page.with_content_json({**here.serializable_data(), **_with_keys(data)})
        problems = _problems(draft)  # which also fills in what a record makes of its other fields
        if not _is_room(page) and to_fields(draft, _EveryPage()) == before:
            row.does, row.page = "same", page.pk
            return
        if not _is_room(page):
            self._refuse_unless_wanted(page, one)
            row.does = "changed"
        row.left_open += problems
        draft.save_revision(user=self.user, clean=False)
        row.findings, row.page = len(rules.open_findings(draft)), page.pk

    def _known(self, row: Arrival, model: type[models.Model], name: Any) -> Any:
        found = known_here(model, name)
        if found is None and not (issubclass(model, Page) and str(name) in self.coming):
            label = model._meta.verbose_name if not issubclass(model, Page) else _("Verweis")
            row.left_open.append(
                _("%(label)s „%(name)s“ gibt es hier nicht.") % {"label": label, "name": name}
            )
        return found

    def _new_page(self, one: Given, data: dict[str, Any]) -> Any:
        parent = apps.get_model(one.model.parent_page_types[0]).objects.first()
        if parent is None:
            raise _NotTaken(_("Die Übersichtsseite dieser Art fehlt hier."))
        if not parent.permissions_for_user(self.user).can_add_subpage():
            raise _NotTaken(_("Ihnen fehlt das Recht, solche Seiten anzulegen."))
        page = one.model.from_serializable_data({"pk": None, **_with_keys(data)}, check_fks=False)
        page.translation_key, page.live, page.owner = uuid.UUID(hex=one.key), False, self.user
        page.external_id, page.came_from = one.external_id, one.came_from
        if one.came_from:  # read, not written on: who wants to unlocks it
            page.locked, page.locked_at = True, timezone.now()
        parent.add_child(instance=page)
        return one.model.objects.get(pk=page.pk)

    def _refuse_unless_wanted(self, page: Any, one: Given) -> None:
        """Nobody is at work on the page here, and this person may change it."""
        if not page.permissions_for_user(self.user).can_edit():
            raise _NotTaken(_("Ihnen fehlt das Recht, diese Seite zu ändern."))
        if (page.has_unpublished_changes or not page.live) and not (one.came_from and page.locked):
            raise _NotTaken(
                _("Hier gibt es schon einen Entwurf mit anderem Text. Bitte erst über ihn entscheiden.")
            )


class _NotTaken(Exception):
    """The record cannot come; the message is a sentence."""


_WRONG = (ValidationError, IntegrityError, TypeError, ValueError, LookupError, AttributeError)
"""What a record of another form can raise on its way into a page."""


def _page_of(one: Given) -> Any:
    return one.model.objects.filter(translation_key=uuid.UUID(hex=one.key)).first()


def _is_room(page: Any) -> bool:
    """Whether a page was made for a record that has not come yet."""
    return not page.live and page.latest_revision_id is None


class _EveryPage(dict[int, str]):
    """Digits of the key of any page here, looked up when they are asked for."""

    def get(self, pk: int, default: Any = None) -> Any:
        found = Page.objects.filter(pk=pk).values_list("translation_key", flat=True).first()
        return found.hex if found else default


def _with_keys(data: dict[str, Any]) -> dict[str, Any]:
    """Rows as a revision has them: each with a number of its own, here none."""
    return {
        name: (
            [{"pk": None, "sort_order": order, **row} for order, row in enumerate(value)]
            if isinstance(value, list) and value and all(isinstance(row, dict) for row in value)
            else value
        )
        for name, value in data.items()
    }


def _problems(draft: Any) -> list[str]:
    """What an editor has to see to before the draft can be published."""
    try:
        draft.full_clean()
    except ValidationError as error:
        return _sentences(type(draft), error)
    return []


def _sentences(model: Any, error: Exception) -> list[str]:
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        return [
            f"{_label(model, name)}: {' '.join(map(str, found))}"
            for name, found in error.message_dict.items()
        ]
    if isinstance(error, ValidationError):
        return list(map(str, error.messages))
    if isinstance(error, IntegrityError):
        return [_("Ein Wert fehlt oder steht nicht zur Wahl.")]
    return [_("Der Datensatz hat nicht die Form, die beschrieben ist.")]


def _label(model: Any, name: str) -> str:
    try:
        return str(model._meta.get_field(name).verbose_name)
    except (FieldDoesNotExist, AttributeError):
        return name


# --------------------------------------------------------------------------- the jobs


@kind(CHECK, label=gettext_lazy("Einspielen prüfen"), allowed=may_export, shown_at="import_list")
def check(job: Running) -> None:
    """The dry run: what would come, as a list."""
    _run(job, CHECKED, dry=True)


@kind(
    IMPORT,
    label=gettext_lazy("Inhalte einspielen"),
    about=gettext_lazy(
        "Eine Datei aus „Öffentliche Inhalte ausgeben“ einer anderen Bibliothek: erst eine Liste, was käme,"
        " dann alles als Entwurf."
    ),
    allowed=may_export,
    start="import_start",
    shown_at="import_list",
)
def take_in(job: Running) -> None:
    """The same for good, record by record; what is there already stays, so it may be called again."""
    _run(job, TAKEN, dry=False)


def _run(job: Running, message: str, *, dry: bool) -> None:
    try:
        desk = Desk(read_archive(file_of(job.arguments[0])), job.user, dry=dry)
    except ArchiveRefused as error:
        raise JobRefused(FILE_GONE) from error
    if not dry:
        desk.make_room()
    try:
        rows = [_arrived(job, desk, one, number) for number, one in enumerate(desk.given)]
    except GuardUnavailable as error:
        raise TryLater(NOBODY_GUARDS) from error
    path = results.new_file()
    path.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False), encoding="utf-8")
    job.attach(path, _LIST_NAME)
    done = [row.does for row in rows]
    job.finish(message, **{word: done.count(word) for word in ("new", "changed", "same", "refused")})


def _arrived(job: Running, desk: Desk, one: Given, number: int) -> Arrival:
    job.report(95 * number // len(desk.given), LOOKED_AT, done=number, all=len(desk.given))
    return desk.arrive(one)
