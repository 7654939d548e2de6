"""Files that a job made: private, under a random name, gone after a day."""

from __future__ import annotations

import re
import secrets
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from knowledge.jobs.models import Job

__all__ = ["KEPT", "delete_old", "new_file", "path_in", "path_of"]

KEPT: Final = timedelta(hours=24)
"""How long a result can be fetched."""


def _folder() -> Path:
    return Path(settings.JOB_RESULTS_DIR)


def new_file() -> Path:
    """A name in the folder of the results that nobody can guess; the folder is there."""
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    return _folder() / secrets.token_hex(16)


def path_in(name: str) -> Path:
    """Where a file of the results lies, by its name from :func:`new_file`. Raises ``ValueError`` for any
    other name.
    """
    if not re.fullmatch(r"[0-9a-f]{32}", name):
        raise ValueError("no name of a result")
    return _folder() / name


def path_of(job: Job) -> Path | None:
    """Where the file of a job lies; ``None`` when it has none or its day is over."""
    if not job.result or job.finished is None or job.finished < timezone.now() - KEPT:
        return None
    path = _folder() / job.result
    return path if path.is_file() else None


def delete_old() -> int:
    """Delete what is older than :data:`KEPT`, also what a killed worker left; returns the number of files."""
    limit, deleted = time.time() - KEPT.total_seconds(), 0
    for path in _folder().glob("*") if _folder().is_dir() else ():
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            deleted += 1
    return deleted
