"""A query looks into the passages that are there for its viewer."""

from __future__ import annotations

from search.contract import Clause, EngineQuery, PhraseClause, WeightedTerm
from search.query import for_readers

CLAUSE = Clause(
    (WeightedTerm("title_stem", "rat", 2.0), WeightedTerm("body_stem", "rat"), WeightedTerm("area", "typ=x")),
    prohibited=True,
)


def asked(*audiences: str) -> EngineQuery:
    return for_readers(
        EngineQuery(
            frozenset(audiences),
            (CLAUSE,),
            (PhraseClause(("body_exact",), ("kein", "geld")),),
            fallback_conditions=((CLAUSE,),),
        )
    )


def test_the_public_asks_for_public_text_alone() -> None:
    assert asked("public").clauses == (CLAUSE,)
    assert asked("public").phrases[0].sequences == (("kein", "geld"),)


def test_an_alumna_asks_for_each_of_her_audiences_with_the_same_weight() -> None:
    query = asked("public", "alumni", "cycle:7")
    (clause,) = query.clauses
    assert [(term.field, term.term) for term in clause.terms[3:]] == [
        ("body_stem", "alumni|rat"),
        ("body_stem", "cycle:7|rat"),
    ]
    assert clause.prohibited and {term.weight for term in clause.terms[1:]} == {1.0}
    assert query.fallback_conditions == ((clause,),)
    assert query.phrases[0].alternatives == (
        ("alumni|kein", "alumni|geld"),
        ("cycle:7|kein", "cycle:7|geld"),
    )


def test_an_editor_needs_one_term_for_all_passages() -> None:
    (clause,) = asked("public", "alumni", "editors").clauses
    assert [term.term for term in clause.terms[3:]] == ["editors|rat"]
