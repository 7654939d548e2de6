"""Which words a record must have where the text itself filters ("typ:methode Streit Gemeinderat").

Words are joined by OR, so a further word finds more. Whoever writes a filter into the text narrows, and there a further word must
not widen: the first content words in turn become conditions, each if some record within the filters meets it together with those
before; every other word only orders. So the records for "q word" are some of those for "q", unless "q" found none, and no
word empties the list. What meets a word is looked up for that word alone, without its neighbours, so that a further word cannot
change it. Filters that are clicked do not narrow: their numbers promise what the words joined by OR find (docs/search.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from search.contract import Clause, WeightedTerm
from search.language import Word
from search.language.analysis import Forms
from search.language.thesaurus import Thesaurus
from search.preparing import area_term, leads
from search.understanding import Understood
from search.vocabulary import IndexWords

__all__ = ["MOST", "narrowing"]

#: So many words at most become a condition; each costs a query, and with six the answer of every tenth question is lost (docs/search.md).
MOST = 2
#: Behind a network the counts of so many words are asked for in one request, pairs included.
TOGETHER = 3
#: A condition decides and does not score.
_NO_WEIGHT = 1e-6


Counting = Callable[[Sequence[tuple[Clause, ...]]], Iterator[int]]


def narrowing(understood: Understood, thesaurus: Thesaurus, known: IndexWords, count: Counting, *, together: bool = False) -> tuple[Clause, ...]:
    """Required clauses for the words of a query whose text filters; nothing for any other.

    ``count`` says how many records meet clauses within the filters of the text, those of the form left aside. ``together`` asks for
    everything that the first words may need in one go, because the engine lies behind a network.
    """
    parsed = understood.parsed
    if not (parsed.filters or parsed.numbers) or parsed.phrases:
        return ()
    conditions = [_condition(word, understood.naming.get(place, ()), thesaurus, known) for place, word in enumerate(understood.words) if not word.forms.stop]
    counted: dict[tuple[Clause, ...], int] = {}
    if together:
        first = conditions[:TOGETHER]
        asked = [chosen for size in range(1, MOST + 1) for chosen in combinations(first, size)]
        counted = dict(zip(asked, count(asked), strict=True))
    required: tuple[Clause, ...] = ()
    for condition in conditions:
        if len(required) == MOST:
            break
        wider = (*required, condition)
        if wider not in counted:
            counted[wider] = next(count([wider]))
        if counted[wider]:
            required = wider
    return required


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
