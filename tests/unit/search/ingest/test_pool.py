"""Analysis in several processes gives what analysis in one gives, and a process that fails costs time
alone.
"""

from __future__ import annotations

import io
import sys
from typing import Any

import orjson
import pytest

from search.contract import Audience, Document, IndexedDocument, NumberRange, Passage
from search.ingest import pool
from search.ingest import process as analysing
from search.ingest.preparation import prepare
from search.language import fingerprint

FAILING = {
    "ends at once": "pass",
    "ends in between": "import sys; sys.stdin.buffer.readline()",
    "talks nonsense": "import sys; [print('nonsense', flush=True) for line in sys.stdin.buffer]",
    "has other rules": "import sys; [print('[\"other\", []]', flush=True) for line in sys.stdin.buffer]",
    "forgets documents": (
        f"import sys; [print('[\"{fingerprint()}\", []]', flush=True) for line in sys.stdin.buffer]"
    ),
}


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


@pytest.mark.parametrize("what", FAILING)
def test_a_process_that_fails_costs_time_alone(
    what: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pool, "_COMMAND", (sys.executable, "-c", FAILING[what]))
    made = documents(9)
    assert run(made) == [prepare(document, 7) for document in made]
    assert "in one process" in caplog.text
    assert len(caplog.records) <= 2, "one line per process, not per portion"


def test_a_process_that_cannot_start(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pool, "_COMMAND", ("/nowhere/python",))
    assert [document.key for document in run(documents(5))] == [f"case:{n}" for n in range(5)]
    assert "in one process" in caplog.text


def test_whoever_stops_early_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    popen = pool.subprocess.Popen
    monkeypatch.setattr(
        pool.subprocess, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[-1]
    )
    run_on = pool.prepared(iter(documents(30)), 1, 30)
    assert next(run_on).key == "case:0"
    run_on.close()
    assert started
    assert all(process.returncode is not None for process in started)


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


def test_the_other_process_answers_line_by_line() -> None:
    made, target = documents(3), io.BytesIO()
    analysing.serve(io.BytesIO(orjson.dumps(made) + b"\n" + orjson.dumps(made[:1]) + b"\n"), target)
    answers = [orjson.loads(line) for line in target.getvalue().splitlines()]
    assert [(rules, len(terms)) for rules, terms in answers] == [(fingerprint(), 3), (fingerprint(), 1)]
    assert answers[0][1][0]["body_derivation"] == list(prepare(made[0]).fields["body_derivation"])
