"""A revision that is published until the search finds it, beside the peer's."""

from __future__ import annotations

import time
from typing import Any

from tests.benchmarks.clock import fixed_loop, percentile
from tests.benchmarks.goals import Reached
from tests.benchmarks.plain import Plain

__all__ = ["measure"]

TIMES = {"lesson": 20, "case": 5}
"""A case is released anew each time, which takes seconds."""

PATIENCE = 10.0
_RUN = int(time.time()) % 1_000_000


def _found(word: str, key: str) -> bool:
    """Whether a search for the word leads to the record, within some seconds."""
    from search import service
    from search.contract import SearchRequest, Viewer

    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        if any(hit.key == key for hit in service.run(SearchRequest(text=word), Viewer()).hits):
            return True
    return False


def measure(plain: Plain) -> list[Reached]:
    """Queries and CPU of publishing, and seconds until it is found, for a lesson and a case."""
    from cases.models import CasePage
    from knowledge.models import LessonPage

    theirs = plain.ask("publish")
    return [
        row
        for name, kind, model, field in (
            ("lesson", "lesson", LessonPage, "statement"),
            ("case", "case", CasePage, "takeaway"),
        )
        for row in _measure_model(name, kind, model, field, theirs)
    ]


def _measure_model(name: str, kind: str, model: Any, field: str, theirs: dict[str, float]) -> list[Reached]:
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cases.gate import release_demo
    from search import registry

    user = get_user_model().objects.get(username="admin")
    first = model.objects.live().order_by("pk").first()
    key = registry.source_for(kind).key(first)

    def draft(number: int) -> tuple[Any, str]:
        page, word = model.objects.get(pk=first.pk), _word(number)
        setattr(page, field, f"Neu ist {word}.")
        return page, word

    def publish(page: Any) -> tuple[float, float]:
        """Seconds of the clock and of the processor; the release of a case, between, counts for neither."""
        begun, cpu = time.perf_counter(), time.process_time()
        revision = page.save_revision(user=user)
        spent = time.perf_counter() - begun, time.process_time() - cpu
        if kind == "case":
            release_demo(case=page)
        begun, cpu = time.perf_counter(), time.process_time()
        revision.publish(user=user)
        return spent[0] + time.perf_counter() - begun, spent[1] + time.process_time() - cpu

    publish(draft(0)[0])
    unit, cpus, times = fixed_loop(), [], []
    for number in range(1, TIMES[kind] + 1):
        page, word = draft(number)
        seconds, cpu = publish(page)
        cpus.append(cpu)
        begun = time.perf_counter()
        assert _found(word, key), f"{word} is not found"
        times.append((seconds + time.perf_counter() - begun) * 1000)
    revision = _released(draft(TIMES[kind] + 1)[0], kind, user)
    with CaptureQueriesContext(connection) as captured:
        revision.publish(user=user)
    cost, p95 = percentile(cpus, 0.5) / unit, percentile(times, 0.95)
    return [
        Reached(
            "5",
            f"publish a {name}",
            "<= 80 queries, CPU <= the peer's",
            f"{len(captured)} queries, {cost:.2f} loops (peer {theirs['queries']:.0f}, {theirs['norm']:.2f})",
            len(captured) <= 80 and cost <= theirs["norm"],
            to_peer=cost / theirs["norm"],
        ),
        Reached(
            "P6",
            f"{name}, publish to found",
            "p95 <= 300 ms",
            f"p95 {p95:.0f} ms (peer {theirs['p95_ms']:.0f})",
            p95 <= 300,
            to_peer=p95 / theirs["p95_ms"],
        ),
    ]


def _released(page: Any, kind: str, user: Any) -> Any:
    """A revision that may go live."""
    from cases.gate import release_demo

    revision = page.save_revision(user=user)
    if kind == "case":
        release_demo(case=page)
    return revision


def _word(number: int) -> str:
    """A word of letters that no text has, nor one of an earlier run in the same folder."""
    digits = f"{_RUN}{number}"
    return "quarz" + "".join("bdfgklmnpr"[int(digit)] + "u" for digit in digits)
