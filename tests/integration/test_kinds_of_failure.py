"""Ten questions of each kind of failure that the search once had (docs/messungen/suche.md): what they ask for
stands among the first three.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from search import service
from search.contract import SearchRequest, Viewer

#: Kind -> question -> how the title of the right record begins.
KINDS: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parents[1] / "relevance/data/kinds.json").read_text(encoding="utf-8")
)
#: Questions that are not answered yet.
OPEN = {"Photovoltaik auf der Wiese", "town council", "daycare places missing"}
#: A question of one thing shows so many hits at most before "weitere, die vielleicht passen".
SHORT = 3


@pytest.mark.parametrize("kind", KINDS)
def test_ten_questions_of_a_kind(library: Any, kind: str) -> None:
    assert len(KINDS[kind]) == 10
    missed = {}
    for query, title in KINDS[kind].items():
        response = service.run(SearchRequest(text=query), Viewer(), count_miss=False)
        titles = [hit.title for hit in response.hits]
        found = any(one.startswith(title) for one in titles[:3]) and not response.no_answer
        if not found or (kind == "tail" and len(titles) > SHORT):
            missed[query] = titles
    assert missed.keys() <= OPEN, missed
