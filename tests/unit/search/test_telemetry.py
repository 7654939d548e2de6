"""Numbers about searches, and never a word of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search import telemetry
from search.contract import SearchRequest, SearchResponse


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    telemetry.forget()
    yield
    telemetry.forget()


def test_times_and_outcomes_are_counted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="search.telemetry")
    request = SearchRequest("geheimes Wort")
    telemetry.observe("memory", 0.004, SearchResponse(request, total=3))
    telemetry.observe("memory", 0.2, SearchResponse(request, no_answer=True))
    telemetry.observe("memory", 7.0, SearchResponse(request, degraded=True))
    found = telemetry.snapshot()
    assert (found["searches"], found["seconds"]) == (3, 7.204)
    assert found["outcomes"] == {"answered": 1, "unanswered": 1, "degraded": 1}
    assert {bound: count for bound, count in found["seconds_up_to"].items() if count} == {
        "0.01": 1,
        "0.3": 1,
        "more": 1,
    }
    assert "total=3 outcome=answered" in caplog.text
    assert "geheim" not in caplog.text
