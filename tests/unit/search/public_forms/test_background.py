"""Work that a request does not wait for."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from search.public_forms import background


@pytest.fixture
def threads(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread of a process that serves; no connection of the test is closed by it."""
    settings.BACKGROUND_THREADS = True
    monkeypatch.setattr(background.connections, "close_all", lambda: None)


def test_without_threads_it_is_done_at_once() -> None:
    done: list[int] = []
    assert background.later(lambda: done.append(1))
    assert done == [1]


def test_work_of_one_name_waits_once(threads: None) -> None:
    gate, done = threading.Event(), threading.Event()
    names: list[str] = []
    background.later(lambda: gate.wait(5))
    for _time in range(3):
        assert background.later(lambda: names.append("x"), name="mails")
    background.later(done.set)
    gate.set()
    assert done.wait(5)
    assert names == ["x"]


def test_a_flood_is_dropped(threads: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "MOST_WAITING", 0)
    assert not background.later(lambda: None)


@pytest.mark.parametrize("error", [OSError("jemand@rathaus.example"), ValueError("x")])
def test_a_failure_is_a_line_in_the_log_without_an_address(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise error

    assert background.later(fail)
    assert len(caplog.records) == 1
    assert "jemand@" not in caplog.records[0].getMessage()
