"""The score of one document, clause by clause, for any engine: each clause is asked for by itself."""

from __future__ import annotations

from dataclasses import replace

from search.contract import ClauseScores, EngineQuery, EngineResult, SearchEngine

__all__ = ["clause_scores"]


def clause_scores(engine: SearchEngine, query: EngineQuery, key: str) -> ClauseScores | None:
    """See :meth:`search.contract.SearchEngine.explain`.

    A score is a sum over clauses, so what a clause gives is the score of a query that has no other. A
    document that is wanted besides comes with its score whether or not the clause matches it.
    """
    alone = EngineQuery(query.audiences, also=(key,), limit=0)
    clauses = (
        replace(alone, clauses=(replace(clause, required=False, prohibited=False, only_scores=True),))
        for clause in query.clauses
    )
    phrases = (replace(alone, phrases=(replace(phrase, prohibited=False),)) for phrase in query.phrases)
    whole, *parts = engine.query_many((alone, *clauses, *phrases))
    if not whole.others:
        return None
    scores = [_score(part) for part in parts]
    border = len(query.clauses)
    return ClauseScores(whole.others[0].document, tuple(scores[:border]), tuple(scores[border:]))


def _score(found: EngineResult) -> float:
    """A phrase that does not match leaves nothing."""
    return found.others[0].score if found.others else 0.0
