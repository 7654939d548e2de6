"""What the library knows of a concern."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from knowledge.cycle.call import known


def test_only_what_passes_is_named_and_never_more_than_three_and_two(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def run_each(requests: Any, viewer: Any) -> Any:
        asked.extend(request.filters for request in requests)
        hits = [
            SimpleNamespace(passes=number != 1, title=str(number), url="/", display={}) for number in range(5)
        ]
        return [SimpleNamespace(degraded=False, no_answer=False, hits=hits) for _request in requests]

    monkeypatch.setattr(known.service, "run_each", run_each)
    found = known.already_known("Wie?")
    assert [hit.title for hit in found.cases] == ["0", "2", "3"]
    assert [hit.title for hit in found.lessons] == ["0", "2"]
    assert asked == [{"typ": ("fall",)}, {"typ": ("lehre",)}]


def test_without_an_answer_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = SimpleNamespace(degraded=True, no_answer=True, hits=[SimpleNamespace(passes=True)])
    monkeypatch.setattr(known.service, "run_each", lambda requests, viewer: [nothing for _one in requests])
    found = known.already_known("Wie?")
    assert found.is_empty and found.is_away


def test_a_lesson_is_never_named_without_its_state_nor_a_case_without_its_outcome() -> None:
    refuted = SimpleNamespace(title="Punkte", url="/l/", display={"state": "widerlegt", "refuted": "2"})
    failed: Any = SimpleNamespace(title="Bad", url="/f/", display={"outcome": "gescheitert"})
    lesson: Any = refuted
    assert str(known.KnownRecord.of(lesson)) == "Punkte (Widerlegt. In 2 Staffeln widerlegt)"
    assert str(known.KnownRecord.of(failed)) == "Bad (Gescheitert)"


def test_many_concerns_are_one_question_and_each_gets_its_own_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []

    def run_each(requests: Any, viewer: Any) -> Any:
        calls.append([request.text for request in requests])
        hits = [
            [SimpleNamespace(passes=True, title=f"{request.text} {number}", url="/", display={})]
            for number, request in enumerate(requests)
        ]
        return [SimpleNamespace(degraded=False, no_answer=False, hits=one) for one in hits]

    monkeypatch.setattr(known.service, "run_each", run_each)
    found = known.already_known_each(["Bus", "Bad"])
    assert [(one.cases[0].title, one.lessons[0].title) for one in found] == [
        ("Bus 0", "Bus 1"),
        ("Bad 2", "Bad 3"),
    ]
    assert calls == [["Bus", "Bus", "Bad", "Bad"]]
    assert known.already_known_each([]) == [] and len(calls) == 1
