"""Word forms of German: the right sentence is found, the wrong one ranks below.

Half of the items are a holdout that nobody looks at while tuning; both halves have to pass
(docs/explanation/search.md).
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from search import engines
from search.contract import Document, Passage, SearchRequest, Viewer
from search.ingest.preparation import prepare
from search.operations.evaluation import throwaway_service

DATA = Path(__file__).parent / "data"
ITEMS: list[dict[str, Any]] = json.loads((DATA / "word_forms.json").read_text(encoding="utf-8"))
#: Share that must pass per part and per category: the goal of .85 per category, and just below the .934 that
#: the weaker half reaches since the confidence orders (.95 in the order of the engine).
OVERALL, PER_CATEGORY = 0.93, 0.85


def outcomes(engine_name: str) -> dict[str, bool]:
    """Per item whether it passes, all sentences of the suite in one index."""
    engine = engines.create(engine_name)
    sentences = {
        f"{item['id']}:{number}": text
        for item in ITEMS
        for number, text in enumerate([item["match"], *item["nomatch"]])
    }
    engine.rebuild(
        prepare(Document(key, "doc", "", "", passages=(Passage(text),))) for key, text in sentences.items()
    )
    service = throwaway_service(engine)
    result = {}
    for item in ITEMS:
        hits = [
            hit.key
            for hit in service.run(
                SearchRequest(text=item["query"], limit=10, everything=True), Viewer()
            ).hits
        ]
        right = f"{item['id']}:0"
        wrong = [f"{item['id']}:{number}" for number in range(1, len(item["nomatch"]) + 1)]
        result[item["id"]] = right in hits and all(
            key not in hits or hits.index(key) > hits.index(right) for key in wrong
        )
    return result


@pytest.fixture(scope="module")
def passed() -> dict[str, bool]:
    return outcomes("embedded")


def share(passed: dict[str, bool], part: str) -> float:
    chosen = [passed[item["id"]] for item in ITEMS if item["part"] == part]
    return sum(chosen) / len(chosen)


def test_the_suite_is_large_and_divided() -> None:
    assert len(ITEMS) == len({item["id"] for item in ITEMS}) >= 200
    assert sum(item["part"] == "holdout" for item in ITEMS) >= 90


@pytest.mark.parametrize("part", ["tuning", "holdout"])
def test_overall(passed: dict[str, bool], part: str) -> None:
    assert share(passed, part) >= OVERALL, sorted(name for name, outcome in passed.items() if not outcome)


def test_no_category_is_left_behind(passed: dict[str, bool]) -> None:
    groups: dict[str, list[bool]] = defaultdict(list)
    for item in ITEMS:
        groups[item["category"]].append(passed[item["id"]])
    assert {name for name, group in groups.items() if sum(group) / len(group) < PER_CATEGORY} == set()
