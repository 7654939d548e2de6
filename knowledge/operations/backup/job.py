"""The archive as a job: the administration fetches it from the page "Aufträge"."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from knowledge.jobs import JobRefused, Running, kind, results
from knowledge.operations.backup.actions import create
from knowledge.operations.backup.archive import BackupRefused

__all__ = ["MAKE_BACKUP"]

MAKE_BACKUP: Final = "knowledge.backup"

WRITING: Final = gettext_noop("Datenbank und Medien werden gesichert")
READY: Final = gettext_noop(
    "Die Sicherung mit %(megabytes)s MB liegt bereit. Die Schlüssel sind nicht darin."
)
REFUSED: Final = gettext_noop(
    "Die Sicherung ist nicht entstanden. Bitte der Technik sagen: Platz, Schreibrechte oder pg_dump fehlen;"
    " „manage.py backup“ sagt, was."
)


def _may_fetch(user: Any) -> bool:
    """Everything is in it, so only the administration."""
    return bool(user.is_active and user.is_superuser)


@kind(
    MAKE_BACKUP,
    label=_("Sicherung"),
    about=_(
        "Datenbank und Medien in einer Datei, ohne die Schlüssel. Sie enthält auch Internes; bewahren Sie sie"
        " sicher auf."
    ),
    allowed=_may_fetch,
    start="job_start",
)
def make(job: Running) -> None:
    """An archive as ``manage.py backup`` writes it, among the results."""
    job.report(10, WRITING)
    path = results.new_file()
    try:
        written = create(folder=path.parent)
    except BackupRefused as error:
        raise JobRefused(REFUSED) from error
    name = written.name
    written.replace(path)
    job.attach(path, name)
    job.finish(READY, megabytes=round(path.stat().st_size / 1_000_000))
