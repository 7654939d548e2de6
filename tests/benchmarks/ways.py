"""Which files of the project run on a way through it.

    python -m tests.benchmarks.ways [search] [publish] [lesson] [draft] [--folder FOLDER]

Counts project files in which a function was called while a warm search was answered, a case or a lesson was
published, and a raw case became a draft; prints their names, and how many queries the way took. Works on a
demo library of its own (by default among the temporary files), which the first run loads; what it writes
there is undone.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any

__all__ = ["Trace", "main"]

REPOSITORY = Path(__file__).resolve().parents[2]
APPS = ("search", "knowledge", "cases", "methods", "publications")
QUESTION = "/suche/?q=wir haben kein Geld mehr für die Vereine"


class Trace:
    """Notes in which files below ``roots`` functions run; the body of a module, which runs once, is none."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self._roots = tuple(f"{root}/" for root in roots)
        self.files: Counter[str] = Counter()

    def __call__(self, frame: FrameType, event: str, arg: Any) -> None:
        """Called by the interpreter at each call of a function."""
        code = frame.f_code
        if event == "call" and code.co_name != "<module>" and code.co_filename.startswith(self._roots):
            self.files[code.co_filename] += 1

    def __enter__(self) -> Trace:
        sys.setprofile(self)
        return self

    def __exit__(self, *error: object) -> None:
        sys.setprofile(None)


def _set_up(folder: Path) -> None:
    """A demo library in a folder; loaded when there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "SEARCH_INDEX_DIR": f"{folder}/index",
        "WITHDRAWALS_FILE": f"{folder}/widerrufe.txt",
        "MEDIA_ROOT": f"{folder}/media",
        "DJANGO_SETTINGS_MODULE": "knowledge.settings.dev",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    if not (folder / "ready").exists():
        call_command("migrate", verbosity=0)
        call_command("load_demo", verbosity=0)
        (folder / "ready").touch()


# --------------------------------------------------------------------------- the ways


def _editor() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="admin")


def _search() -> Callable[[], object]:
    from django.test import Client

    client = Client()
    return lambda: client.get(QUESTION)


def _publishing(name: str) -> Callable[[], Callable[[], object]]:
    """The first page of a type that is live; up to the commit, so without the index."""

    def prepare() -> Callable[[], object]:
        from django.apps import apps

        model, user = apps.get_model(name), _editor()
        page = model.objects.live().order_by("pk").first()

        def publish() -> None:
            model.objects.get(pk=page.pk).save_revision(user=user).publish(user=user)

        return publish

    return prepare


def _draft() -> Callable[[], object]:
    from cases.intake import actions, review, training

    text, names = training.training_record()
    user = _editor()

    def take_over() -> None:
        raw = actions.take_in(text=text, names=names, meeting=None, user=user)
        found = review.review_of(raw)
        choices = [actions.ReviewChoice(row.mark, "ersetzen", row.suggestion) for row in found.rows]
        actions.decide(raw=raw, review=found, choices=choices, user=user)
        raw.refresh_from_db()
        actions.take_over(raw=raw, user=user)

    return take_over


WAYS: dict[str, Callable[[], Callable[[], object]]] = {
    "search": _search,
    "publish": _publishing("cases.CasePage"),
    "lesson": _publishing("knowledge.LessonPage"),
    "draft": _draft,
}


class _Undone(Exception):
    """Takes back what a way wrote."""


def _walk(name: str) -> None:
    """Go a way once to warm up, once traced, and print what ran."""
    from django.db import connection, transaction

    work = WAYS[name]()
    for is_traced in (False, True):
        # Not the query log of the connection: it holds 9,000 and is full where the demo was just loaded.
        queries = _Queries()
        try:
            with transaction.atomic(), connection.execute_wrapper(queries):
                with Trace(REPOSITORY / app for app in APPS) if is_traced else _Quiet() as trace:
                    work()
                raise _Undone
        except _Undone:
            pass
    files = sorted(Path(file).relative_to(REPOSITORY).as_posix() for file in trace.files)
    without = [file for file in files if not file.startswith("search/")]
    print(f"{name}: {len(files)} files, {len(without)} without search/, {queries.count} queries")  # noqa: T201
    for file in files:
        print(f"  {file}")  # noqa: T201


class _Queries:
    """Counts what the database is asked."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)


class _Quiet(Trace):
    """The run that warms up."""

    def __init__(self) -> None:
        super().__init__(())

    def __enter__(self) -> Trace:
        return self


def main(arguments: list[str] | None = None) -> None:
    """Print the ways that are named, all without a name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ways", nargs="*", choices=[*WAYS, []])
    default = Path(tempfile.gettempdir()) / "weiterdenken-ways"
    parser.add_argument("--folder", type=Path, default=default)
    options = parser.parse_args(arguments)
    _set_up(options.folder)
    for name in options.ways or WAYS:
        _walk(name)


if __name__ == "__main__":
    main()
