"""Answers of the search that were good, frozen by the keys of their records: what a reader finds today stays
found.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from search import service
from search.contract import SearchRequest, Viewer

GOOD: dict[str, str] = json.loads(
    (Path(__file__).parents[1] / "relevance/data/good_answers.json").read_text(encoding="utf-8")
)
#: So many of them come first; every one is among the three.
FIRST = len(GOOD) - 3


def answer(library: Any, query: str) -> tuple[list[str], bool]:
    response = service.run(SearchRequest(text=query), Viewer())
    return [hit.url for hit in response.hits], response.no_answer


@pytest.mark.parametrize("query", GOOD)
def test_a_good_answer_stays_among_the_first_three(library: Any, query: str) -> None:
    urls, no_answer = answer(library, query)
    assert library.page(GOOD[query]).url in urls[:3]
    assert not no_answer


def test_good_answers_stay_first(library: Any) -> None:
    assert len(GOOD) >= 30
    first = [query for query, key in GOOD.items() if library.page(key).url in answer(library, query)[0][:1]]
    assert len(first) >= FIRST, set(GOOD) - set(first)
