"""Which words a record must have where the text itself filters ("typ:methode Streit Gemeinderat").

Words are joined by OR, so a further word finds more. Whoever writes a filter into the text narrows, and there a further word must
not widen: the first two content words that the index knows become conditions, both if some record within the filters meets both,
else the first that some record meets; every other word only orders. So the records for "q word" are some of those for "q", unless
"q" found none, and no word empties the list. What meets a word is looked up for that word alone, without its neighbours, so that a
further word cannot change it. Filters that are clicked do not narrow: their numbers promise what the words joined by OR find
(docs/search.md).
"""

from __future__ import annotations

from itertools import combinations, islice

from search.contract import Clause, WeightedTerm
from search.language import Word
from search.language.analysis import Forms
from search.language.thesaurus import Thesaurus
from search.preparing import area_term, leads
from search.understanding import Understood
from search.vocabulary import IndexWords

__all__ = ["MOST", "narrowing"]

#: So many words at most become a condition; with six the answer of every tenth question is lost (docs/search.md).
MOST = 2
#: A condition decides and does not score.
_NO_WEIGHT = 1e-6


def narrowing(understood: Understood, thesaurus: Thesaurus, known: IndexWords) -> tuple[tuple[Clause, ...], ...]:
    """Required clauses to try in turn until some record meets them, the last without any; nothing where the text does not filter."""
    parsed = understood.parsed
    if not (parsed.filters or parsed.numbers) or parsed.phrases:
        return ()
    places = (place for place, word in enumerate(understood.words) if not word.forms.stop)
    made = (_condition(understood.words[place], understood.naming.get(place, ()), thesaurus, known) for place in places)
    conditions = tuple(islice((condition for condition in made if _is_known(condition, known)), MOST))
    return tuple(chosen for size in range(len(conditions), -1, -1) for chosen in combinations(conditions, size)) if conditions else ()


def _is_known(condition: Clause, known: IndexWords) -> bool:
    """Whether some record of the index may meet a condition."""
    return any(term.field == "area" or term.term in known.known or (term.field.endswith("_exact") and term.term in known.spelling) for term in condition.terms)


def _condition(word: Word, named: tuple[tuple[str, str], ...], thesaurus: Thesaurus, known: IndexWords) -> Clause:
    """Everything that meets one word."""
    alone = [word.forms]
    alternatives = [word.forms] if word.extra is None else [word.forms, word.extra]
    relations = [*thesaurus.relations(alone), *thesaurus.relations(alone, english=True), *known.abbreviations.relations(alone)]
    for match in relations:
        if match.relation is not None and len(match.relation.terms) == 1:
            alternatives += match.relation.terms
    terms = [(layer, term) for forms in alternatives for layer, term in _terms(forms)]
    if not relations:
        terms += [("exact", correction) for correction in known.corrections(word.forms)]
    heads = [("lead", head) for head in leads(word.forms)]
    areas = [(match.area.facet, match.area.value) for match in thesaurus.entry_terms(alone) if match.area is not None]
    fields = [(f"{zone}_{layer}", term) for layer, term in terms for zone in ("title", "body")]
    fields += [(f"{zone}_weak", name) for name, _share in known.related_to(word.forms) for zone in ("title", "body")]
    fields += heads + [("area", area_term(*pair)) for pair in (*areas, *named)]
    return Clause(tuple(WeightedTerm(name, term, _NO_WEIGHT) for name, term in dict.fromkeys(fields)), required=True)


def _terms(forms: Forms) -> list[tuple[str, str]]:
    return [("exact", forms.exact), ("stem", forms.stem), *(("weak", term) for term in forms.weak)]
