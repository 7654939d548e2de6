"""Which word a record must have where a search filters, by a click or in the text ("typ:methode Streit
Gemeinderat").

Words are joined by OR, so a further word finds more. Whoever filters narrows, and there a further word must
not widen: the first content word that some record within the filters has becomes a condition, every other
word only orders. So what "q word" finds is part of what "q" finds, unless "q" found none, and no word empties
the list. What meets a word is looked up for that word alone, without its neighbours, so that a further word
cannot change it, and it is no more than what finds records without a filter. Conditions of all words together
would hide what the reader looks for too often (docs/explanation/search.md); what the other words alone find
is one link away (``SearchResponse.relaxed_total``).
"""

from __future__ import annotations

from itertools import islice

from search.contract import Clause, WeightedTerm
from search.ingest.preparation import area_term
from search.language import Word
from search.language.analysis import Forms
from search.language.thesaurus import Thesaurus
from search.query.expansion import Understood, harvested, translations
from search.query.vocabulary import IndexWords

__all__ = ["MOST", "fallback_conditions"]

#: So many words at most are tried in turn.
MOST = 6


def fallback_conditions(
    understood: Understood, thesaurus: Thesaurus, known: IndexWords
) -> tuple[tuple[Clause, ...], ...]:
    """Sets of conditions to try in turn until some record meets one
    (:attr:`search.contract.EngineQuery.fallback_conditions`).
    """
    if understood.parsed.phrases:
        return ()
    places = (place for place, word in enumerate(understood.words) if not word.forms.stop)
    made = (
        _condition(understood.words[place], understood.naming.get(place, ()), thesaurus, known)
        for place in places
    )
    return tuple(
        (condition,)
        for condition in islice((condition for condition in made if _is_known(condition, known)), MOST)
    )


def _is_known(condition: Clause, known: IndexWords) -> bool:
    """Whether some record of the index may meet a condition."""
    return any(
        term.field == "area"
        or term.term in known.known
        or (term.field.endswith("_exact") and term.term in known.spelling)
        for term in condition.terms
    )


def _condition(
    word: Word, named: tuple[tuple[str, str], ...], thesaurus: Thesaurus, known: IndexWords
) -> Clause:
    """Everything that meets one word."""
    alone = [word.forms]
    terms = _terms(word.forms) + (_terms(word.extra) if word.extra is not None else [])
    relations = [*thesaurus.relations(alone), *translations(word.forms, thesaurus, known)]
    relations += harvested(relations, thesaurus, known.abbreviations.relations(alone))
    for match in relations:
        if match.relation is not None and len(match.relation.terms) == 1:
            terms += [("stem", match.relation.terms[0].stem), ("derivation", match.relation.terms[0].root)]
    if not relations:
        terms += [("exact", correction) for correction in known.corrections(word.forms)]
    areas = [
        (match.area.facet, match.area.value)
        for match in thesaurus.entry_terms(alone)
        if match.area is not None
    ]
    fields = [(f"{zone}_{layer}", term) for layer, term in terms if term for zone in ("title", "body")]
    fields += [("area", area_term(*pair)) for pair in (*areas, *named)]
    return Clause(tuple(WeightedTerm(name, term) for name, term in dict.fromkeys(fields)))


def _terms(forms: Forms) -> list[tuple[str, str]]:
    return [
        ("exact", forms.exact),
        ("stem", forms.stem),
        *(("derivation", term) for term in forms.derivations),
    ]
