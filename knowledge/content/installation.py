"""A whole installation as files: every row of every table but sealed raw texts and what belongs to the
machine (jobs, sessions, indexes), and the files it names. Comes back into an empty installation, equal field
by field.

A copy for the same kind of database is :mod:`knowledge.operations.backup`; this moves a library from one to
another.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from knowledge.models import record_models
from knowledge.operations import site_address
from knowledge.operations.statistics import gather_statistics
from search.index import apply

__all__ = ["HEADER", "InstallationRefused", "is_installation", "load", "write"]

FORMAT: Final = "weiterdenken-bestand"
VERSION: Final = 1
HEADER: Final = "bestand.json"
_ROWS: Final = "bestand.jsonl"
_FILES: Final = "medien"

_STAYS: Final = frozenset(
    {
        "cases.rawcase", "cases.rawdecision", "cases.rawaccess",
        "search.tally", "search.indexjob", "search.fallbackindex", "search.indexstate", "search.commandrun",
        "knowledge.job", "knowledge.jobworker", "knowledge.outgoingmail", "knowledge.libraryrendition",
        "publications.dossierorder", "django_tasks_database.dbtaskresult", "sessions.session",
        "usersessions.usersession", "account.emailconfirmation", "admin.logentry", "wagtailcore.apitoken",
        "wagtailcore.referenceindex", "wagtailcore.uploadedfile", "wagtailadmin.editingsession",
        "wagtailadmin.formstate", "wagtailsearch.indexentry", "wagtailsearch.sqliteftsindexentry",
        "wagtailembeds.embed",
    }
)  # fmt: skip
"""Sealed raw texts, which leave no installation, and what the machine makes for itself."""


class InstallationRefused(ValueError):
    """Nothing can be written or taken in; the message says why."""


def _models(*, everything: bool = False) -> list[type[models.Model]]:
    """The tables that move, those between two models included; ``everything`` also those that stay."""
    return sorted(
        (
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy
            if everything or model._meta.label_lower not in _STAYS
        ),
        # What is saved may ask for content types, which are made when they are missing.
        key=lambda model: (model is not ContentType, model._meta.label_lower),
    )


class _ExactMoments(DjangoJSONEncoder):
    """Django's own cuts moments to the millisecond; a row has to come back as it went."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


def write(folder: Path) -> int:
    """Write the installation into a folder; returns the number of rows."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with transaction.atomic(), (folder / _ROWS).open("w", encoding="utf-8") as target:
        for model in _models():
            names = [field.name for field in model._meta.local_concrete_fields]
            rows = model._base_manager.order_by("pk")
            serializers.serialize(
                "jsonl", rows.iterator(chunk_size=500), stream=target, fields=names, cls=_ExactMoments
            )
            count += rows.count()
    for name in _file_names():
        if default_storage.exists(name):
            path = folder / _FILES / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with default_storage.open(name) as source, path.open("wb") as copy:
                shutil.copyfileobj(source, copy)
    told = {"format": FORMAT, "version": VERSION, "from": settings.PUBLIC_URL, "rows": count}
    (folder / HEADER).write_text(json.dumps(told), encoding="utf-8")
    return count


def _file_names() -> Iterator[str]:
    """Files that the rows name."""
    for model in _models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                yield from filter(None, model._base_manager.values_list(field.name, flat=True))


def is_installation(folder: Path) -> bool:
    """Whether a folder holds what :func:`write` wrote."""
    return (folder / HEADER).is_file()


def load(folder: Path, tell: Callable[[str], None] = lambda _line: None) -> int:
    """Put an installation into this one, which has no records yet: all of it or nothing. Returns the number
    of rows; ``tell`` gets a line for each step. Raises :class:`InstallationRefused` naming the row at fault.
    """
    _check(folder)
    try:
        with transaction.atomic():
            _empty()
            ContentType.objects.clear_cache()
            count = _load_rows(folder / _ROWS)
            connection.check_constraints()
    except DatabaseError as error:
        raise InstallationRefused(_("Eingespielt wurde nichts: %(error)s") % {"error": error}) from error
    finally:
        ContentType.objects.clear_cache()
        Site.clear_site_root_paths_cache()
    tell(_("%(count)s Zeilen") % {"count": count})
    for path in sorted((folder / _FILES).rglob("*")):
        name = path.relative_to(folder / _FILES).as_posix()
        if path.is_file() and not default_storage.exists(name):
            with path.open("rb") as source:
                default_storage.save(name, source)
    for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
        with connection.cursor() as cursor:
            cursor.execute(statement)
    site_address.align_site()
    call_command("rebuild_references_index", verbosity=0)
    gather_statistics()
    for report in apply.rebuild().values():
        tell(_("Index gebaut: %(count)s Datensätze") % {"count": report.documents})
    return count


def _check(folder: Path) -> None:
    try:
        told = json.loads((folder / HEADER).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InstallationRefused(_("In diesem Ordner steht kein Bestand.")) from error
    if (told.get("format"), told.get("version")) != (FORMAT, VERSION):
        raise InstallationRefused(_("Diese Fassung des Bestands liest diese Bibliothek nicht."))
    if any(model._base_manager.exists() for model in record_models()):
        raise InstallationRefused(
            _("Hier ist schon etwas: Ein ganzer Bestand kommt nur in eine Bibliothek ohne Datensätze.")
        )


def _empty() -> None:
    """What the set-up made goes; whatever names it is written anew."""
    for model in _models(everything=True):
        model._base_manager.all()._raw_delete(connection.alias)  # type: ignore[attr-defined]


def _load_rows(path: Path) -> int:
    count = 0
    with path.open(encoding="utf-8") as source:
        for number, line in enumerate(source, start=1):
            try:
                for row in serializers.deserialize("jsonl", line):
                    row.save()
                    count += 1
            except (DeserializationError, DatabaseError, ValueError, KeyError, TypeError) as error:
                raise InstallationRefused(
                    _("Zeile %(number)s (%(what)s): %(error)s. Eingespielt wurde nichts.")
                    % {"number": number, "what": _name_of(line), "error": error}
                ) from error
    return count


def _name_of(line: str) -> str:
    """Which row it is, as far as it can be read; never its text."""
    try:
        told: Any = json.loads(line)
        return f"{told['model']} {told['pk']}"
    except (ValueError, KeyError, TypeError):
        return "?"
