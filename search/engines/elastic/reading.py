"""From the server's answers to the contract's values. Whatever does not look as promised is an error, never a
half answer.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from search.contract import EngineQuery, EngineResult, ScoredKey, Suggestion
from search.engines.elastic import queries
from search.engines.elastic.connection import RequestRefused
from search.engines.elastic.documents import load, suggestion_rank
from search.engines.suggestions import merged, of_text


class IncompleteAnswer(Exception):
    """The cluster answered for a part of its shards only, or ran out of time."""


def complete(answer: Any) -> Mapping[str, Any]:
    """The answer itself when all shards took part in time."""
    if not isinstance(answer, Mapping):
        raise IncompleteAnswer("no answer object")
    if "error" in answer:
        error = answer["error"]
        raise RequestRefused(
            int(answer.get("status", 500)), str(error.get("type", "")) if isinstance(error, Mapping) else ""
        )
    if answer.get("timed_out") or answer["_shards"]["failed"]:
        raise IncompleteAnswer("not all shards answered in time")
    return answer


def parts(answer: Any, count: int) -> Sequence[Mapping[str, Any]]:
    """The answers to ``count`` searches of one request, each of them complete."""
    found = [complete(part) for part in answer["responses"]]
    if len(found) != count:
        raise IncompleteAnswer("not every search was answered")
    return found


def indexes(answers: Iterable[Mapping[str, Any]]) -> set[str]:
    """The indexes that the hits lie in."""
    return {str(hit["_index"]) for answer in answers for hit in answer["hits"]["hits"]}


def result(answers: Sequence[Mapping[str, Any]], query: EngineQuery) -> EngineResult:
    """What the searches of one query (:func:`queries.searches`) found together."""
    pages, place = _pages(answers, query), counting(answers, query)
    tried = answers[len(pages) : len(pages) + len(queries.counted(query))]
    rest = answers[len(pages) + len(tried) :]
    others = tuple(matches(rest[place])) if rest else ()
    total = _total(pages[place])
    return EngineResult(
        tuple(matches(pages[place])),
        total,
        _facets(answers[0], tried, query),
        others,
        _total(pages[-1]) - total,
    )


def counting(answers: Sequence[Mapping[str, Any]], query: EngineQuery) -> int:
    """Which of :attr:`EngineQuery.deciding` some document meets first; the last one where none does."""
    pages = _pages(answers, query)
    return next((place for place, page in enumerate(pages) if _total(page)), len(pages) - 1)


def _pages(answers: Sequence[Mapping[str, Any]], query: EngineQuery) -> list[Mapping[str, Any]]:
    """In the order of :attr:`EngineQuery.deciding`, so the whole comes last."""
    return [*answers[1 : len(query.deciding)], answers[0]]


def _total(page: Mapping[str, Any]) -> int:
    return int(page["hits"]["total"]["value"])


def _facets(
    whole: Mapping[str, Any], tried: Sequence[Mapping[str, Any]], query: EngineQuery
) -> dict[str, dict[str, int]]:
    """Each value with the first fallback condition of the query that counts it, else without any."""
    facets: dict[str, dict[str, int]] = {name: {} for name in query.facets}
    for answer in (whole, *reversed(tried)):
        for name in query.facets:
            facets[name] |= _buckets(answer["aggregations"][f"facet_{name}"])
    return facets


def _buckets(counted: Mapping[str, Any]) -> dict[str, int]:
    """Of a facet, alone or under the filters of others."""
    return {
        str(bucket["key"]): int(bucket["doc_count"]) for bucket in counted.get("values", counted)["buckets"]
    }


def matches(answer: Mapping[str, Any]) -> Iterable[ScoredKey]:
    """The hits."""
    for hit in answer["hits"]["hits"]:
        packed = hit["fields"].get("packed")
        document = load(hit["fields"]["stored"][0])
        yield ScoredKey(
            str(hit["_id"]),
            float(hit.get("_score") or 0.0),
            document,
            packed=base64.b64decode(packed[0]) if packed else b"",
        )


def suggestions(answer: Mapping[str, Any], prefix: str, limit: int) -> tuple[Suggestion, ...]:
    """Completions, those that begin with the prefix first. The first text of a record is its title."""
    found: list[tuple[int, Suggestion]] = []
    for option in answer["suggest"]["completions"][0]["options"]:
        shown = option["fields"]
        for text in shown["suggest_texts"]:
            rank = suggestion_rank(text, prefix)
            if rank is not None:
                found.append(
                    (rank, of_text(text, shown["suggest_texts"][0], shown["kind"][0], shown["url"][0]))
                )
    return merged(found, limit)
