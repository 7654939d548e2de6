"""Readers while somebody else writes: a locked database costs no page, and reading writes nothing."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from knowledge.settings import base
from search.unanswered import log
from tests.integration.addresses import ADDRESSES, PAGE_TYPES
from tests.integration.conftest import Library

LONGEST = 2.0
"""Seconds a page may take here; a write would wait three."""

PATIENCE = 3


@pytest.fixture
def database_file(library: Library, tmp_path: Path) -> Iterator[Path]:
    """The library in a file, as an installation has it; new connections of this process go there."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite locks the whole database")
    path = tmp_path / "library.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as target:
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode=WAL")
    fresh = {
        "ENGINE": "knowledge.operations.sqlite",
        "NAME": str(path),
        "OPTIONS": {**base.SQLITE_OPTIONS, "timeout": PATIENCE},
    }
    before = connections.settings["default"]
    connections.settings["default"] = connections.configure_settings({"default": fresh})["default"]
    yield path
    connections.settings["default"] = before


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Somebody else has begun to write and does not come to an end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def worker() -> Iterator[Callable[[str], Any]]:
    """``ask(path)`` in a thread with a connection that was never used before."""

    def ask(path: str) -> tuple[int, float]:
        started = time.monotonic()
        return Client(raise_request_exception=False).get(path).status_code, time.monotonic() - started

    with ThreadPoolExecutor(1) as pool:
        yield lambda path: pool.submit(ask, path).result(60)
        pool.submit(connections.close_all).result(60)


def address(library: Library, name: str) -> str:
    value = ADDRESSES[name]
    with translation.override("de"):
        return value if value.startswith("/") else str(library.page(value).get_url())


@pytest.mark.parametrize("name", ["case", "method", "lesson", "cycle", "publication", "home", "coverage"])
def test_page_opens_in_a_new_process_while_somebody_writes(
    library: Library, database_file: Path, name: str
) -> None:
    path = address(library, name)
    with worker() as ask:
        with writing(database_file):
            status, seconds = ask(path)
        assert status == 200
        assert seconds < LONGEST
        assert ask(path)[0] == 200, "and nothing of it stays on the thread"


@pytest.fixture
def background(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads as in an installation."""
    settings.BACKGROUND_THREADS = True
    monkeypatch.setattr(log, "PAUSE", 0.1)


def counted(path: Path, text: str) -> int:
    with closing(sqlite3.connect(path)) as reader:
        row = reader.execute("SELECT count FROM search_unansweredquery WHERE text = ?", (text,)).fetchone()
    return int(row[0]) if row else 0


def test_search_without_an_answer_waits_for_no_writer_and_is_counted_later(
    library: Library, database_file: Path, background: None
) -> None:
    with worker() as ask:
        with writing(database_file):
            status, seconds = ask("/suche/?q=quantenverschraenkung")
        assert status == 200
        assert seconds < LONGEST
    deadline = time.monotonic() + 20
    while not counted(database_file, "quantenverschraenkung") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert counted(database_file, "quantenverschraenkung") == 1
    assert log.wait_until_written(10)


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_reading_writes_nothing(
    library: Library, client: Client, name: str, background: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[tuple[str, int]] = []
    monkeypatch.setattr(log, "record", lambda text: noted.append((text, threading.get_ident())) or True)
    monkeypatch.setattr(log, "_count", lambda text: noted.append((text, threading.get_ident())) or True)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(library, name)).status_code == 200
    assert [
        query["sql"][:80] for query in queries if not query["sql"].lstrip("( ").startswith("SELECT")
    ] == []
    assert log.wait_until_written(10)
    assert threading.get_ident() not in {thread for _text, thread in noted}
