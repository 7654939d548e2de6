"""From the contract's query to tantivy's: what decides, what only scores, and what would panic."""

from __future__ import annotations

import pytest

from search.contract import Clause, Document, EngineQuery, NumberRange, Passage, PhraseClause, WeightedTerm
from search.engines.embedded import queries
from search.engines.embedded.engine import EmbeddedEngine
from search.ingest import prepare

PUBLIC = frozenset({"public"})
RAT, BAD = (WeightedTerm("body_exact", word) for word in ("rat", "bad"))


@pytest.fixture
def engine() -> EmbeddedEngine:
    made = EmbeddedEngine()
    made.rebuild(
        prepare(
            Document(
                f"case:{n}",
                "case",
                "",
                "/",
                passages=(Passage(text),),
                numbers={"min": NumberRange(n, n + 1)},
            )
        )
        for n, text in enumerate(["rat", "bad", "rat bad", "rat am bad"])
    )
    return made


def found(engine: EmbeddedEngine, **options: object) -> list[str]:
    query = EngineQuery(PUBLIC, **options)  # type: ignore[arg-type]
    searcher = engine._searcher()
    counted = searcher.search(queries.counting(engine._schema, query), 10).hits
    matched = sorted(match.key for match in engine.query(query).matches)
    assert len(counted) == len(matched), "what is counted is what matches"
    return matched


def test_optional_clauses_decide_only_where_nothing_else_does(engine: EmbeddedEngine) -> None:
    assert found(engine, clauses=(Clause((RAT,)), Clause((BAD,)))) == ["case:0", "case:1", "case:2", "case:3"]
    assert found(engine, clauses=(Clause((RAT,), required=True), Clause((BAD,)))) == [
        "case:0",
        "case:2",
        "case:3",
    ]
    assert found(engine, clauses=(Clause((RAT,)), Clause((BAD,), prohibited=True))) == ["case:0"]
    assert len(found(engine, clauses=(Clause((BAD,), only_scores=True),))) == 4


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ((), []),
        (("rat",), ["case:0", "case:2", "case:3"]),
        (("rat", "bad"), ["case:2"]),
        (("bad", "rat"), []),
    ],
)
def test_phrases_of_any_length(engine: EmbeddedEngine, terms: tuple[str, ...], expected: list[str]) -> None:
    """tantivy itself panics on a phrase of one word."""
    assert found(engine, phrases=(PhraseClause(("body_exact",), terms),)) == expected


@pytest.mark.parametrize("options", [{"clauses": (Clause(()),)}, {"filters": {"typ": ()}}])
def test_nothing_to_match_matches_nothing(engine: EmbeddedEngine, options: dict[str, object]) -> None:
    assert found(engine, **options) == []


def test_a_number_lies_inside_the_range_borders_included(engine: EmbeddedEngine) -> None:
    assert found(engine, numbers={"min": 2}) == ["case:1", "case:2"]
    assert found(engine, numbers={"min": 99}) == []


def test_what_tells_matches_apart() -> None:
    assert not queries.scores(EngineQuery(PUBLIC, (Clause((RAT,), prohibited=True),)))
    assert queries.scores(EngineQuery(PUBLIC, (Clause((RAT,), only_scores=True),)))
    assert queries.scores(EngineQuery(PUBLIC, phrases=(PhraseClause(("body_exact",), ("rat",)),)))
