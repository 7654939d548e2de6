"""Who holds the cases tells what became of them."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from knowledge.enums import Outcome
from knowledge.lessons import outcomes
from knowledge.lessons.outcomes import FollowedUp, ask_outcomes, tell_outcomes


def test_each_teller_is_asked_once_and_not_without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "_tellers", [])
    asked = []

    def teller(pages: Collection[int], inner: bool) -> dict[int, FollowedUp]:
        asked.append((tuple(pages), inner))
        return {7: FollowedUp(Outcome.FAILED, False)}

    tell_outcomes(teller)
    tell_outcomes(teller)
    assert ask_outcomes([], inner=True) == {}
    assert ask_outcomes([7, 8], inner=False) == {7: FollowedUp(Outcome.FAILED, False)}
    assert asked == [((7, 8), False)]
