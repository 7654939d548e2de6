"""What the library knows of a concern."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from knowledge.cycle.call import known


def test_only_what_passes_is_named_and_never_more_than_three_and_two(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def run(request: Any, viewer: Any, *, count_miss: bool) -> Any:
        asked.append((request.filters, count_miss))
        hits = [
            SimpleNamespace(passes=number != 1, title=str(number), url="/", display={}) for number in range(5)
        ]
        return SimpleNamespace(degraded=False, no_answer=False, hits=hits)

    monkeypatch.setattr(known.service, "run", run)
    found = known.already_known("Wie?")
    assert [hit.title for hit in found.cases] == ["0", "2", "3"]
    assert [hit.title for hit in found.lessons] == ["0", "2"]
    assert asked == [({"typ": ("fall",)}, False), ({"typ": ("lehre",)}, False)]


def test_without_an_answer_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = SimpleNamespace(degraded=True, no_answer=True, hits=[SimpleNamespace(passes=True)])
    monkeypatch.setattr(known.service, "run", lambda *args, **kwargs: nothing)
    found = known.already_known("Wie?")
    assert found.is_empty and found.is_away


def test_a_lesson_is_never_named_without_its_state_nor_a_case_without_its_outcome() -> None:
    refuted = SimpleNamespace(title="Punkte", url="/l/", display={"state": "widerlegt", "refuted": "2"})
    failed: Any = SimpleNamespace(title="Bad", url="/f/", display={"outcome": "gescheitert"})
    lesson: Any = refuted
    assert str(known.KnownRecord.of(lesson)) == "Punkte (Widerlegt. In 2 Staffeln widerlegt)"
    assert str(known.KnownRecord.of(failed)) == "Bad (Gescheitert)"
