"""Runs inside the peer's project: ``python measuring.py load`` fills it; ``pages``, ``kept``, ``hello``,
``publish``, ``reindex`` measure. Prints JSON.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from tests.benchmarks.clock import cpu_of, fixed_loop, percentile

QUERY = "/search/?query=Gemeinderat"


def asked(application: Any, path: str) -> bytes:
    """The body of a page that the server would send; anything but 200 is an error."""
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.partition("?")[0],
        "QUERY_STRING": path.partition("?")[2],
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_ENCODING": "br, gzip",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    answer = application(environ, lambda status, headers, *_more: said.append(status))
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    assert said[0].startswith("200"), (path, said)
    return body


def cost(work: Callable[[], Any], rounds: int = 15) -> dict[str, float]:
    """CPU seconds of a call, and how many fixed loops that is."""
    work()
    unit = min(fixed_loop() for _time in range(3))
    cpu = cpu_of(work, rounds)
    return {"cpu_ms": round(cpu * 1000, 3), "norm": cpu / unit}


def load() -> dict[str, int]:
    from django.core.management import call_command
    from django.db import connection
    from records.models import RecordIndexPage, RecordPage
    from wagtail.models import Page

    connection.cursor().execute("PRAGMA synchronous=OFF")  # of this process; a measurement waits for the disk
    call_command("makemigrations", "records", verbosity=0)
    call_command("migrate", verbosity=0)
    home = Page.objects.get(depth=2)
    listing = home.add_child(instance=RecordIndexPage(title="Berichte", slug="berichte", show_in_menus=True))
    texts = json.loads(Path("records.json").read_text(encoding="utf-8"))
    for number, text in enumerate(texts):
        body = [("paragraph", f"<p>{paragraph}</p>") for paragraph in text["paragraphs"]]
        page = RecordPage(title=text["title"], slug=f"b{number}", intro=text["intro"])
        page.body = body
        listing.add_child(instance=page)
        page.save_revision().publish()
    return {"records": len(texts)}


def pages() -> dict[str, dict[str, float]]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, rows = Client(HTTP_HOST="localhost"), {}
    addresses = {"home": "/", "list": "/berichte/", "detail": "/berichte/b0/", "search": QUERY}
    for name, path in addresses.items():

        def request(path: str = path) -> None:
            assert client.get(path).status_code == 200

        rows[name] = cost(request)
        with CaptureQueriesContext(connection) as captured:
            request()
        rows[name]["queries"] = len(captured)
    return rows


def kept() -> dict[str, dict[str, float]]:
    """A page straight through the application that a server calls."""
    from django.core.handlers.wsgi import WSGIHandler

    application = WSGIHandler()
    return {
        name: cost(lambda path=path: asked(application, path), 60)
        for name, path in (("home", "/"), ("detail", "/berichte/b0/"))
    }


def hello() -> dict[str, float]:
    """The least that Django can do: a view without middleware that says hello."""
    from django.conf import settings
    from django.http import HttpResponse
    from django.test import Client
    from django.test.utils import override_settings
    from django.urls import path

    with override_settings(MIDDLEWARE=[], ROOT_URLCONF=(path("", lambda request: HttpResponse("hello")),)):
        assert not settings.MIDDLEWARE
        client = Client(HTTP_HOST="localhost")
        return cost(lambda: client.get("/"), 200)


def publish() -> dict[str, float]:
    """A revision that is published and found by Wagtail's search, as often as a percentile needs."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from records.models import RecordPage

    page, times = RecordPage.objects.order_by("pk")[0], []

    def deed(number: int) -> None:
        page.intro = f"Neu ist nun zeichen{number}."
        page.save_revision().publish()

    deed(0)
    unit, spent = fixed_loop(), []
    for number in range(1, 21):
        begun, cpu = time.perf_counter(), time.process_time()
        deed(number)
        spent.append(time.process_time() - cpu)
        assert list(RecordPage.objects.live().search(f"zeichen{number}")) == [page]
        times.append(time.perf_counter() - begun)
    revision = page.save_revision()
    with CaptureQueriesContext(connection) as captured:
        revision.publish()
    return {
        "queries": len(captured),
        "cpu_ms": percentile(spent, 0.5) * 1000,
        "norm": percentile(spent, 0.5) / unit,
        "p95_ms": percentile(times, 0.95) * 1000,
    }


def reindex() -> dict[str, float]:
    """Wagtail's own command over all records."""
    from django.core.management import call_command
    from records.models import RecordPage

    work = lambda: call_command("update_index", verbosity=0, stdout=io.StringIO())  # noqa: E731
    work()
    return {"cpu_ms_per_record": cpu_of(work, 3) * 1000 / RecordPage.objects.count()}


if __name__ == "__main__":
    django.setup()
    deeds = {"load": load, "pages": pages, "kept": kept, "hello": hello, "publish": publish}
    deeds["reindex"] = reindex
    sys.stdout.write("\n" + json.dumps(deeds[sys.argv[1]]()) + "\n")
