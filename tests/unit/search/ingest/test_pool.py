"""Analysis in several processes gives what analysis in one gives, and a process that fails costs time
alone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search.contract import Audience, Document, IndexedDocument, NumberRange, Passage
from search.ingest import pool, prepare


def ends_the_process(_portion: list[Document], _rules: str) -> None:
    """Instead of the analysis; runs in the other process."""
    os._exit(1)


def has_other_rules(portion: list[Document], _rules: str) -> Any:
    """The code on the disk is not that of the process that asks."""
    return pool._terms(portion, "another version")


def documents(count: int = 25) -> list[Document]:
    facets, numbers = {"typ": ("Große Methode", "b")}, {"personen": NumberRange(1, 5)}
    passages = (
        Passage(
            "Niemand setzte die Beschlüsse (HSK, Haushaltssicherungskonzept) um.",
            "Verwaltungs- und Organisationskultur",
            "p1",
        ),
    )
    return [
        Document(
            f"case:{n}",
            "case",
            f"Fall {n}",
            f"/{n}/",
            "Kurz.",
            ("Ort",),
            passages,
            Audience.ALUMNI,
            facets=facets,
            numbers=numbers,
        )
        for n in range(count)
    ]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SEARCH_PROCESSES = 2
    monkeypatch.setattr(pool, "WORTHWHILE", 0)
    monkeypatch.setattr(pool, "PORTION", 2)


def run(made: list[Document]) -> list[IndexedDocument]:
    return list(pool.prepared(iter(made), 7, len(made)))


def test_order_and_terms_are_those_of_one_process(caplog: pytest.LogCaptureFixture) -> None:
    made = documents()
    assert run(made) == [prepare(document, 7) for document in made]
    assert not caplog.records


@pytest.mark.parametrize("instead", [ends_the_process, has_other_rules])
def test_a_process_that_fails_costs_time_alone(
    instead: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pool, "_terms", instead)
    made = documents(9)
    assert run(made) == [prepare(document, 7) for document in made]
    (told,) = caplog.messages
    assert "in one process" in told


@pytest.mark.parametrize("missing", ["semaphores", "processes"])
def test_where_no_process_can_be_had(
    missing: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Refusing(pool.ProcessPoolExecutor):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            if missing == "semaphores":
                raise OSError("no semaphores here")
            super().__init__(*arguments, **options)

        def submit(self, *_arguments: Any) -> Any:
            raise PermissionError("no process can be started")

    monkeypatch.setattr(pool, "ProcessPoolExecutor", Refusing)
    assert [document.key for document in run(documents(5))] == [f"case:{n}" for n in range(5)]
    (told,) = caplog.messages
    assert "in one process" in told


def test_a_document_that_cannot_be_analysed_is_an_error_as_in_one_process() -> None:
    made = [*documents(1), Document("case:x", "case", "Fall", "/x/", passages=(7,))]  # type: ignore[arg-type]
    with pytest.raises(AttributeError, match="audience"):
        run(made)
    assert not multiprocessing.active_children()


def test_whoever_stops_early_leaves_no_process_behind() -> None:
    run_on = pool.prepared(iter(documents(30)), 1, 30)
    assert next(run_on).key == "case:0"
    assert multiprocessing.active_children()
    run_on.close()
    assert not multiprocessing.active_children()


def test_no_more_portions_are_under_way_than_keep_the_processes_busy() -> None:
    """However many documents come, so many are in memory."""
    taken, made = [], documents(60)
    run_on = pool.prepared((taken.append(document) or document for document in made), 1, 60)
    next(run_on)
    run_on.close()
    assert len(taken) == pool.PORTION * (2 * pool.AHEAD + 1)


ORPHANS = """
import multiprocessing, sys
from django.conf import settings
from search.contract import Document
from search.ingest import pool
if __name__ == "__main__":
    settings.configure(SEARCH_PROCESSES=1)
    pool.WORTHWHILE, pool.PORTION = 0, 1
    made = pool.prepared((Document(f"a:{n}", "a", "Titel", "/") for n in range(9)), 1, 9)
    next(made)
    print(multiprocessing.active_children()[0].pid, flush=True)
    sys.stdin.read()
"""


def test_a_process_ends_with_the_one_that_started_it(tmp_path: Path, repository: Path) -> None:
    """Also where that one has no time left to say so."""
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what cleans up semaphores says so
        env={**os.environ, "PYTHONPATH": str(repository)},
        text=True,
    )
    with parent:
        child = int(parent.stdout.readline())  # type: ignore[union-attr]
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()


def test_few_documents_start_no_process(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(pool, "WORTHWHILE", 100)
    assert (pool.processes(99), pool.processes(100)) == (0, 2)
    settings.SEARCH_PROCESSES = 0
    assert pool.processes(10_000) == 0


@pytest.mark.parametrize(("cores", "expected"), [(1, 0), (2, 0), (4, 2), (6, 3), (64, 4)])
def test_half_the_cores_where_there_are_enough(
    cores: int, expected: int, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SEARCH_PROCESSES = -1
    monkeypatch.setattr(pool, "_cores", lambda: cores)
    assert pool.processes(10_000) == expected
