"""Files of dossiers: ordered by a click, built by a worker, one at a time, kept for an hour.

The same content is built once, whoever asks. As soon as a page appears, changes or goes, what was built is
forgotten: a withdrawn case stays in no file.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from filelock import FileLock, Timeout

from knowledge.base import german_slug
from knowledge.jobs import Job, JobRefused, Running, TryLater, enqueue, hourly, kind, results
from publications.dossier.composition import AUDIENCES, PAGES, Dossier, compose
from publications.dossier.records import collect
from publications.dossier.selection import Selection
from publications.dossier.writing import write
from publications.models import DossierOrder
from publications.pdf import PdfTooSlowError, PdfUnavailableError

__all__ = [
    "BUILD_DOSSIER",
    "ORDERED",
    "composed",
    "file_name",
    "forget_old_orders",
    "forget_orders",
    "is_up_to_date",
    "order",
    "selection_of",
    "waiting_before",
]

BUILD_DOSSIER: Final = "publications.dossier"
ORDERED: Final = ("docx", "pdf")
"""Formats that are built by a worker; the others are there at once."""

PATIENCE: Final = 30
"""Seconds that a worker waits for another dossier before it takes up something else."""

BUILDING: Final = gettext_noop("Das Dossier wird gebaut")
BUILT: Final = gettext_noop("Das Dossier mit %(kilobytes)s kB ist fertig.")
GONE: Final = gettext_noop("Der Inhalt hat sich geändert; bitte das Dossier noch einmal bestellen.")
BUSY: Final = gettext_noop("Ein anderes Dossier wird gerade gebaut.")
SLOW: Final = gettext_noop("Die PDF braucht gerade zu lange.")
UNAVAILABLE: Final = gettext_noop("PDF-Ausgabe ist hier gerade nicht möglich. Als Word-Datei geht es.")


def composed(selection: Selection) -> Dossier:
    """The dossier of a selection as it is now, in German whoever asks."""
    with translation.override("de"):
        return compose(selection, *collect(selection))


def file_name(dossier: Dossier, form: str) -> str:
    """What its file is called: its title, with umlauts written out."""
    return f"{german_slug(dossier.title) or 'dossier'}.{form}"


def selection_of(query: str) -> Selection:
    """What an address asks for."""
    return Selection.of(QueryDict(query), tuple(AUDIENCES), tuple(PAGES))


def _fingerprint(dossier: Dossier, form: str) -> str:
    """SHA-256 of all that a file would say, without the day."""
    said = (form, replace(dossier, made_on=""))
    return hashlib.sha256(repr(said).encode()).hexdigest()


def is_up_to_date(row: DossierOrder) -> bool:
    """Whether a file built for this order would say the same now."""
    return row.fingerprint == _fingerprint(composed(selection_of(row.query)), row.form)


@transaction.atomic
def order(*, selection: Selection, form: str) -> DossierOrder:
    """Have a dossier built as ``docx`` or ``pdf``; what is there already, or under way, is taken."""
    fingerprint = _fingerprint(composed(selection), form)
    same = DossierOrder.objects.kept().filter(fingerprint=fingerprint, query=selection.query())
    there = same.exclude(job=None).exclude(job__state=Job.State.FAILED).first()
    if there is not None:
        return there
    row = DossierOrder.objects.create(query=selection.query(), form=form, fingerprint=fingerprint)
    row.job = enqueue(BUILD_DOSSIER, row.pk)
    row.save(update_fields=["job"])
    return row


def waiting_before(row: DossierOrder) -> int:
    """How many jobs come before this one."""
    before = Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING], pk__lt=row.job_id or 0)
    return before.count()


@kind(BUILD_DOSSIER, label=_("Dossier als Datei"), tries=5)
def build(job: Running) -> None:
    """Write the file of the order in the first argument. Doing it again gives the same file."""
    row = DossierOrder.objects.filter(pk=job.arguments[0]).first()
    if row is None:
        raise JobRefused(GONE)
    try:
        with FileLock(Path(settings.JOB_RESULTS_DIR) / ".dossier.lock", timeout=PATIENCE):
            job.report(20, BUILDING)
            _build(job, row)
    except Timeout as error:
        raise TryLater(BUSY) from error
    except PdfTooSlowError as error:
        raise TryLater(SLOW) from error
    except PdfUnavailableError as error:
        raise JobRefused(UNAVAILABLE) from error


def _build(job: Running, row: DossierOrder) -> None:
    dossier = composed(selection_of(row.query))
    if _fingerprint(dossier, row.form) != row.fingerprint:
        raise JobRefused(GONE)
    content = write(dossier, row.form)
    path = results.new_file()
    path.write_bytes(content)
    # A page may have gone while this was written: then its order went, too.
    if not DossierOrder.objects.filter(pk=row.pk).exists():
        path.unlink(missing_ok=True)
        raise JobRefused(GONE)
    job.attach(path, file_name(dossier, row.form))
    job.finish(BUILT, kilobytes=max(1, len(content) // 1024))


@hourly
def forget_old_orders() -> None:
    """Orders whose hour is over go with their files."""
    kept = DossierOrder.objects.kept().values("pk")
    _forget(DossierOrder.objects.exclude(pk__in=kept))


def forget_orders(**of_a_signal: Any) -> None:
    """A page appeared, changed or went: what was built before is forgotten."""
    _forget(DossierOrder.objects.all())


def _forget(rows: Any) -> None:
    found = list(rows.select_related("job"))
    DossierOrder.objects.filter(pk__in=[row.pk for row in found]).delete()
    for row in found:
        if row.job is not None and row.job.result:
            path = results.path_in(row.job.result)
            transaction.on_commit(partial(path.unlink, missing_ok=True))
