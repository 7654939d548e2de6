"""The archive: a ZIP file with a description, the database, the media, and an imported register.

A ZIP file ends with its table of contents and carries a checksum of each member, so an archive that was cut
or damaged is known as such before anything is written.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

__all__ = [
    "DATABASE",
    "MEDIA",
    "REGISTER",
    "BackupManifest",
    "BackupRefused",
    "describe",
    "extract",
    "files_below",
    "newest",
    "older_than",
    "opened",
    "stamp",
    "write_description",
]

FORMAT = 2
"""Raise it when an older version of the library could not put such an archive back."""

DATABASE, MEDIA, REGISTER = "database", "media/", "register.csv"
_DESCRIPTION = "backup.json"
_NAME = re.compile(r"weiterdenken-\d{8}T\d{6}Z\.zip")


class BackupRefused(Exception):
    """Nothing was written; the message is a sentence in German that says what to do."""


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """What an archive says about itself. ``created`` is UTC in ISO 8601, ``vendor`` Django's name of the
    database, ``migrations`` those applied there, ``settings`` what index and clearance hang on,
    ``withdrawals`` the mark in the file of what left the public since.
    """

    format: int
    version: str
    created: str
    vendor: str
    migrations: tuple[tuple[str, str], ...]
    settings: dict[str, str]
    withdrawals: str = ""

    def differing_settings(self) -> list[str]:
        """A sentence for each setting that is another one here."""
        here = _settings_here()
        return [
            f"{name} war {value!r} und ist hier {here[name]!r}."
            for name, value in self.settings.items()
            if name in here and here[name] != value
        ]


def version_here() -> str:
    """The version of the library."""
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])


def _settings_here() -> dict[str, str]:
    """Settings that the answers of the library hang on; none is a secret."""
    found = {
        "SEARCH_ENGINE": settings.SEARCH_ENGINE,
        "SEARCH_MODE": settings.SEARCH_MODE,
        "SEARCH_OUTBOX": settings.SEARCH_OUTBOX,
        "SEARCH_CORPUS_WORDS": settings.SEARCH_CORPUS_WORDS,
        "SEARCH_FALLBACK_INDEX": settings.SEARCH_FALLBACK_INDEX,
        "ELASTICSEARCH_INDEX": settings.ELASTICSEARCH_INDEX,
        "ELASTICSEARCH_SHARDS": settings.ELASTICSEARCH_SHARDS,
        "ELASTICSEARCH_REPLICAS": settings.ELASTICSEARCH_REPLICAS,
        "ANONYMITY_K_REGISTER": settings.ANONYMITY_K_REGISTER,
        "ANONYMITY_K_ALUMNI": settings.ANONYMITY_K_ALUMNI,
        "ANONYMITY_K_CYCLE": settings.ANONYMITY_K_CYCLE,
        "ANONYMITY_DETECTOR_LEAST": settings.ANONYMITY_DETECTOR_LEAST,
    }
    return {name: str(value) for name, value in found.items()}


def stamp(moment: datetime) -> str:
    """The file name of an archive made at a moment in UTC; names sort by time."""
    return f"weiterdenken-{moment:%Y%m%dT%H%M%SZ}.zip"


def describe(moment: datetime, withdrawals: str) -> BackupManifest:
    """The description of an archive made of this installation now, with its mark in the file of what leaves
    the public.
    """
    applied = tuple(sorted(MigrationLoader(connection).applied_migrations))
    return BackupManifest(
        FORMAT,
        version_here(),
        moment.isoformat(timespec="seconds"),
        connection.vendor,
        tuple((app, name) for app, name in applied),
        _settings_here(),
        withdrawals,
    )


def write_description(archive: zipfile.ZipFile, description: BackupManifest) -> None:
    """Put the description into an archive that is being written."""
    archive.writestr(_DESCRIPTION, json.dumps(asdict(description), indent=1), zipfile.ZIP_DEFLATED)


def newest(source: Path) -> Path:
    """The archive itself, or the newest one in a folder. Raises :class:`BackupRefused` where there is
    none.
    """
    if source.is_file():
        return source
    found = archives_in(source)
    if not found:
        raise BackupRefused(
            f"In {source} liegt keine Sicherung: Nennen Sie den Ordner, in den „manage.py backup“ schreibt,"
            " oder die Datei selbst."
        )
    return found[-1]


def archives_in(folder: Path) -> list[Path]:
    """Complete archives in a folder, the oldest first."""
    return sorted(path for path in folder.glob("weiterdenken-*.zip") if _NAME.fullmatch(path.name))


def older_than(folder: Path, moment: datetime) -> list[Path]:
    """Complete archives in a folder that were made before a moment in UTC; their names say when."""
    return [path for path in archives_in(folder) if path.name < stamp(moment)]


def opened(path: Path) -> tuple[zipfile.ZipFile, BackupManifest]:
    """An archive whose every byte was checked, and its description. Raises :class:`BackupRefused` where it
    is cut, damaged, none at all, or of a newer version.
    """
    try:
        archive = zipfile.ZipFile(path)
        damaged = archive.testzip()
        if damaged is not None:
            raise zipfile.BadZipFile(damaged)
        row = json.loads(archive.read(_DESCRIPTION))
        row["migrations"] = tuple((app, name) for app, name in row["migrations"])
        if row["format"] > FORMAT:
            raise _newer(str(row["version"]))
        description = BackupManifest(**row)
        archive.getinfo(DATABASE)
        for name in archive.namelist():
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                raise ValueError(name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        RuntimeError,  # also of a member with a password, and of a packing that is not known
    ) as error:
        raise BackupRefused(
            f"{path.name} ist abgeschnitten, beschädigt oder keine Sicherung der Bibliothek: Nehmen Sie eine"
            " andere Sicherung oder holen Sie die Datei noch einmal."
        ) from error
    unknown = set(description.migrations) - set(MigrationLoader(None).disk_migrations or {})
    if unknown:
        raise _newer(description.version)
    return archive, description


def _newer(version: str) -> BackupRefused:
    return BackupRefused(
        f"Die Sicherung stammt aus einer neueren Fassung der Bibliothek ({version}, hier läuft"
        f" {version_here()}): Installieren Sie zuerst jene Fassung."
    )


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder that may not be there; links are left out."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            yield path


def extract(archive: zipfile.ZipFile, member: str, target: Path) -> None:
    """Write one member to a file that is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.part")
    try:
        with archive.open(member) as source, unfinished.open("wb") as written:
            shutil.copyfileobj(source, written, 1024 * 1024)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
