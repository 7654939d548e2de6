"""The server's answers: whole ones become results, half ones an error."""

from __future__ import annotations

from typing import Any

import pytest

from search.contract import Document, EngineQuery, Suggestion
from search.engines.elastic import reading
from search.engines.elastic.connection import RequestRefused
from search.ingest import codec

PUBLIC = frozenset({"public"})
SHARDS = {"total": 1, "successful": 1, "failed": 0}


def page(total: int, *keys: str, facets: dict[str, dict[str, int]] | None = None) -> dict[str, Any]:
    stored = [codec.dump(Document(key, "case", key, "/")).decode() for key in keys]
    return {
        "_shards": SHARDS,
        "hits": {
            "total": {"value": total},
            "hits": [
                {"_index": "g1", "_id": key, "_score": 2.0, "fields": {"stored": [raw]}}
                for key, raw in zip(keys, stored, strict=True)
            ],
        },
        "aggregations": {
            f"facet_{name}": {"buckets": [{"key": k, "doc_count": n} for k, n in counts.items()]}
            for name, counts in (facets or {}).items()
        },
    }


@pytest.mark.parametrize(
    "answer",
    [None, [], {"timed_out": True, "_shards": SHARDS}, {"timed_out": False, "_shards": {"failed": 1}}],
)
def test_half_an_answer_is_none(answer: Any) -> None:
    with pytest.raises(reading.IncompleteAnswer):
        reading.complete(answer)


@pytest.mark.parametrize(
    ("answer", "status", "kind"),
    [
        ({"error": {"type": "search_phase_execution_exception", "reason": "geheim"}, "status": 503}, 503,
         "search_phase_execution_exception"),
        ({"error": "broken"}, 500, ""),
    ],
)  # fmt: skip
def test_a_refusal_tells_its_kind_and_no_words_of_the_query(answer: Any, status: int, kind: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        reading.complete(answer)
    assert (refused.value.status, refused.value.kind) == (status, kind)
    assert "geheim" not in str(refused.value)


def test_as_many_answers_as_questions() -> None:
    with pytest.raises(reading.IncompleteAnswer):
        reading.parts({"responses": [page(0)]}, 2)
    assert len(reading.parts({"responses": [page(0), page(0)]}, 2)) == 2


def test_matches_total_and_facets() -> None:
    found = reading.result(
        [page(7, "case:1", "case:2", facets={"typ": {"fall": 6, "lehre": 1}})],
        EngineQuery(PUBLIC, facets=("typ",)),
    )
    assert [match.key for match in found.matches] == ["case:1", "case:2"]
    assert (found.total, found.relaxed_total, found.facets) == (7, 0, {"typ": {"fall": 6, "lehre": 1}})


def test_a_text_that_begins_with_the_prefix_comes_first() -> None:
    option = {"fields": {"suggest_texts": ["Neues Haus", "Hausbau"], "kind": ["case"], "url": ["/1/"]}}
    found = reading.suggestions({"suggest": {"completions": [{"options": [option]}]}}, "haus", 5)
    assert found == (Suggestion("Hausbau", ""), Suggestion("Neues Haus", "case", "/1/"))


def test_indexes_that_hits_lie_in() -> None:
    assert reading.indexes([page(1, "case:1"), page(0)]) == {"g1"}
