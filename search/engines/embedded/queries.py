"""From the contract's query to tantivy's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from search.contract import Clause, EngineQuery, PhraseClause, WeightedTerm


def audience_query(schema: tantivy.Schema, audiences: Iterable[str]) -> Query:
    """Documents that these audiences may see, without a score."""
    return Query.const_score_query(Query.term_set_query(schema, "audience", sorted(audiences)), 0.0)


def build(
    schema: tantivy.Schema, query: EngineQuery, conditions: Sequence[Clause] = (), keys: Collection[str] = ()
) -> Query:
    """The whole query under a set of its conditions. With ``keys`` exactly these documents match, as far as
    the conditions permit them.
    """
    parts = _deciding(schema, query, None, conditions)
    if keys:
        parts.append(
            (Occur.Must, Query.const_score_query(Query.term_set_query(schema, "key", sorted(keys)), 0.0))
        )
    optional: list[tuple[Occur, Query]] = []
    for clause in query.clauses:
        if clause.required and not clause.prohibited:
            parts.append((Occur.Must, _clause(schema, clause)))
        elif clause.only_scores and not clause.prohibited:
            parts.append((Occur.Should, _clause(schema, clause)))
        elif not clause.prohibited:
            optional.append((Occur.Should, _clause(schema, clause)))
    if optional:
        parts += optional if keys or _must(query) else [(Occur.Must, Query.boolean_query(optional))]
    return Query.boolean_query(parts)


def counting(
    schema: tantivy.Schema, query: EngineQuery, skip: str | None = None, conditions: Sequence[Clause] = ()
) -> Query:
    """What matches, for counting alone: without scores, which makes it several times cheaper; ``skip`` leaves
    out the filter of one facet.
    """
    parts = _deciding(schema, query, skip, conditions)
    parts += [
        (Occur.Must, _condition(schema, clause.terms))
        for clause in query.clauses
        if clause.required and not clause.prohibited
    ]
    optional = [
        clause for clause in query.clauses if not (clause.required or clause.prohibited or clause.only_scores)
    ]
    if optional and not _must(query):
        parts.append((Occur.Must, _condition(schema, [term for clause in optional for term in clause.terms])))
    return Query.boolean_query(parts)


def scores(query: EngineQuery) -> bool:
    """Whether anything tells the matches apart."""
    return any(not c.prohibited for c in query.clauses) or any(not p.prohibited for p in query.phrases)


def _must(query: EngineQuery) -> bool:
    """Whether something other than the optional clauses decides what matches."""
    return any(c.required for c in query.clauses) or any(not p.prohibited for p in query.phrases)


def _deciding(
    schema: tantivy.Schema, query: EngineQuery, skip: str | None, conditions: Sequence[Clause]
) -> list[tuple[Occur, Query]]:
    """Audience, filters, numbers, conditions, phrases and what is prohibited."""
    parts = [(Occur.Must, audience_query(schema, query.audiences))]
    parts += [
        (Occur.Must, _filter(schema, name, values)) for name, values in query.filters.items() if name != skip
    ]
    parts += [(Occur.Must, _condition(schema, clause.terms)) for clause in conditions]
    for name, value in query.numbers.items():
        parts += [(Occur.Must, condition) for condition in _number(schema, name, value)]
    parts += [(Occur.MustNot if p.prohibited else Occur.Must, _phrase(schema, p)) for p in query.phrases]
    return parts + [
        (Occur.MustNot, _condition(schema, clause.terms)) for clause in query.clauses if clause.prohibited
    ]


def _condition(schema: tantivy.Schema, alternatives: Iterable[WeightedTerm]) -> Query:
    """Documents with one of the terms, without a score. A term set instead is slower: it looks at every term
    and keeps a bit per document.
    """
    terms = dict.fromkeys((term.field, term.term) for term in alternatives)
    queries = [
        (Occur.Should, Query.term_query(schema, name, term, index_option="basic")) for name, term in terms
    ]
    return Query.const_score_query(Query.boolean_query(queries), 0.0) if queries else Query.empty_query()


def _filter(schema: tantivy.Schema, name: str, values: Iterable[str]) -> Query:
    """Any of the values of a facet."""
    alternatives = [(Occur.Should, Query.term_query(schema, _facet_path(name), value)) for value in values]
    matching = Query.boolean_query(alternatives) if alternatives else Query.empty_query()
    return Query.const_score_query(matching, 0.0)


def _facet_path(name: str) -> str:
    return f"facets.{name}"


def _number(schema: tantivy.Schema, name: str, value: int) -> list[Query]:
    """A range that contains the value."""
    low = Query.range_query(schema, f"{name}_low", FieldType.Integer, None, value)
    high = Query.range_query(schema, f"{name}_high", FieldType.Integer, value, None)
    return [Query.const_score_query(low, 0.0), Query.const_score_query(high, 0.0)]


def _clause(schema: tantivy.Schema, clause: Clause) -> Query:
    alternatives = [
        Query.boost_query(Query.term_query(schema, t.field, t.term, index_option="freq"), t.weight)
        for t in clause.terms
    ]
    if not alternatives:
        return Query.empty_query()
    return alternatives[0] if len(alternatives) == 1 else Query.disjunction_max_query(alternatives)


def _phrase(schema: tantivy.Schema, phrase: PhraseClause) -> Query:
    """tantivy panics on a phrase of one word."""
    if not phrase.terms:
        return Query.empty_query()
    return Query.disjunction_max_query(
        [
            Query.phrase_query(schema, name, list(terms))
            if len(terms) > 1
            else Query.term_query(schema, name, terms[0])
            for name in phrase.fields
            for terms in phrase.sequences
        ]
    )
