"""``search_evaluate`` over a server: it waits for the words of a fresh index, and not for ever."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from search import engines
from search.contract import Document, EngineUnavailable, Passage
from search.engines.memory import MemoryEngine
from search.operations import evaluation
from search.operations.evaluation import JudgedQuery

CORPUS = [
    Document(f"doc:{number}", "doc", title, "", passages=(Passage(text),))
    for number, (title, text) in enumerate([("Bad", "Das Hallenbad schließt."), ("Hof", "Der Bauhof.")])
]
QUERIES = [JudgedQuery("q1", "Hallenbad", {"doc:0": 1.0})]


class Slow(MemoryEngine):
    """An engine behind a network whose words take longer than a reader waits."""

    timeout = 0.02
    seconds = 0.2

    def words(self, fields: tuple[str, ...]) -> Mapping[str, int]:
        time.sleep(self.seconds)
        return super().words(fields)


def test_the_words_of_a_server_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "create", lambda _name: Slow())
    found = evaluation.evaluate(CORPUS, QUERIES, "elastic")
    assert [outcome.hits[0] for outcome in found.outcomes] == ["doc:0"]
    assert found.figures()["ndcg@10"] == 1.0
    assert all(outcome.milliseconds < 150 for outcome in found.outcomes), (
        "waiting is not part of what is measured"
    )


def test_a_query_that_the_server_was_too_busy_for_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Busy(Slow):
        asked = 0

        def query(self, query: Any) -> Any:
            self.asked += 1
            if self.asked in (1, 2, 5):
                raise EngineUnavailable("query: ConnectionTimeout")
            return super().query(query)

    monkeypatch.setattr(engines, "create", lambda _name: Busy())
    assert evaluation.evaluate(CORPUS, QUERIES, "elastic").outcomes[0].hits[0] == "doc:0"


def test_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stuck(Slow):
        seconds = 5.0

    monkeypatch.setattr(engines, "create", lambda _name: Stuck())
    monkeypatch.setattr(evaluation, "PATIENCE", 0.3)
    started = time.monotonic()
    with pytest.raises(EngineUnavailable, match="words"):
        evaluation.evaluate(CORPUS, QUERIES, "elastic")
    assert time.monotonic() - started < 3.0


def test_a_server_that_is_away_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Away(MemoryEngine):
        def rebuild(self, documents: Any) -> Any:
            raise EngineUnavailable("nobody answers")

    monkeypatch.setattr(engines, "create", lambda _name: Away())
    with pytest.raises(EngineUnavailable, match="nobody"):
        evaluation.evaluate(CORPUS, QUERIES, "elastic")
