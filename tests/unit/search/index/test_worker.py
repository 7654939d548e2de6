"""The outbox worker: a round does everything it can, whatever fails, and says whether all answered."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError

from search.contract import EngineUnavailable
from search.index import apply, verification, worker


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the works of a round, in their order."""
    names: list[str] = []
    for module, name in (
        (apply, "refresh_fallback_index"), (apply, "build_missing"), (verification, "settle"),
        (apply, "drain"), (apply, "follow_words"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, lambda name=name, **_options: names.append(name))
    return names


def test_a_round_keeps_the_fallback_index_first(done: list[str]) -> None:
    assert worker.run_once(thorough=False)
    assert done == ["refresh_fallback_index", "drain", "follow_words"]


def test_a_thorough_round_also_builds_and_compares(done: list[str]) -> None:
    assert worker.run_once()
    assert done == ["refresh_fallback_index", "build_missing", "settle", "drain", "follow_words"]


@pytest.mark.parametrize(
    "error", [EngineUnavailable("away"), DatabaseError("locked"), ValueError("bad record")]
)
def test_what_fails_does_not_stop_the_rest(
    error: Exception, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_options: Any) -> None:
        raise error

    monkeypatch.setattr(apply, "drain", fails)
    monkeypatch.setattr(worker, "_failing", threading.Event())
    assert not worker.run_once()
    assert done[-1] == "follow_words"


@pytest.mark.parametrize("error", [EngineUnavailable("away"), DatabaseError("locked")])
def test_a_thorough_round_without_an_answer_is_made_again_soon(
    error: Exception, done: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKGROUND_THREADS = True
    thorough: list[bool] = []
    clock = iter([0.0, 0.0, 1.0, worker.REPAIR_INTERVAL, worker.REPAIR_INTERVAL, 2 * worker.REPAIR_INTERVAL])

    def drained(*, immediate: bool) -> None:
        thorough.append(not immediate)
        settings.BACKGROUND_THREADS = len(thorough) < 4
        if len(thorough) == 1:
            raise error

    monkeypatch.setattr(apply, "drain", drained)
    monkeypatch.setattr(worker, "_failing", threading.Event())
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    monkeypatch.setattr(worker._called, "wait", lambda _seconds: None)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    worker._work()
    assert thorough == [True, False, True, False]


def test_the_serving_process_works_off_what_web_processes_leave(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKGROUND_THREADS, settings.SEARCH_OUTBOX = True, "worker"
    monkeypatch.setattr(worker, "_serves", False)
    monkeypatch.setattr(worker, "_process", 0)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    rounds: list[bool] = []
    waited: list[float] = []
    clock = iter([0.0, 0.0, 1.0, worker.THOROUGH, worker.THOROUGH])

    def round_(*, thorough: bool) -> bool:
        rounds.append(thorough)
        settings.BACKGROUND_THREADS = len(rounds) < 3
        return True

    class Thread:
        def __init__(self, *, target: Any, **_options: Any) -> None:
            self.start = target

    monkeypatch.setattr(worker, "run_once", round_)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    monkeypatch.setattr(worker._called, "wait", waited.append)
    monkeypatch.setattr(worker.threading, "Thread", Thread)
    worker.notify()
    assert rounds == []
    worker.serve()
    assert rounds == [True, False, True]
    assert waited == [worker.SERVING] * 3


@pytest.mark.parametrize("outbox", ["immediate", "background"])
def test_a_worker_leaves_the_index_to_the_web_process_where_that_writes_it(
    outbox: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SEARCH_OUTBOX = outbox
    monkeypatch.setattr(worker, "notify", lambda: pytest.fail("a thread would be started"))
    worker.serve()
    assert not worker._serves


@pytest.mark.parametrize(("threads", "outbox"), [(False, "immediate"), (True, "worker")])
def test_no_thread_where_none_is_wanted(
    threads: bool, outbox: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKGROUND_THREADS, settings.SEARCH_OUTBOX = threads, outbox
    monkeypatch.setattr(worker.threading, "Thread", lambda **_options: pytest.fail("a thread was started"))
    worker.notify()
