"""Readers while somebody else writes: a locked database costs no page, and reading writes nothing."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.db.backends.sqlite3 import base as sqlite
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from knowledge.operations import health
from knowledge.settings import base
from search.public_forms import fields
from search.public_forms.fields import stamp
from search.unanswered import log
from tests.integration.addresses import ADDRESSES, PAGE_TYPES
from tests.integration.conftest import Library

LONGEST = 2.0
"""Seconds a page may take here; a write would wait three."""

PATIENCE = 3


@pytest.fixture
def patience() -> float:
    """Seconds a writer waits for another one."""
    return PATIENCE


@pytest.fixture
def database_file(library: Library, tmp_path: Path, patience: float) -> Iterator[Path]:
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
        "OPTIONS": {**base.SQLITE_OPTIONS, "timeout": patience},
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
def elsewhere() -> Iterator[Callable[..., Any]]:
    """``run(function, …)`` in a thread with a connection that was never used before."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda function, *args: pool.submit(function, *args).result(60)
        pool.submit(connections.close_all).result(60)


@contextmanager
def worker() -> Iterator[Callable[[str], Any]]:
    """``ask(path)`` in such a thread."""

    def ask(path: str) -> tuple[int, float]:
        started = time.monotonic()
        return Client(raise_request_exception=False).get(path).status_code, time.monotonic() - started

    with elsewhere() as run:
        yield lambda path: run(ask, path)


def address(library: Library, name: str) -> str:
    value = ADDRESSES[name]
    with translation.override("de"):
        return value if value.startswith("/") else str(library.page(value).get_url())


@pytest.mark.parametrize("name", ["case", "method", "lesson", "cycle", "publication", "home", "coverage"])
def test_page_opens_in_a_new_process_while_somebody_writes(
    library: Library, database_file: Path, name: str
) -> None:
    path = address(library, name)
    Client().get(path)  # what every first page costs is measured elsewhere
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


# --------------------------------------------------------------------------- who sends something

TYPED = {
    "question": (
        "/frage/",
        "frage",
        "Wie bekommen wir <b>ein</b> Rechenzentrum ans Wärmenetz, wenn niemand Zeit hat?",
    ),
    "login": ("/konto/anmelden/", "username", "redaktion"),
}


class _Form(HTMLParser):
    """Action and fields of the form of a page, as a browser would send them again."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields, self.types = "", {}, {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        found = dict(attrs)
        if tag == "form" and found.get("method") == "post":
            self.action = found["action"]
        elif tag == "input":
            self.fields[found["name"]] = found.get("value", "")
            self.types[found["name"]] = found["type"]


@pytest.mark.parametrize("patience", [0.2])
@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("name", TYPED)
def test_what_was_typed_is_kept_until_it_can_be_stored(
    library: Library, database_file: Path, settings: Any, monkeypatch: Any, name: str, debug: bool
) -> None:
    """Also in the demo, which shows errors in its own way."""
    path, field, text = TYPED[name]
    monkeypatch.setattr(fields, "MIN_SECONDS", -1)
    settings.DEBUG = debug
    client = Client(raise_request_exception=False)
    data = {"frage": text, "stempel": stamp("frage"), "webseite": "", "username": "redaktion"}
    data = data | {"password": "weiterdenken-redaktion", "next": "/methoden/"}

    with elsewhere() as run:
        with writing(database_file):
            refused = run(client.post, path, data)
        assert refused.status_code == 503 and int(refused["Retry-After"]) > 0
        assert "no-store" in refused["Cache-Control"]
        page = refused.content.decode()
        assert "Was Sie geschrieben haben, steht noch da." in page
        form = _Form(page)
        assert (form.action, form.fields[field]) == (path, text)
        assert "weiterdenken-redaktion" not in page
        if name == "login":
            assert form.types["password"] == "password"
        sent = run(client.post, form.action, form.fields | {"password": data["password"]})
        assert sent.status_code == 302, sent.content[:500]
        if name == "question":
            with closing(sqlite3.connect(database_file)) as reader:
                query = "SELECT count(*) FROM knowledge_openquestion WHERE text = ?"
                assert reader.execute(query, (text,)).fetchone() == (1,)


@pytest.mark.parametrize("patience", [0.2])
def test_a_session_that_cannot_be_stored_is_an_outage_too(
    library: Library, database_file: Path, settings: Any
) -> None:
    """It is saved by a middleware, whose errors no other middleware sees."""
    settings.SESSION_SAVE_EVERY_REQUEST = True
    client = Client(raise_request_exception=False)
    with elsewhere() as run:
        run(client.force_login, get_user_model().objects.get(username="redaktion"))
        with writing(database_file):
            response = run(client.get, "/methoden/")
        assert response.status_code == 503
        assert 'href="/methoden/"' in response.content.decode()
        assert run(client.get, "/methoden/").status_code == 200


def test_readers_keep_their_pages_on_a_full_disk(
    library: Library, database_file: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be made beside the database, so SQLite opens no connection that could write."""

    def full(*_arguments: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    client = Client(raise_request_exception=False)
    data = {"username": "redaktion", "password": "weiterdenken-redaktion"}
    with elsewhere() as run:
        with monkeypatch.context() as patch:
            patch.setattr(sqlite.DatabaseWrapper, "get_new_connection", full)
            for name in ("home", "case", "method", "coverage"):
                assert run(client.get, address(library, name)).status_code == 200, name
            for path in (
                "/suche/?q=haushalt",
                "/suche/?q=quantenverschraenkung",
                "/healthz/",
                "/sitemap.xml",
            ):
                assert run(client.get, path).status_code == 200, path
            assert run(client.post, "/konto/anmelden/", data).status_code == 503
        assert "the database is opened for reading alone" in caplog.text
        run(connections.close_all)
        assert run(client.post, "/konto/anmelden/", data).status_code == 302


@pytest.mark.parametrize("patience", [0.2])
def test_the_doctor_and_the_log_say_that_nothing_can_be_stored(
    library: Library, database_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def problems() -> list[str]:
        return [one.text for one in health.examine(("Datenbank",)) if one.state == health.PROBLEM]

    with elsewhere() as run:
        assert run(problems) == []
        with writing(database_file):
            assert run(problems) == ["nichts lässt sich speichern (database is locked)"]
            run(Client().post, "/konto/anmelden/", {"username": "redaktion", "password": "x"})
    assert "nothing can be stored, POST /konto/anmelden/" in caplog.text
    assert "redaktion" not in caplog.text
