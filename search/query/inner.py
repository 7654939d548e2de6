"""The query of a viewer who may read more than the public: it looks into passages for some readers, too."""

from __future__ import annotations

from dataclasses import replace

from search.contract import PASSAGE_FIELDS, Audience, Clause, EngineQuery, PhraseClause, WeightedTerm
from search.readers import inner_term

__all__ = ["for_readers"]


def for_readers(query: EngineQuery) -> EngineQuery:
    """The query with every term of a passage also as one of a passage for an audience of its viewer."""
    audiences = _asked(query.audiences)
    if not audiences:
        return query
    return replace(
        query,
        clauses=tuple(_clause(clause, audiences) for clause in query.clauses),
        phrases=tuple(_phrase(phrase, audiences) for phrase in query.phrases),
        fallback_conditions=tuple(
            tuple(_clause(clause, audiences) for clause in conditions)
            for conditions in query.fallback_conditions
        ),
    )


def _asked(audiences: frozenset[str]) -> list[str]:
    """Every passage stands there for those who may read everything as well."""
    return [Audience.EDITORS] if Audience.EDITORS in audiences else sorted(audiences - {Audience.PUBLIC})


def _clause(clause: Clause, audiences: list[str]) -> Clause:
    inner = (
        WeightedTerm(term.field, inner_term(audience, term.term), term.weight)
        for term in clause.terms
        if term.field in PASSAGE_FIELDS
        for audience in audiences
    )
    return replace(clause, terms=(*clause.terms, *inner))


def _phrase(phrase: PhraseClause, audiences: list[str]) -> PhraseClause:
    inner = (tuple(inner_term(audience, term) for term in phrase.terms) for audience in audiences)
    return replace(phrase, alternatives=(*phrase.alternatives, *inner))
