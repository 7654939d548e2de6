"""How words of a query become weighted terms. All weights are here; they are few and lie on a flat optimum
(docs/explanation/search.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from search.contract import Clause, WeightedTerm, area_term
from search.ingest import prefixes
from search.language import Forms, part_shares
from search.language.thesaurus import ABBREVIATION, TRANSLATION, Match


@dataclass(frozen=True, slots=True)
class TermWeights:
    """Factors on the BM25 score of a term."""

    exact: float = 0.3
    stem: float = 1.0
    derivation: float = 1.3
    part: float = 1.0
    prefix: float = 0.5
    synonym: float = 0.4
    abbreviation: float = 1.0
    similar: float = 3.0
    function: float = 0.5
    translation: float = 1.0
    foreign: float = 0.3
    of_part: float = 0.5
    title: float = 1.0
    entry: float = 1.2
    area: float = 1.0
    fuzzy: float = 0.7
    boost: float = 1.0

    def of_relation(self, kind: str) -> float:
        """Weight of a relation of the thesaurus."""
        return {TRANSLATION: self.translation, ABBREVIATION: self.abbreviation}.get(kind, self.synonym)


WEIGHTS = TermWeights()
#: Of a long question only the first function words count.
MAX_FUNCTION = 8
MAX_RELATION = 2.5
#: A correction counts so much of the likelier one before it.
NEXT_CORRECTION = 0.8


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """One word of the query with everything that may stand for it."""

    forms: Forms
    extra: Forms | None = None
    relations: tuple[Match, ...] = ()
    corrections: tuple[Forms, ...] = ()
    #: Relations of the parts of a compound: "Rentenwelle" has to do with what stands for "Rente".
    part_relations: tuple[Match, ...] = ()
    #: Roots of similar meaning, with how similar, 0 to 1.
    similar: tuple[tuple[str, float], ...] = ()
    #: A word of an English query: that a German word looks like it counts little, and no part of it counts.
    foreign: bool = False


@dataclass(slots=True)
class _Clauses:
    weights: TermWeights
    made: list[Clause] = field(default_factory=list)

    def add(self, layer: str, term: str, weight: float) -> None:
        """A clause over every zone; the best one counts."""
        if term and weight > 0:
            self.made.append(Clause(self._zones(layer, term, weight)))

    def _zones(self, layer: str, term: str, weight: float) -> tuple[WeightedTerm, ...]:
        return (
            WeightedTerm(f"body_{layer}", term, weight),
            WeightedTerm(f"title_{layer}", term, weight * self.weights.title),
            WeightedTerm(f"entry_{layer}", term, weight * self.weights.entry),
        )

    def either(self, terms: Iterable[tuple[str, str, float]], *, only_scores: bool = False) -> None:
        """Alternatives of which the best one counts."""
        weighted: list[WeightedTerm] = []
        for layer, term, weight in terms:
            if term and weight > 0:
                weighted += self._zones(layer, term, weight)
        if weighted:
            self.made.append(Clause(tuple(dict.fromkeys(weighted)), only_scores=only_scores))


def clauses(
    words: Sequence[QueryTerms], areas: Sequence[Match] = (), weights: TermWeights = WEIGHTS
) -> tuple[Clause, ...]:
    """Clauses of a query: per word its exact form, stem, root, parts and synonyms; per area one clause."""
    result = _Clauses(weights)
    for word in words:
        _word(result, word)
    for match in areas:
        if match.area is not None:
            result.made.append(
                Clause((WeightedTerm("area", area_term(match.area.facet, match.area.value), weights.area),))
            )
    return tuple(result.made)


def beginnings(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """What is asked for where the words find nothing: their beginnings, which only order otherwise
    ("Existenz", "existentiell"). Nothing where there are none.
    """
    found = (
        tuple(t for t in clause.terms if t.field == "prefix") for clause in clauses if clause.only_scores
    )
    finding = tuple(Clause(terms) for terms in found if terms)
    return (*finding, *(c for c in clauses if c.required or c.prohibited)) if finding else ()


def function_clauses(words: Sequence[str], weights: TermWeights = WEIGHTS) -> tuple[Clause, ...]:
    """Clauses of function words: a record that says "wann" as well is a little nearer to a question that
    does.
    """
    result = _Clauses(weights)
    for word in words[:MAX_FUNCTION]:
        result.either([("exact", word, weights.function)], only_scores=True)
    return tuple(result.made)


def _word(result: _Clauses, word: QueryTerms) -> None:
    weights, forms = result.weights, word.forms
    # A word that was translated is most likely not meant as the German word that it looks like.
    own = (
        weights.foreign
        if any(m.relation is not None and m.relation.kind == TRANSLATION for m in word.relations)
        else 1.0
    )
    result.add("exact", forms.exact, (weights.stem if word.foreign else weights.exact) * own)
    if word.foreign:
        own = weights.foreign
    result.add("stem", forms.stem, weights.stem * own)
    result.add("derivation", forms.root, weights.derivation * own)
    if word.foreign:
        return _relations(result, word)
    for part, share in part_shares(forms).items():
        result.add("derivation", part, weights.part * len(forms.parts) ** 0.5 * share)
    if word.extra is not None:
        result.either(
            [("stem", word.extra.stem, weights.stem), ("derivation", word.extra.root, weights.derivation)]
        )
    heads = prefixes(forms) if weights.prefix > 0 else ()
    for head in heads:
        result.made.append(
            Clause((WeightedTerm("prefix", head, weights.prefix / len(heads) ** 0.5),), only_scores=True)
        )
    for place, correction in enumerate(word.corrections[:3]):
        share = weights.fuzzy * NEXT_CORRECTION**place
        result.either([("exact", correction.exact, share), ("stem", correction.stem, share)])
    result.either(
        [("derivation", name, share * weights.similar) for name, share in word.similar], only_scores=True
    )
    _relations(result, word)


def _relations(result: _Clauses, word: QueryTerms) -> None:
    """What stands for the word, or for a part of it."""
    weights, forms = result.weights, word.forms
    for match in (*word.relations, *word.part_relations):
        if match.relation is not None:
            terms = match.relation.terms
            # An expression of several words is as telling as all of them.
            factor = min(MAX_RELATION, weights.of_relation(match.relation.kind) * match.length**2)
            share = factor * (1.0 if match in word.relations else weights.of_part) / len(terms)
            for other in terms:
                if other.root == forms.root:  # "ältere Menschen" for "alte Menschen" says nothing new
                    continue
                result.either(
                    [("stem", other.stem, share), ("derivation", other.root, share * weights.derivation)]
                )
