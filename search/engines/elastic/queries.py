"""From the contract's query to the server's, through the DSL."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Search
from elasticsearch.dsl.function import FieldValueFactor
from elasticsearch.dsl.query import (
    Bool,
    DisMax,
    FunctionScore,
    Knn,
    MatchNone,
    MatchPhrase,
    Query,
    Term,
    Terms,
)
from elasticsearch.dsl.query import Nested as NestedQuery

from search.contract import Clause, EngineQuery, PhraseClause

FACET_SIZE = 1_000
#: Passages looked at per shard for the nearest records.
CANDIDATES = 300
#: Offsets beyond it are reached page by page with a point in time.
WINDOW = 10_000
#: So many of the first matches are ordered by what only scores, too (docs/anleitung/elasticsearch.md).
LIFTED = 1_000

_BY_KEY = {"key": "asc"}
_ORDERS: Mapping[str, list[Any]] = {
    "neueste": [{"released": "desc"}, _BY_KEY],
    "titel": [{"title_order": "asc"}, _BY_KEY],
}
_RELEVANCE: list[Any] = [{"_score": "desc"}, _BY_KEY]


def searches(query: EngineQuery, shards: int, timeout: float) -> list[Search]:
    """Everything that one query asks: the whole, then the page of each try that may count, the facet counts
    of each, then what is wanted besides.
    """
    asked = [whole(query, timeout), *(page(query, conditions, timeout) for conditions in query.deciding[:-1])]
    asked += [counts(query, conditions, timeout) for conditions in counted(query)]
    if query.also or query.nearest:
        asked += [others(query, conditions, shards, timeout) for conditions in query.deciding]
    return asked


def whole(query: EngineQuery, timeout: float) -> Search:
    """The whole search without any fallback condition: matches, exact total and all facet counts.

    Filters of counted facets stand behind the query (post filter), so that each facet can leave out its own.
    """
    chosen = _chosen(query)
    search = matching(query, list(chosen), timeout, in_steps=True)
    if chosen:
        search = search.post_filter(Bool(filter=list(chosen.values())))
    _count_values(search, query)
    return search.extra(from_=query.offset, size=query.limit)


def counted(query: EngineQuery) -> tuple[tuple[Clause, ...], ...]:
    """The sets of conditions whose facet values are counted in searches of their own."""
    return query.fallback_conditions if query.facets else ()


def counts(query: EngineQuery, conditions: Sequence[Clause], timeout: float) -> Search:
    """Facet counts under one of the query's fallback conditions. Nothing is scored here, and the server
    works on it beside the whole search.

    As part of the whole search the conditions would be looked up again for every match and every facet.
    """
    parts = _parts(query, list(_chosen(query)), conditions)
    must = [] if _implied(query, conditions) else parts["must"]
    search = Search().query(Bool(filter=[*parts["filter"], *must], must_not=parts["must_not"])).source(False)
    _count_values(search, query)
    return search.extra(size=0, track_total_hits=True, timeout=f"{int(timeout * 1_000)}ms")


def _implied(query: EngineQuery, conditions: Sequence[Clause]) -> bool:
    """Whether what meets the conditions is found anyway: optional clauses alone decide, and together they
    have all terms of one condition.
    """
    if any(clause.required and not clause.prohibited for clause in query.clauses) or any(
        not phrase.prohibited for phrase in query.phrases
    ):
        return False
    optional = (clause for clause in query.clauses if not (clause.prohibited or clause.only_scores))
    finding = {(term.field, term.term) for clause in optional for term in clause.terms}
    return any(all((term.field, term.term) in finding for term in clause.terms) for clause in conditions)


def _chosen(query: EngineQuery) -> dict[str, Query]:
    """The filters of those facets that are counted."""
    return {name: _facet_filter(name, query.filters[name]) for name in query.facets if name in query.filters}


def _count_values(search: Search, query: EngineQuery) -> None:
    """Each facet under the chosen filters of all others."""
    chosen = _chosen(query)
    for name in query.facets:
        values = A("terms", field=f"facets.{name}", size=FACET_SIZE)
        if others := [condition for other, condition in chosen.items() if other != name]:
            scope = A("filter", Bool(filter=others))
            scope.aggs["values"] = values
        search.aggs[f"facet_{name}"] = scope if others else values


def page(query: EngineQuery, conditions: Sequence[Clause], timeout: float) -> Search:
    """Matches and exact total under one of the query's fallback conditions."""
    return matching(query, (), timeout, conditions, in_steps=True).extra(from_=query.offset, size=query.limit)


def matching(
    query: EngineQuery,
    without: Sequence[str],
    timeout: float,
    conditions: Sequence[Clause] = (),
    *,
    in_steps: bool = False,
) -> Search:
    """Query, order and stored fields, without the filters of the facets ``without``.

    ``in_steps`` looks at what only scores for the first :data:`LIFTED` matches alone, which spares a third of
    the work. Such a search cannot be ordered by anything but its score; that no two are equal is seen to
    when they are written (:mod:`search.engines.ties`).
    """
    relevance = query.sort not in _ORDERS
    parts, later = _parts(query, without, conditions), _deferred(query) if in_steps and relevance else []
    if later:
        parts["should"] = parts["should"][: -len(later)]
    scores = relevance and _scores(query)
    asked: Query = _boosted(Bool(**parts)) if scores else Bool(**parts)
    # Always counted: to skip what cannot come first costs more than it saves where a query has dozens of
    # clauses.
    search = _shown(Search().query(asked), query, timeout)
    if later:
        return search.extra(
            rescore={
                "window_size": LIFTED,
                "query": {"rescore_query": _boosted(Bool(should=later)).to_dict()},
            }
        )
    return search.sort(*(_RELEVANCE if relevance else _ORDERS[query.sort]))


def _boosted(asked: Query) -> Query:
    """Scores times the document's boost; a sum may be multiplied piece by piece."""
    return FunctionScore(
        query=asked, functions=[FieldValueFactor(field="boost", missing=1.0)], boost_mode="multiply"
    )


def _deferred(query: EngineQuery) -> list[Query]:
    """What only scores, where something else has put the matches into an order that is nearly right."""
    if any(not (c.prohibited or c.only_scores) for c in query.clauses):
        return [_clause(c) for c in query.clauses if _only_scores(c)]
    return []


def _only_scores(clause: Clause) -> bool:
    return clause.only_scores and not (clause.required or clause.prohibited)


def others(query: EngineQuery, conditions: Sequence[Clause], shards: int, timeout: float) -> Search:
    """What is wanted besides the page: documents by key, or those with the passages nearest to the vector,
    scored by the words alone.

    Every shard brings the ``nearest`` so many; which of them are nearest over all is decided from what was
    packed.
    """
    parts = _parts(query, (), conditions)
    required = [_clause(c) for c in query.clauses if c.required and not c.prohibited] + [
        _phrase(p) for p in query.phrases if not p.prohibited
    ]
    optional = [_clause(c) for c in query.clauses if not c.prohibited and not c.required]
    if query.nearest:
        depth, scope = query.nearest, Bool(filter=[*parts["filter"], *required], must_not=parts["must_not"])
        knn = Knn(
            field="passages.vector",
            k=depth,
            num_candidates=max(CANDIDATES, 2 * depth),
            query_vector=list(query.vector),
            filter=scope,
        )
        wanted: Query = Bool(must=[NestedQuery(path="passages", query=knn, score_mode="max")], boost=0)
        size = depth * shards
    else:
        keys: Any = [Terms(key=list(query.also)), *parts["filter"]]
        wanted = Bool(filter=keys, must_not=parts["must_not"])
        size = len(query.also)
    asked: Query = Bool(must=[wanted, *required], should=optional, minimum_should_match=0)
    if _scores(query):
        asked = _boosted(asked)
    return _shown(Search().query(asked), query, timeout).extra(size=size)


def _shown(search: Search, query: EngineQuery, timeout: float) -> Search:
    """With what a hit needs: the stored document, and the vectors where they are asked for."""
    fields = ["stored", "packed"] if query.vector else ["stored"]
    return search.source(False).extra(
        track_total_hits=True, stored_fields=fields, timeout=f"{int(timeout * 1_000)}ms"
    )


def preference(query: EngineQuery) -> str:
    """Same words, same copy of a shard: pages of one search never differ in their statistics, copies share
    the load.
    """
    return hashlib.blake2b(repr((query.clauses, query.phrases)).encode(), digest_size=6).hexdigest()


def _scores(query: EngineQuery) -> bool:
    return any(not c.prohibited for c in query.clauses) or any(not p.prohibited for p in query.phrases)


def _parts(query: EngineQuery, without: Sequence[str], conditions: Sequence[Clause] = ()) -> dict[str, Any]:
    must = [_clause(c) for c in query.clauses if c.required and not c.prohibited] + [
        _phrase(p) for p in query.phrases if not p.prohibited
    ]
    must_not = [_clause(c) for c in query.clauses if c.prohibited] + [
        _phrase(p) for p in query.phrases if p.prohibited
    ]
    optional = [_clause(c) for c in query.clauses if not (c.required or c.prohibited or c.only_scores)]
    lifting = [_clause(c) for c in query.clauses if _only_scores(c)]
    if optional and not must:
        must = [Bool(should=optional, minimum_should_match=1)]
    else:
        lifting = optional + lifting
    deciding = _conditions(query, without) + [_restriction(clause) for clause in conditions]
    return {
        "filter": deciding,
        "must": must,
        "must_not": must_not,
        "should": lifting,
        "minimum_should_match": 0,
    }


def _conditions(query: EngineQuery, without: Sequence[str]) -> list[Query]:
    """What decides and never scores: audience, filters, numbers."""
    conditions: list[Query] = [Terms(audience=sorted(query.audiences))]
    conditions += [
        _facet_filter(name, values) for name, values in query.filters.items() if name not in without
    ]
    conditions += [Term(**{f"numbers.{name}": value}) for name, value in query.numbers.items()]
    return conditions


def _facet_filter(name: str, values: Sequence[str]) -> Query:
    # The type hints of the DSL know single values only.
    return Terms(**{f"facets.{name}": list(values)})  # type: ignore[arg-type]


class _Written(Query):
    """A query that is written down already: as objects of the DSL the hundred terms of a question cost more
    than their way to the server.
    """

    name = "written"

    def __init__(self, body: dict[str, Any]) -> None:
        super().__init__()
        self._body = body

    def to_dict(self) -> dict[str, Any]:
        """As it is written."""
        return self._body


def _clause(clause: Clause) -> Query:
    alternatives = [{"term": {t.field: {"value": t.term, "boost": t.weight}}} for t in clause.terms]
    if not alternatives:
        return MatchNone()
    return _Written(alternatives[0] if len(alternatives) == 1 else {"dis_max": {"queries": alternatives}})


def _restriction(clause: Clause) -> Query:
    """Documents with one of the terms, without a score."""
    terms: dict[str, list[str]] = {}
    for term in clause.terms:
        terms.setdefault(term.field, []).append(term.term)
    sets: list[Query] = [Terms(**{name: values}) for name, values in terms.items()]  # type: ignore[arg-type]
    return Bool(should=sets, minimum_should_match=1) if sets else MatchNone()


def _phrase(phrase: PhraseClause) -> Query:
    if not phrase.terms:
        return MatchNone()
    texts = [" ".join(terms) for terms in phrase.sequences]
    options: list[Query] = [
        MatchPhrase(**{name: {"query": text}}) for name in phrase.fields for text in texts
    ]
    return options[0] if len(options) == 1 else DisMax(queries=options)
