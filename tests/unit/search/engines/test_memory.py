"""The plain engine: its score is the textbook's, and a failed rebuild changes nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from search.contract import (
    BM25_B,
    BM25_K1,
    Clause,
    Document,
    EngineQuery,
    IndexedDocument,
    Passage,
    WeightedTerm,
)
from search.engines.memory import MemoryEngine
from search.ingest import prepare

PUBLIC = frozenset({"public"})


def document(number: int, text: str, boost: float = 1.0) -> IndexedDocument:
    return prepare(
        Document(f"case:{number}", "case", "", f"/{number}/", passages=(Passage(text),), boost=boost)
    )


def test_score_is_bm25() -> None:
    engine = MemoryEngine()
    engine.rebuild([document(1, "Haushalt Haushalt Rat"), document(2, "Rat"), document(3, "Verein Rat")])
    (match,) = engine.query(
        EngineQuery(PUBLIC, (Clause((WeightedTerm("body_exact", "haushalt", 2.0),)),))
    ).matches
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    length = 1 - BM25_B + BM25_B * 3 / 2
    assert match.score == pytest.approx(2.0 * idf * 2 * (BM25_K1 + 1) / (2 + BM25_K1 * length))


def test_statistics_follow_what_is_removed_and_replaced() -> None:
    engine, fresh = MemoryEngine(), MemoryEngine()
    engine.upsert([document(1, "Haushalt Rat"), document(2, "Haushalt"), document(3, "Verein")])
    engine.remove(["case:3", "case:9"])
    engine.upsert([document(2, "Rat Rat Rat")])
    fresh.rebuild([document(1, "Haushalt Rat"), document(2, "Rat Rat Rat")])
    query = EngineQuery(PUBLIC, (Clause((WeightedTerm("body_exact", "rat"),)),))
    assert engine.query(query) == fresh.query(query)
    assert engine.words(("body_exact",)) == {"haushalt": 1, "rat": 2}


def test_a_rebuild_that_breaks_off_leaves_the_old_index() -> None:
    engine = MemoryEngine()
    engine.rebuild([document(1, "Haushalt")])
    before = engine.version_token()

    def broken() -> Iterator[IndexedDocument]:
        yield document(2, "Rat")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())
    assert (set(engine.digests()), engine.version_token()) == ({"case:1"}, before)


def test_a_boost_never_takes_a_document_out() -> None:
    engine = MemoryEngine()
    engine.upsert([document(1, "Rat", boost=0.0)])
    (match,) = engine.query(EngineQuery(PUBLIC, (Clause((WeightedTerm("body_exact", "rat"),)),))).matches
    assert match.score > 0
