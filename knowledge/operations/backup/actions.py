"""Make an archive, put one back. Both end with everything or with nothing."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page

from knowledge.guard import marks
from knowledge.mail import doubt_all
from knowledge.operations import site_address, withdrawals
from knowledge.operations.backup import archive as archives
from knowledge.operations.backup import databases
from knowledge.operations.backup.archive import DATABASE, MEDIA, REGISTER, BackupManifest, BackupRefused
from knowledge.operations.statistics import gather_statistics
from search.contract import EngineUnavailable
from search.index import apply
from search.models import FallbackIndex, IndexJob, IndexState
from search.operations import INDEX_NAMES

__all__ = ["create", "restore"]

DELETIONS = "delete_raw_cases"
"""The command of every night; its app lies above this one."""

WITHDRAWALS = "apply_withdrawals"
"""So does this one."""

_UNFINISHED_DAYS = 1
"""An unfinished archive older than this belongs to nobody any more."""


def create(*, folder: Path, keep: int | None = None) -> Path:
    """Write an archive of this installation into a folder and return its path; with ``keep`` those older than
    so many days go, so that what is deleted here is soon deleted there.

    Others go on reading and writing. Media are looked at twice, around the database, so that every file it
    names is in the archive. Raises :class:`BackupRefused`, and the folder is as it was.
    """
    media = Path(settings.MEDIA_ROOT).resolve()
    if folder.resolve().is_relative_to(media):
        raise BackupRefused(f"{folder} liegt in MEDIA_ROOT: Nehmen Sie einen Ordner außerhalb.")
    moment = datetime.now(UTC)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear_unfinished(folder)
        _refuse_full_disk(folder, media)
        target = folder / archives.stamp(moment)
        mark = _note_backup()
        with tempfile.TemporaryDirectory(dir=folder, prefix=".weiterdenken-") as scratch:
            unfinished = Path(scratch) / target.name
            _write(unfinished, Path(scratch) / DATABASE, media, moment, mark)
            unfinished.chmod(0o600)
            unfinished.replace(target)
        for old in archives.older_than(folder, moment - timedelta(days=keep)) if keep else ():
            old.unlink()
    except OSError as error:
        raise BackupRefused(
            f"Nach {folder} lässt sich nicht schreiben ({error.strerror or error}): Geben Sie dem Benutzer"
            " der Bibliothek Platz und Schreibrechte."
        ) from error
    return target


def _note_backup() -> str:
    try:
        return withdrawals.note_backup()
    except OSError as error:
        raise BackupRefused(
            f"Das Verzeichnis der Widerrufe ({settings.WITHDRAWALS_FILE}) lässt sich nicht schreiben"
            f" ({error.strerror or error}): Geben Sie dem Benutzer der Bibliothek Schreibrechte."
        ) from error


def _write(path: Path, database: Path, media: Path, moment: datetime, mark: str) -> None:
    with zipfile.ZipFile(path, "w", strict_timestamps=False) as archive:
        _add_media(archive, media)
        description = archives.describe(moment, mark)
        databases.save(database)
        _add_media(archive, media)
        archive.write(database, DATABASE, zipfile.ZIP_DEFLATED, compresslevel=1)
        register = Path(settings.ANONYMITY_REGISTER_FILE)
        if register.is_file():
            archive.write(register, REGISTER, zipfile.ZIP_DEFLATED)
        archives.write_description(archive, description)
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def _add_media(archive: zipfile.ZipFile, media: Path) -> None:
    """Files that are not in the archive yet; one that has gone meanwhile is named by nobody."""
    known = set(archive.namelist())
    for path in archives.files_below(media):
        name = f"{MEDIA}{path.relative_to(media).as_posix()}"
        if name not in known:
            try:
                archive.write(path, name, zipfile.ZIP_STORED)
            except FileNotFoundError:
                continue


def _refuse_full_disk(folder: Path, media: Path) -> None:
    # The copy of the database lies beside the archive until it is in it.
    needed = 2 * databases.approximate_size() + sum(
        path.stat().st_size for path in archives.files_below(media)
    )
    if shutil.disk_usage(folder).free < needed:
        raise BackupRefused(
            f"In {folder} ist zu wenig Platz: Die Sicherung braucht bis zu {needed // 1_000_000 + 1} MB."
        )


def _clear_unfinished(folder: Path) -> None:
    limit = time.time() - _UNFINISHED_DAYS * 24 * 3600
    for path in folder.glob(".weiterdenken-*"):
        if path.stat().st_mtime < limit:
            shutil.rmtree(path, ignore_errors=True)


def restore(
    *, path: Path, tell: Callable[[str], None] = lambda _line: None, ledger: Path | None = None
) -> BackupManifest:
    """Put an archive back into this installation, which must be empty; returns what the archive says about
    itself. ``tell`` gets a line for each step and for each setting that was another one.

    Everything is checked first. Media come before the database, which comes whole or not at all; a run that
    was broken off before is simply run again, and one that fails behind it leaves no case public. What came
    to its day since the archive was made is deleted, and what left the public leaves again as the ``ledger``
    tells, whose lines come before those of this installation, before the index is built from the database.
    Raises :class:`BackupRefused`.
    """
    archive, description = archives.opened(path)
    with archive:
        _refuse_used_installation(archive, description)
        if ledger is not None and not ledger.is_file():
            raise BackupRefused(
                f"Das Verzeichnis der Widerrufe {ledger} gibt es nicht: Nennen Sie ein anderes. Ohne"
                " --withdrawals spielt der Befehl die Sicherung ein, und kein Fall ist öffentlich."
            )
        try:
            if ledger is not None:
                withdrawals.take_over(ledger)
            names = [name for name in archive.namelist() if name.startswith(MEDIA) and name != MEDIA]
            for name in names:
                archives.extract(archive, name, Path(settings.MEDIA_ROOT) / name.removeprefix(MEDIA))
            tell(f"{len(names)} Dateien nach {settings.MEDIA_ROOT}")
            register = Path(settings.ANONYMITY_REGISTER_FILE)
            if REGISTER in archive.namelist() and not register.exists():
                archives.extract(archive, REGISTER, register)
            with tempfile.TemporaryDirectory(prefix="weiterdenken-") as scratch:
                copy = Path(scratch) / DATABASE
                archives.extract(archive, DATABASE, copy)
                databases.load(copy)
        except (OSError, DatabaseError) as error:
            raise BackupRefused(
                f"Das Einspielen ist gescheitert ({error}): Schaffen Sie Platz und Schreibrechte und rufen"
                " Sie den Befehl noch einmal auf."
            ) from error
    try:
        _bring_up_to_date(tell, description)
    except BaseException as error:
        _hide_cases()
        if not isinstance(error, Exception):
            raise
        raise BackupRefused(
            f"Nach dem Einspielen ist etwas gescheitert ({error}). Wer seither zurückgezogen hat, ist nicht"
            f" nachgeholt, deshalb ist kein Fall mehr öffentlich. {_go_on(description)}"
        ) from error
    gather_statistics()
    for sentence in description.differing_settings():
        tell(sentence)
    _build_index(tell)
    return description


def _bring_up_to_date(tell: Callable[[str], None], description: BackupManifest) -> None:
    """A database of an earlier day, and perhaps of an earlier version, as it has to be today."""
    marks.forget()
    tell("Datenbank eingespielt")
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if doubtful := doubt_all():
        tell(f"{doubtful} Mails warteten damals auf den Versand: Ob sie seither hinausgingen, ist ungewiss")
    _take_over()
    _delete_due(tell)
    _leave_again(tell, description.withdrawals)


def _delete_due(tell: Callable[[str], None]) -> None:
    """What the nights since the archive would have deleted: nobody sees it here again."""
    said = io.StringIO()
    call_command(DELETIONS, stdout=said, skip_checks=True)
    tell(f"Seither fällig: {said.getvalue().strip()}")


def _leave_again(tell: Callable[[str], None], since: str) -> None:
    """Who withdrew after the archive stays withdrawn; where nobody can tell, no case is public."""
    said = io.StringIO()
    call_command(WITHDRAWALS, withdrawals.ledger_file(), since=since, stdout=said, skip_checks=True)
    tell(said.getvalue().strip())
    if since:
        tell(f"Zeichen dieser Sicherung im Verzeichnis der Widerrufe: {since}")


def _hide_cases() -> None:
    """By the tables of every version, because the models may be ahead of them."""
    Page.objects.filter(content_type__app_label="cases", content_type__model="casepage").update(live=False)


def _go_on(description: BackupManifest) -> str:
    since = f"--since {description.withdrawals}" if description.withdrawals else "--all"
    return (
        "Beheben Sie die Ursache und spielen Sie die Sicherung in eine neue, leere Datenbank ein; oder gehen"
        f" Sie mit dieser weiter: „manage.py migrate“, „manage.py {DELETIONS}“,"
        f" „manage.py {WITHDRAWALS} {since}“, „manage.py search_rebuild“. Danach veröffentlicht die Redaktion"
        " die Fälle gemeinsam wieder."
    )


def _build_index(tell: Callable[[str], None]) -> None:
    try:
        for index, report in apply.rebuild().items():
            tell(f"{INDEX_NAMES[index]} gebaut: {report.documents} Datensätze")
    except EngineUnavailable as error:
        tell(f"Der Index fehlt noch ({error}): „manage.py search_rebuild“ baut ihn.")


def _refuse_used_installation(archive: zipfile.ZipFile, description: BackupManifest) -> None:
    if description.vendor != connection.vendor:
        raise BackupRefused(
            f"Die Sicherung ist aus {description.vendor}, hier läuft {connection.vendor}: Setzen Sie"
            " DATABASE_URL auf eine leere Datenbank derselben Art."
        )
    if content := databases.foreign_content():
        raise BackupRefused(
            f"Hier ist schon etwas ({content}): Eine Sicherung kommt nur in eine leere Installation. Nennen"
            " Sie in DATABASE_URL und MEDIA_ROOT eine neue Datenbank und einen leeren Ordner."
        )
    media = Path(settings.MEDIA_ROOT)
    sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    for path in archives.files_below(media):
        name = f"{MEDIA}{path.relative_to(media).as_posix()}"
        if sizes.get(name) != path.stat().st_size:
            raise BackupRefused(
                f"In {media} liegen schon andere Dateien: Nennen Sie in MEDIA_ROOT einen leeren Ordner."
            )


@transaction.atomic
def _take_over() -> None:
    """The index is another one here, and so are its copies and the address."""
    IndexState.objects.all().delete()
    FallbackIndex.objects.all().delete()
    IndexJob.objects.exclude(target="").delete()
    site_address.align_site()
