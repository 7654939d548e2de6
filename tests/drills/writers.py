"""Several processes publish lessons at the same time: two on SQLite, eight on PostgreSQL.

    python -m tests.drills.writers [--publishes 500] [--database sqlite|postgres]

Prints per database how many publications are lost or failed because the database was locked, and how long
they took (goal: none lost, no lock error, none above two seconds). Ends with 1 when something is lost or
locked. Works on a copy of the demo library.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests import demo_copy
from tests.benchmarks.clock import percentile
from tests.drills import report

__all__ = ["main"]

REPOSITORY = Path(__file__).resolve().parents[2]
WRITERS = {"sqlite": 2, "postgres": 8}


def _pages(count: int) -> list[Any]:
    """A lesson for each writer."""
    from knowledge.models import LessonPage

    return list(LessonPage.objects.live().order_by("pk")[:count])


def _published(page: Any) -> int:
    """How often the log says that it was."""
    from wagtail.models import PageLogEntry

    return PageLogEntry.objects.filter(page=page, action="wagtail.publish").count()


def _statement(writer: int, number: int) -> str:
    return f"Neu ist nun der Satz {number} von {writer}."


def _write(writer: int, publishes: int) -> None:
    """One of the writers: publish, and print what became of each."""
    import django

    django.setup()
    from django.db import OperationalError

    from knowledge.models import LessonPage

    pk = _pages(writer + 1)[writer].pk
    seconds, locked, last = [], 0, -1
    for number in range(publishes):
        begun = time.perf_counter()
        try:
            page = LessonPage.objects.get(pk=pk)
            page.statement = _statement(writer, number)
            page.save_revision().publish()
        except OperationalError:
            locked += 1
        else:
            last = number
        seconds.append(time.perf_counter() - begun)
    print(json.dumps({"seconds": seconds, "locked": locked, "last": last}))  # noqa: T201 - its answer


def _set_up(database: str, stack: ExitStack) -> None:
    """The demo library in a database of its own, for this process and those that it starts."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weiterdenken-writers-")))
    source = demo_copy.ensure(demo_copy.FULL)
    if database == "sqlite":
        shutil.copy(source, folder / "library.sqlite3")
        url = f"sqlite:///{folder / 'library.sqlite3'}"
    else:
        from tests.residue import postgres_server

        url = stack.enter_context(postgres_server.running())
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "knowledge.settings.dev",
        "DEBUG": "0",
        "SEARCH_CORPUS_WORDS": "0",  # vectors of words have nothing to do with writers
        "DATABASE_URL": url,
        "SEARCH_INDEX_DIR": str(folder / "index"),
        "WITHDRAWALS_FILE": str(folder / "widerrufe.txt"),
        "MEDIA_ROOT": str(folder / "media"),
    }
    import django

    django.setup()
    if database == "postgres":
        demo_copy.transfer(source)
    from search.index import apply

    apply.rebuild()


def _drill(database: str, publishes: int) -> dict[str, Any]:
    """All writers at once, and what is there afterwards."""
    with ExitStack() as stack:
        _set_up(database, stack)
        from django.db import connection

        pages = _pages(WRITERS[database])
        before = [_published(page) for page in pages]
        connection.close()
        command = [sys.executable, "-m", "tests.drills.writers", "--publishes", str(publishes)]
        running = [
            subprocess.Popen(
                [*command, "--writer", str(number)], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
            )
            for number in range(len(pages))
        ]
        said = [process.communicate()[0] for process in running]
        if any(process.returncode for process in running):
            raise RuntimeError("a writer has failed")
        answers = [json.loads(text.splitlines()[-1]) for text in said]
        lost = 0
        for number, (page, answer) in enumerate(zip(pages, answers, strict=True)):
            acknowledged = publishes - answer["locked"]
            lost += max(0, acknowledged - (_published(page) - before[number]))
            page.refresh_from_db()
            lost += answer["last"] >= 0 and page.statement != _statement(number, answer["last"])
        connection.close()
    seconds = [second for answer in answers for second in answer["seconds"]]
    return {
        "database": database,
        "writers": len(pages),
        "publishes": len(seconds),
        "lost": lost,
        "lock_errors": sum(answer["locked"] for answer in answers),
        "p50_ms": round(percentile(seconds, 0.5) * 1000),
        "p95_ms": round(percentile(seconds, 0.95) * 1000),
        "max_ms": round(max(seconds) * 1000),
    }


def main() -> int:
    """Run the drill; each database in a process of its own, which knows no other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publishes", type=int, default=500, help="of each writer")
    parser.add_argument("--database", choices=list(WRITERS), action="append")
    parser.add_argument("--writer", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.writer is not None:
        _write(options.writer, options.publishes)
        return 0
    if options.alone:
        print(json.dumps(_drill(options.database[0], options.publishes)))  # noqa: T201 - its answer
        return 0
    rows = []
    for database in options.database or WRITERS:
        command = [sys.executable, "-m", "tests.drills.writers", "--alone", "--database", database]
        done = subprocess.run(
            [*command, "--publishes", str(options.publishes)],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        rows.append(json.loads(done.stdout.splitlines()[-1]))
    report.publish("writers", {"Writers at the same time": rows})
    return int(any(row["lost"] or row["lock_errors"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
