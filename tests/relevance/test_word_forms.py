"""Word forms of German: the right sentence is found, the wrong one ranks below."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from search import engines
from search.contract import Document, Passage, SearchRequest, Viewer
from search.evaluation import throwaway_service
from search.preparing import prepare

DATA = Path(__file__).parent / "data"
ITEMS: list[dict[str, Any]] = json.loads((DATA / "word_forms.json").read_text(encoding="utf-8"))
#: Share that must pass over all and per category.
OVERALL, PER_CATEGORY = 0.95, 0.85


@pytest.fixture(scope="module", params=["memory", "embedded"])
def passed(request: pytest.FixtureRequest) -> dict[str, list[bool]]:
    engine = engines.create(request.param)
    sentences = {f"{item['id']}:{number}": text for item in ITEMS for number, text in enumerate([item["match"], *item["nomatch"]])}
    engine.rebuild(prepare(Document(key, "doc", "", "", passages=(Passage(text),))) for key, text in sentences.items())
    service = throwaway_service(engine)
    result: dict[str, list[bool]] = defaultdict(list)
    for item in ITEMS:
        hits = [hit.key for hit in service.run(SearchRequest(text=item["query"], limit=10), Viewer()).hits]
        right = f"{item['id']}:0"
        wrong = [f"{item['id']}:{number}" for number in range(1, len(item["nomatch"]) + 1)]
        result[item["category"]].append(right in hits and all(key not in hits or hits.index(key) > hits.index(right) for key in wrong))
    return result


def test_overall(passed: dict[str, list[bool]]) -> None:
    outcomes = [outcome for group in passed.values() for outcome in group]
    assert sum(outcomes) / len(outcomes) >= OVERALL


def test_no_category_is_left_behind(passed: dict[str, list[bool]]) -> None:
    assert {name for name, group in passed.items() if sum(group) / len(group) < PER_CATEGORY} == set()
