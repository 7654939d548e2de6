"""Before the first request: what is asked, and that nothing keeps a server from starting."""

from __future__ import annotations

import io
import runpy
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connections

from knowledge.operations import readiness, warming
from search import service, telemetry
from search.contract import SearchRequest, Viewer
from search.models import UnansweredQuery
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.django_db


class Answer(list[bytes]):
    def __init__(self) -> None:
        super().__init__([b"<p>", b"</p>"])
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


class Library:
    """An application that notes how it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: list[Answer] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.setdefault("wsgi.input", io.BytesIO())
        self.asked.append(WSGIRequest(environ).build_absolute_uri())
        self.answers.append(Answer())
        start_response("200 OK", [])
        return self.answers[-1]


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was searched for."""
    found: list[str] = []
    real = service.SearchService.run

    def run(self: Any, request: Any, viewer: Any) -> Any:
        found.append(request.text)
        return real(self, request, viewer)

    monkeypatch.setattr(service.SearchService, "run", run)
    return found


def test_it_asks_under_the_public_address_and_searches_for_nobody(settings: Any, searched: list[str]) -> None:
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://wissen.example", ["wissen.example"]
    library = Library()
    warming.warm_up(library)
    assert library.asked == [f"https://wissen.example{path}" for path in warming.PAGES]
    assert all(answer.is_closed for answer in library.answers)
    assert len(searched) == 1 and searched[0]
    assert not UnansweredQuery.objects.exists()


def test_what_it_asks_is_counted_as_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "parts", lambda: {"database": readiness.OK})
    asked: list[int] = []

    def searching(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        service.run(SearchRequest("Haushalt"), Viewer())
        asked.append(telemetry.snapshot()["searches"])
        return []

    warming.warm_up(searching)
    assert len(asked) == len(warming.PAGES) and asked[-1] > 0
    assert telemetry.snapshot()["searches"] == 0


def test_a_library_that_is_not_set_up_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, searched: list[str]
) -> None:
    monkeypatch.setattr(readiness, "parts", lambda: {"static": readiness.OK, "database": readiness.MISSING})
    library = Library()
    warming.warm_up(library)
    assert (library.asked, searched) == ([], [])


def test_what_fails_is_left_to_the_first_reader(caplog: pytest.LogCaptureFixture) -> None:
    def broken(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        raise OSError("no disk")

    warming.warm_up(broken)
    assert "the first reader waits: OSError: no disk" in caplog.text


def test_a_web_process_warms_what_it_hands_out(monkeypatch: pytest.MonkeyPatch) -> None:
    warmed: list[Any] = []
    monkeypatch.setattr(warming, "warm_up", warmed.append)
    monkeypatch.setattr(connections, "close_all", lambda: None)  # this test has one
    assert warmed == [runpy.run_path(str(REPOSITORY / "knowledge/wsgi.py"))["application"]]
