"""The test database and the demo library, made once and kept in a folder: ``DEMO_COPY=/tmp/demo pytest ...``.

Migrating and loading take longer than most tests. The folder is never looked through for changes: whoever
changes a model, a migration, a demo record or the loading itself removes it. Without the variable nothing is
kept, as in CI.
"""

from __future__ import annotations

import io
import os
import pickle
import shutil
import sqlite3
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from search import engines
from search.index import apply

EMPTY, FULL, DOCUMENTS = "empty.sqlite3", "library.sqlite3", "documents.pickle"


def folder() -> Path | None:
    """Where copies are kept; ``None`` where nothing is kept."""
    path = os.environ.get("DEMO_COPY")
    return Path(path) if path and connection.vendor == "sqlite" else None


def is_migrated() -> bool:
    """Whether a migrated database without content is kept."""
    kept = folder()
    return kept is not None and (kept / EMPTY).is_file()


def after_setup() -> None:
    """Fill the test database from the kept one, or keep it."""
    kept = folder()
    if kept is None:
        return
    if is_migrated():
        _restore(kept / EMPTY)
    else:
        kept.mkdir(parents=True, exist_ok=True)
        _save(kept / EMPTY)


def load() -> None:
    """``load_demo`` into the current database and index, or what it made there before."""
    kept = folder()
    if kept is None or not (kept / DOCUMENTS).is_file():
        call_command("load_demo", stdout=io.StringIO())
        if kept is not None:
            _keep(kept)
        return
    _restore(kept / FULL)
    shutil.copytree(kept / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)
    documents = pickle.loads((kept / DOCUMENTS).read_bytes())
    if documents is None:
        apply.rebuild()
    else:
        engines.current().rebuild(documents)


def _restore(path: Path) -> None:
    connection.ensure_connection()
    with sqlite3.connect(path) as source:
        source.backup(connection.connection)
    # The kept database has numbered its content types itself.
    ContentType.objects.clear_cache()


def _save(path: Path) -> None:
    connection.ensure_connection()
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as target:
        connection.connection.backup(target)


def _keep(kept: Path) -> None:
    kept.mkdir(parents=True, exist_ok=True)
    _save(kept / FULL)
    shutil.copytree(settings.MEDIA_ROOT, kept / "media", dirs_exist_ok=True)
    documents = tuple(getattr(engines.current(), "_documents", {}).values())
    # Written last: its presence says that the copy is whole.
    (kept / DOCUMENTS).write_bytes(pickle.dumps(documents or None))
