"""From the contract's query to the server's, without a server."""

from __future__ import annotations

from typing import Any

import pytest

from search.contract import (
    Clause,
    EngineQuery,
    PhraseClause,
    WeightedTerm,
)
from search.engines.elastic import queries

PUBLIC = frozenset({"public"})


def term(word: str, **options: bool) -> Clause:
    return Clause((WeightedTerm("body_stem", word),), **options)


def test_each_facet_leaves_out_its_own_filter() -> None:
    body = queries.whole(
        EngineQuery(
            PUBLIC, filters={"typ": ("a",), "ausgang": ("b",), "frei": ("c",)}, facets=("typ", "ausgang")
        ),
        0.3,
    ).to_dict()
    own, other = {"terms": {"facets.typ": ["a"]}}, {"terms": {"facets.ausgang": ["b"]}}
    assert body["post_filter"]["bool"]["filter"] == [own, other]
    assert body["aggs"]["facet_typ"]["filter"]["bool"]["filter"] == [other]
    assert body["aggs"]["facet_ausgang"]["filter"]["bool"]["filter"] == [own]
    assert body["query"]["bool"]["filter"] == [
        {"terms": {"audience": ["public"]}},
        {"terms": {"facets.frei": ["c"]}},
    ]


def found_by(*words: str, **options: bool) -> Clause:
    return Clause(tuple(WeightedTerm("body_stem", word) for word in words), **options)


def words_in(body: Any) -> list[str]:
    """Every word that a piece of a query asks for."""
    if isinstance(body, dict):
        asked = body.get("body_stem", [])
        return (
            [asked["value"]]
            if isinstance(asked, dict)
            else asked + [word for part in body.values() if part is not asked for word in words_in(part)]
        )
    return [word for part in body for word in words_in(part)] if isinstance(body, list) else []


@pytest.mark.parametrize(
    ("clauses", "condition", "also_asked"),
    [
        ((found_by("haus", "heim"), found_by("rat")), found_by("haus"), []),
        ((found_by("haus"), found_by("rat")), found_by("haus", "heim"), [["haus", "rat"]]),
        ((found_by("haus", required=True), found_by("rat")), found_by("bau"), [["haus"]]),
        ((found_by("haus", only_scores=True), found_by("rat")), found_by("haus"), [["rat"]]),
    ],
)
def test_counts_under_a_condition_ask_for_a_match_only_where_that_is_not_said_yet(
    clauses: tuple[Clause, ...], condition: Clause, also_asked: list[list[str]]
) -> None:
    query = EngineQuery(
        PUBLIC,
        clauses,
        filters={"typ": ("a",), "frei": ("c",)},
        facets=("typ", "ausgang"),
        fallback_conditions=((condition,),),
    )
    body = queries.counts(query, (condition,), 0.3).to_dict()
    audience, free, restriction, *rest = body["query"]["bool"]["filter"]
    assert (audience, free) == ({"terms": {"audience": ["public"]}}, {"terms": {"facets.frei": ["c"]}})
    assert words_in(restriction) == [term.term for term in condition.terms]
    assert [words_in(part) for part in rest] == also_asked
    assert body["aggs"]["facet_ausgang"]["filter"]["bool"]["filter"] == [{"terms": {"facets.typ": ["a"]}}]
    assert (body["size"], body["track_total_hits"]) == (0, True)


def test_audience_is_inside_every_query() -> None:
    for body in (
        queries.whole(EngineQuery(frozenset()), 0.3).to_dict(),
        queries.matching(EngineQuery(frozenset()), (), 0.3).to_dict(),
    ):
        assert {"terms": {"audience": []}} in body["query"]["bool"]["filter"]
    body = queries.others(
        EngineQuery(PUBLIC, vector=(1.0,), nearest=60, filters={"typ": ("a",)}), (), 2, 0.3
    ).to_dict()
    close = body["query"]["bool"]["must"][0]["bool"]
    near = close["must"][0]["nested"]["query"]["knn"]
    assert near["filter"][0]["bool"]["filter"] == [
        {"terms": {"audience": ["public"]}},
        {"terms": {"facets.typ": ["a"]}},
    ]
    assert (near["k"], close["boost"], body["size"], body["stored_fields"]) == (
        60,
        0,
        120,
        ["stored", "packed"],
    )


@pytest.mark.parametrize(
    ("clauses", "must", "should"),
    [
        ((term("a"),), 1, 0),
        ((term("a"), term("b", required=True)), 1, 1),
        ((term("a", only_scores=True),), 0, 1),
        ((term("a", only_scores=True), term("b")), 1, 1),
        ((term("a", prohibited=True),), 0, 0),
    ],
)
def test_what_decides_and_what_only_scores(clauses: tuple[Clause, ...], must: int, should: int) -> None:
    query = queries.matching(EngineQuery(PUBLIC, clauses), (), 0.3).to_dict()["query"]
    query = query.get("function_score", {}).get("query", query)["bool"]
    assert (len(query.get("must", [])), len(query.get("should", [])), query["minimum_should_match"]) == (
        must,
        should,
        0,
    )


def test_what_only_scores_is_looked_at_for_the_first_matches() -> None:
    body = queries.whole(
        EngineQuery(PUBLIC, (term("a"), term("b", required=True), term("c", only_scores=True))), 0.3
    ).to_dict()
    assert "sort" not in body, "the server takes no other order with it"
    first, later = (str(part) for part in (body["query"], body["rescore"]["query"]))
    assert ["'value': 'c'" in part for part in (first, later)] == [False, True]
    assert ["'field': 'boost'" in part for part in (first, later)] == [True, True]
    assert len(body["query"]["function_score"]["query"]["bool"]["should"]) == 1


@pytest.mark.parametrize(
    "query",
    [
        EngineQuery(PUBLIC, (term("c", only_scores=True),)),
        EngineQuery(PUBLIC, (term("a"),)),
        EngineQuery(PUBLIC, sort="titel"),
    ],
)
def test_without_a_first_order_or_a_hint_there_is_one_step(query: EngineQuery) -> None:
    body = queries.whole(query, 0.3).to_dict()
    assert "rescore" not in body
    assert body["sort"][-1] == {"key": "asc"}


def test_nothing_matches_an_empty_phrase_or_clause() -> None:
    for query in (
        EngineQuery(PUBLIC, (Clause(()),)),
        EngineQuery(PUBLIC, phrases=(PhraseClause(("body_exact",), ()),)),
    ):
        assert "match_none" in str(queries.whole(query, 0.3).to_dict())


def test_pages_of_one_search_ask_the_same_copy() -> None:
    first, second = (EngineQuery(PUBLIC, (term("a"),), offset=offset) for offset in (0, 10))
    assert (
        queries.preference(first)
        == queries.preference(second)
        != queries.preference(EngineQuery(PUBLIC, (term("b"),)))
    )
