"""What is an outage, and what a page says during one."""

from __future__ import annotations

import errno
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, IntegrityError, InternalError, OperationalError
from django.test import RequestFactory
from django.utils import translation

from knowledge.web import outages, views


class _Cause(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def read_only(sqlstate: str) -> Exception:
    error = InternalError("cannot execute INSERT in a read-only transaction")
    error.__cause__ = _Cause(sqlstate)
    return error


@pytest.mark.parametrize(
    ("error", "is_one"),
    [
        (OperationalError("database is locked"), True),
        (OperationalError("database or disk is full"), True),
        (OperationalError("attempt to write a readonly database"), True),
        (OperationalError("connection failed"), True),
        (read_only("25006"), True),
        (read_only("25P02"), False),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.ENOENT, "No such file"), False),
        (OperationalError("no such table: cases_casepage"), False),
        (OperationalError("no such column: x"), False),
        (IntegrityError("UNIQUE"), False),
        (DataError("too long"), False),
        (None, False),
    ],
)
def test_only_what_waiting_mends_is_an_outage(error: Exception | None, is_one: bool) -> None:
    assert outages.is_outage(error) is is_one


LOCKED = OperationalError("database is locked")


def test_a_form_comes_back_with_everything_but_secrets(rf: RequestFactory) -> None:
    data: dict[str, Any] = {
        "text": "Zwei <b>Worte</b>",
        "areas": ["1", "2"],
        "old_password": "geheim genug",
        "csrfmiddlewaretoken": "abc",
    }
    page = outages.answer(rf.post("/ort/?a=1&b=2", data), LOCKED).content.decode()
    assert 'action="/ort/?a=1&amp;b=2"' in page
    assert page.count("Zwei &lt;b&gt;Worte&lt;/b&gt;") == 2, "as a field and as a text to read"
    for value in ("1", "2"):
        assert f'name="areas" value="{value}"' in page
    assert 'name="csrfmiddlewaretoken" value="abc"' in page
    assert "geheim" not in page.replace("geheim-1", "") and 'name="old_password"' in page


def test_files_are_asked_for_again(rf: RequestFactory) -> None:
    request = rf.post("/hoch/", {"datei": SimpleUploadedFile("a.pdf", b"x"), "titel": "A"})
    page = outages.answer(request, LOCKED).content.decode()
    assert 'enctype="multipart/form-data"' in page and 'type="file"' in page
    assert "Dateien wählen Sie bitte noch einmal aus." in page


def test_readers_are_asked_to_come_again(rf: RequestFactory) -> None:
    with translation.override("en"):
        response = outages.answer(rf.get("/en/methoden/"), LOCKED)
    page = response.content.decode()
    assert "<form" not in page and 'href="/en/methoden/"' in page and 'lang="en"' in page
    assert response["Retry-After"] == "30" and "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "headers"), [("/api/v1/cases", {}), ("/admin/x/", {"x-requested-with": "XMLHttpRequest"})]
)
def test_programs_get_json(rf: RequestFactory, path: str, headers: dict[str, str]) -> None:
    response = outages.answer(rf.get(path, headers=headers), LOCKED)
    assert response.status_code == 503 and json.loads(response.content)["error"]


def test_errors_of_views_and_of_middlewares_meet_here(rf: RequestFactory) -> None:
    middleware = outages.StorageOutages(lambda request: None)
    answered = middleware.process_exception(rf.get("/"), LOCKED)
    assert answered is not None and answered.status_code == 503
    assert middleware.process_exception(rf.get("/"), ValueError("x")) is None
    try:
        raise LOCKED
    except OperationalError:
        assert views.server_error(rf.get("/")).status_code == 503
    assert views.server_error(rf.get("/")).status_code == 500
