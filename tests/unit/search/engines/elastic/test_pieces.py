"""Pieces of the Elasticsearch engine that need no server."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.contract import (
    BREAK,
    FIELDS,
    Audience,
    Clause,
    Document,
    EngineQuery,
    NumberRange,
    Passage,
    PhraseClause,
    WeightedTerm,
)
from search.engines.elastic import documents, queries
from search.engines.elastic.breaker import CLOSED, HALF_OPEN, OPEN, CircuitBreaker
from search.engines.elastic.configuration import Configuration
from search.engines.elastic.writing import index_action, removal_actions
from search.ingest.codec import digest
from search.ingest.preparation import prepare

PUBLIC = frozenset({"public"})
TEXT = st.text(max_size=40)


def term(word: str, **options: bool) -> Clause:
    return Clause((WeightedTerm("body_stem", word),), **options)


@given(
    TEXT, TEXT, st.dictionaries(TEXT, st.tuples(TEXT), max_size=3), st.sampled_from(Audience), st.floats(0, 9)
)
def test_shown_document_survives(
    title: str, text: str, facets: dict[str, tuple[str]], audience: Audience, boost: float
) -> None:
    numbers = {"personen": NumberRange(1, 5)}
    made = Document(
        "case:1",
        "case",
        title,
        "/x/",
        text,
        (text,),
        (Passage(text, title, "a"),),
        audience,
        facets=facets,
        numbers=numbers,
        boost=boost,
    )
    assert documents.load(documents.encode(prepare(made))["stored"]) == made


def test_mapping_is_strict_and_has_every_field_of_the_contract() -> None:
    mapping = documents.mapping()
    assert mapping["dynamic"] == "strict"
    for name in FIELDS:
        assert mapping["properties"][name]["analyzer"] == "whitespace"
    encoded = documents.encode(
        prepare(Document("case:1", "case", "Titel", "/", numbers={"min": NumberRange(1, 2)}))
    )
    assert set(encoded) <= set(mapping["properties"])


def test_every_document_has_every_field() -> None:
    encoded = documents.encode(prepare(Document("case:1", "case", "Titel", "/")))
    assert encoded["body_stem"] == BREAK


def test_only_public_titles_are_suggested() -> None:
    made = [Document("case:1", "case", "Offener Titel", "/", audience=audience) for audience in Audience]
    assert [a.audience for a in made if "suggest" in documents.encode(prepare(a))] == [Audience.PUBLIC]


def test_digest_changes_with_text_and_facets_alone() -> None:
    first = prepare(Document("case:1", "case", "Titel", "/", facets={"b": ("x",), "a": ("y",)}), 1)
    same = prepare(Document("case:1", "case", "Titel", "/", facets={"a": ("y",), "b": ("x",)}), 2)
    other = prepare(Document("case:1", "case", "Titel!", "/", facets={"a": ("y",), "b": ("x",)}), 1)
    digests = [documents.encode(made)["digest"] for made in (first, same, other)]
    assert digests[0] == digests[1] == digest(first.stored) != digests[2]


@pytest.mark.parametrize(
    ("text", "prefix", "rank"),
    [
        ("Haus am See", "haus", 0),
        ("Haus am See", "see", 1),
        ("Haus am See", "aus", None),
        ("Größe", "groess", 0),
    ],
)
def test_rank_of_a_suggestion(text: str, prefix: str, rank: int | None) -> None:
    from search.language import fold

    assert documents.suggestion_rank(text, fold(prefix)) == rank


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


def test_versions_leave_room_for_a_removal_during_a_rebuild() -> None:
    document = prepare(Document("case:1", "case", "Titel", "/"), 7)
    removal = removal_actions("i", "case:1", 7)
    assert (
        index_action("i", document)["version"]
        < removal[1]["version"]
        < index_action("i", prepare(document.stored, 8))["version"]
    )
    assert len(removal_actions("i", "case:1", None)) == 1


def test_configuration_from_settings(settings: Any) -> None:
    settings.ELASTICSEARCH_URL = "https://a:9200, https://b:9200"
    settings.ELASTICSEARCH_API_KEY = "geheim"
    settings.ELASTICSEARCH_CA = "/etc/ca.pem"
    settings.ELASTICSEARCH_REPLICAS = "1"
    made = Configuration.from_settings()
    assert made.client_options() == {
        "hosts": ["https://a:9200", "https://b:9200"],
        "api_key": "geheim",
        "ca_certs": "/etc/ca.pem",
    }
    assert "geheim" not in repr(made)
    assert made.replica_settings() == {"auto_expand_replicas": False, "number_of_replicas": 1}
    assert made.timeouts.ask <= 0.5


def test_breaker_opens_probes_once_and_closes() -> None:
    now = [0.0]
    breaker = CircuitBreaker(threshold=2, pause=1.0, longest=3.0, clock=lambda: now[0])
    breaker.failed()
    assert (breaker.state, breaker.allows()) == (CLOSED, True)
    breaker.failed()
    assert (breaker.state, breaker.allows()) == (OPEN, False)
    now[0] = 1.1
    assert breaker.state == HALF_OPEN
    assert [breaker.allows() for _caller in range(3)] == [True, False, False]
    breaker.failed()
    now[0] = 2.2
    assert breaker.state == OPEN
    now[0] = 3.2
    assert breaker.allows()
    breaker.succeeded()
    assert (breaker.state, breaker.allows()) == (CLOSED, True)


def test_a_probe_that_never_reports_does_not_block_for_ever() -> None:
    now = [0.0]
    breaker = CircuitBreaker(threshold=1, pause=1.0, clock=lambda: now[0])
    breaker.failed()
    now[0] = 1.5
    assert [breaker.allows(), breaker.allows()] == [True, False]
    now[0] = 3.0
    assert breaker.allows()
