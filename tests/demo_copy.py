"""The migrated database and the demo library, built once and copied by everybody who starts from them.

Migrating and loading take longer than all tests of a file. Both happen in a process of their own, at the
start of a run on several processes or when the first test wants them, and lie in the folder of the run
(``tests/run.py``), which ends with it: nothing old is ever found. ``DEMO_COPY=/tmp/demo`` keeps them for the
next run, for somebody who runs one file again and again; whoever then changes a model, a migration, a demo
record or the loading itself removes that folder.
"""

from __future__ import annotations

import fcntl
import gc
import io
import os
import pickle
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tests import run

if TYPE_CHECKING:
    from django.db.models import Model

    from search.contract import IndexedDocument

EMPTY, FULL = "empty.sqlite3", "library.sqlite3"
MEDIA, DOCUMENTS = "media", "documents.pickle"


def folder() -> Path:
    """Where the copies lie."""
    kept = os.environ.get("DEMO_COPY")
    return Path(kept) if kept else run.folder() / "demo"


def is_copied() -> bool:
    """Whether this run copies its database; on another one than SQLite it migrates and loads."""
    from django.db import connection

    return connection.vendor == "sqlite"


def ensure(name: str) -> Path:
    """The database ``EMPTY`` or ``FULL``; who asks first builds it, the others wait."""
    path = folder() / name
    if path.is_file():
        return path
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.is_file():
            built = subprocess.run(
                [sys.executable, "-m", "tests.demo_copy", name],
                cwd=run.REPOSITORY,
                env=_environment(),
                capture_output=True,
                text=True,
            )
            if built.returncode:
                raise RuntimeError(f"the demo library cannot be built: {built.stderr[-3_000:]}")
    return path


def start() -> Callable[[], None]:
    """Build both in the background; call the answer to end that."""
    script = "from tests import demo_copy as d; d.ensure(d.EMPTY); d.ensure(d.FULL)"
    building = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=run.REPOSITORY,
        env=os.environ | {"DEMO_COPY": str(folder())},
        stderr=subprocess.DEVNULL,  # who needs the copy tries again, and says what is wrong
        start_new_session=True,
    )

    def end() -> None:
        if building.poll() is None:
            os.killpg(building.pid, signal.SIGKILL)  # with the process that it has started
            building.wait()

    return end


def _environment() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "TEST_DATABASE_URL"}
    } | {"DJANGO_SETTINGS_MODULE": "knowledge.settings.test", "DEMO_COPY": str(folder())}


def _write(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """A thread of a test that has ended may still read a table, which locks it in a database in memory."""
    for last in (False,) * 100 + (True,):
        try:
            return source.backup(target)
        except sqlite3.OperationalError:
            if last:
                raise
            gc.collect()
            time.sleep(0.05)


def restore(name: str) -> None:
    """Put the copy into the current database."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    connection.ensure_connection()
    with closing(sqlite3.connect(ensure(name))) as source:
        _write(source, connection.connection)
    # The copy has numbered its content types itself.
    ContentType.objects.clear_cache()


def load() -> None:
    """The demo library in the current database, media folder and index, as ``load_demo`` leaves them."""
    from django.conf import settings

    if is_copied():
        restore(FULL)
    else:
        _refill(ensure(FULL))
    shutil.copytree(folder() / MEDIA, settings.MEDIA_ROOT, dirs_exist_ok=True)
    fill(pickle.loads((folder() / DOCUMENTS).read_bytes()))


def fill(found: Iterable[IndexedDocument]) -> None:
    """Both indexes with these documents, as the inner one has them."""
    from search import engines
    from search.ingest import public_part

    inner, pair = tuple(found), engines.pair()
    pair.inner.rebuild(inner)
    pair.public.rebuild(part for document in inner if (part := public_part(document)) is not None)


def documents() -> tuple[IndexedDocument, ...]:
    """What :func:`fill` is given."""
    from search import engines

    return tuple(engines.pair().inner._documents.values())  # type: ignore[attr-defined]


def transfer(source: Path) -> None:
    """Tables and rows of the copy ``source`` in the current, empty database of any vendor. What Wagtail's own
    search keeps is another table on each and stays empty; the generations of kept pages have begun to count
    with the first row that is written here.
    """
    from django.db import connection

    models = _models()
    with connection.schema_editor() as editor:
        for model in models:
            if not model._meta.auto_created:
                editor.create_model(model)
    _copy_rows(source, models)


def _refill(source: Path) -> None:
    """Rows of the copy instead of those in the current, migrated database; as part of a transaction that is
    rolled back, if there is one.
    """
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    models = _models()
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} CASCADE")
    _copy_rows(source, models)
    ContentType.objects.clear_cache()


def _models() -> list[type[Model]]:
    """What has a table, the migrations that ran included."""
    from django.apps import apps
    from django.db.migrations.recorder import MigrationRecorder

    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    return [*models, MigrationRecorder.Migration]


def _copy_rows(source: Path, models: list[type[Model]]) -> None:
    from django.core.management.color import no_style
    from django.db import connection, connections, transaction

    connections.settings["copy"] = connections.configure_settings(
        {"default": {}, "copy": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(source)}}
    )["copy"]
    with transaction.atomic():
        for model in models:
            if model._meta.db_table in {"wagtailsearch_indexentry", "knowledge_pagechange"}:
                continue
            fields = [field for field in model._meta.local_concrete_fields if not field.generated]
            if rows := list(model._base_manager.using("copy")):
                model._base_manager._insert(rows, fields=fields, using="default", raw=True)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
            cursor.execute("ANALYZE")  # without statistics a query over all page types takes seconds
    connections["copy"].close()
    del connections["copy"]
    del connections.settings["copy"]  # no test has a second database


def _save(name: str) -> None:
    from django.db import connection

    unfinished = folder() / f"{name}.part"
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as target:
        connection.connection.backup(target)
    # Last of all: its presence says that everything is there.
    unfinished.rename(folder() / name)


def _build(name: str) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    if name == EMPTY:
        call_command("migrate", verbosity=0)
    else:
        restore(EMPTY)
        call_command("load_demo", stdout=io.StringIO())
        shutil.copytree(settings.MEDIA_ROOT, folder() / MEDIA, dirs_exist_ok=True)
        (folder() / DOCUMENTS).write_bytes(pickle.dumps(documents()))
    _save(name)


if __name__ == "__main__":
    _build(sys.argv[1])
