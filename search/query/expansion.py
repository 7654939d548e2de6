"""From the parsed text to the engine's query: words with their relations and corrections, areas, filters,
numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from search.contract import (
    PHRASE_FIELDS,
    ZONES,
    Clause,
    EngineQuery,
    PhraseClause,
    SearchRequest,
    WeightedTerm,
    area_term,
)
from search.language import Forms, Word, analyse, analyse_word
from search.language.thesaurus import Match, Thesaurus, english_only
from search.query.parser import Parsed, content_words, is_function_word
from search.query.vocabulary import IndexWords
from search.query.weighting import WEIGHTS, QueryTerms, TermWeights, clauses, function_clauses
from search.registry import TYPE_FACET

#: An entry term leads to at most this many areas.
MAX_AREAS = 3
#: A compound of the word asked for matches by that part already; as a relative it counts a little less than
#: another word.
KIN = 0.9
#: Related words of a whole query, so that a long question costs no more than a short one.
MAX_SIMILAR = 100
#: A word of another language that no list translates tells so much of what a German one would.
UNTRANSLATED = 0.3
#: What is of the kind that alone is asked for stands before what has the word in its text.
OF_THE_KIND = 20.0
#: So many words at most are tried in turn.
MAX_CONDITIONS = 6


@dataclass(frozen=True, slots=True)
class Understood:
    """A query with everything that is known about its words."""

    parsed: Parsed
    words: tuple[Word, ...]
    terms: tuple[QueryTerms, ...]
    areas: tuple[Match, ...]
    rarity: tuple[float, ...]
    #: What each word tells apart (:meth:`~search.query.vocabulary.IndexWords.information`).
    information: tuple[float, ...]
    #: Places of words that no record has in any form, and that nothing stands for.
    unknown: frozenset[int]
    #: Function words beside them that order, but never find.
    function: tuple[str, ...] = ()
    #: Words that name a facet value: place in ``words`` -> (facet, value) pairs.
    naming: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @property
    def only_names_values(self) -> bool:
        """Whether the text has words, and all of them name facet values ("Methode 20 Personen")."""
        return bool(self.words) and len(self.naming) == len(self.words)

    @property
    def asks_for_kind(self) -> bool:
        """Whether the text says which kind of record is wanted, and nothing but its values ("gescheiterte
        Fälle").
        """
        return self.only_names_values and any(facet == TYPE_FACET for facet, _value in self.parsed.lifted)

    @property
    def asks_nothing(self) -> bool:
        """Whether the text has only words that stand in every text ("der die das") and single letters, and
        nothing stands for them, as "Oberbürgermeister" does for "OB".
        """
        english = self.parsed.english
        return (
            bool(self.words)
            and not (self.areas or self.naming or any(one.relations for one in self.terms))
            and all(
                is_function_word(word, english=english) or (len(word.surface) == 1 and word.surface.isalpha())
                for word in self.words
            )
        )

    def says(self, title: str) -> bool:
        """Whether every word of a title was written."""
        written = {word.forms.exact for word in self.parsed.words}
        return written.issuperset(word.forms.exact for word in analyse(title))


def understand(parsed: Parsed, thesaurus: Thesaurus, known: IndexWords) -> Understood:
    """Look the words of a query up."""
    everything = [word.forms for word in parsed.words]
    content = content_words(parsed)
    places = {id(word): index for index, word in enumerate(parsed.words)}
    relations = _relations(parsed, everything, thesaurus, known)
    terms = []
    for word in content:
        place = places[id(word)]
        related = tuple(match for match in relations if _first_content(match, everything, place))
        if parsed.english:
            terms.append(QueryTerms(word.forms, word.extra, related, foreign=True))
        else:
            of_parts = () if related else thesaurus.relations_of_parts(word.forms, place)
            most = max(3, MAX_SIMILAR // len(content))
            terms.append(_with_likenesses(word, related, of_parts, known, most))
    areas = tuple(thesaurus.entry_terms(everything)[:MAX_AREAS])
    function = tuple(
        dict.fromkeys(word.forms.exact for word in parsed.words if word.forms.exact in known.telling)
    )
    rarity = tuple(known.rarity(t.forms) for t in terms)
    naming = {
        place: parsed.naming[places[id(word)]]
        for place, word in enumerate(content)
        if places[id(word)] in parsed.naming
    }
    unknown = frozenset(
        place
        for place, one in enumerate(terms)
        if one.forms.root not in known.known and not one.relations and not one.corrections
    )
    information = tuple(
        known.information(one.forms) * (UNTRANSLATED if one.foreign and not one.relations else 1.0)
        for one in terms
    )
    heard = () if parsed.english else function
    return Understood(parsed, content, tuple(terms), areas, rarity, information, unknown, heard, naming)


def _relations(
    parsed: Parsed, everything: list[Forms], thesaurus: Thesaurus, known: IndexWords
) -> list[Match]:
    """What thesaurus, translations and mined abbreviations say of the words of a query."""
    relations = thesaurus.relations(everything, english=parsed.english)
    if not parsed.english:
        relations += [
            replace(match, start=place)
            for place, forms in enumerate(everything)
            for match in translations(forms, thesaurus, known)
        ]
    mined = known.abbreviations.relations(everything, english=parsed.english)
    return relations + harvested(relations, thesaurus, mined)


def _with_likenesses(
    word: Word, related: tuple[Match, ...], of_parts: tuple[Match, ...], known: IndexWords, most: int
) -> QueryTerms:
    """A German word with what it may be a slip of, and with at most ``most`` roots of similar meaning that no
    relation names already.
    """
    named = {
        forms.root for match in (*related, *of_parts) if match.relation for forms in match.relation.terms
    }
    similar = tuple(
        (name, share * (KIN if word.forms.root in name else 1.0))
        for name, share in known.related_to(word.forms)
        if name not in named
    )
    corrections = () if related else known.corrections(word.forms)
    return QueryTerms(
        word.forms,
        word.extra,
        related,
        tuple(analyse_word(correction) for correction in corrections),
        of_parts,
        similar[:most],
    )


def translations(word: Forms, thesaurus: Thesaurus, known: IndexWords) -> list[Match]:
    """What an English word stands for that no German text holds and no record has, whatever the language of
    the other words.
    """
    is_foreign = word.exact in english_only() and word.root not in known.known
    return thesaurus.relations([word], english=True) if is_foreign else []


def harvested(listed: Sequence[Match], thesaurus: Thesaurus, found: Sequence[Match]) -> list[Match]:
    """Abbreviations that records explain, where the editors leave room and no list says the same."""
    known = {
        (match.start, tuple(forms.root for forms in match.relation.terms))
        for match in listed
        if match.relation
    }
    new = [
        match
        for match in found
        if match.relation and (match.start, tuple(forms.root for forms in match.relation.terms)) not in known
    ]
    return [
        match
        for match in new
        if match.relation and thesaurus.accepts(match.relation.short, match.relation.long)
    ]


def _first_content(match: Match, words: Sequence[Forms], place: int) -> bool:
    """Whether the word at ``place`` is the first of an expression, function words before it ("zu wenig
    Personal") left aside.
    """
    return match.start <= place < match.start + match.length and all(
        words[before].stop for before in range(match.start, place)
    )


def engine_query(
    understood: Understood,
    request: SearchRequest,
    audiences: frozenset[str],
    facets: Sequence[str],
    weights: TermWeights = WEIGHTS,
) -> EngineQuery:
    """The query below the line."""
    parsed = understood.parsed
    found = [
        *clauses(understood.terms, understood.areas, weights),
        *function_clauses(understood.function, weights),
    ]
    boost = weights.boost * (OF_THE_KIND if understood.asks_for_kind else 1.0)
    found += [
        Clause((WeightedTerm("area", area_term(facet, value), boost),)) for facet, value in parsed.lifted
    ]
    for forms in parsed.prohibited:
        terms = tuple(WeightedTerm(name, forms.stem) for name in (f"{zone}_stem" for zone in ZONES))
        found.append(Clause(terms, prohibited=True))
    phrases = [PhraseClause(PHRASE_FIELDS, terms) for terms in parsed.phrases]
    phrases += [PhraseClause(PHRASE_FIELDS, terms, prohibited=True) for terms in parsed.prohibited_phrases]
    return EngineQuery(
        audiences=audiences,
        clauses=tuple(found),
        phrases=tuple(phrases),
        filters=merge({**request.filters, **request.scope}, parsed.filters),
        numbers={**parsed.numbers, **request.numbers},
        facets=tuple(facets),
        is_filtered=bool(request.filters or request.numbers or parsed.filters or parsed.numbers),
        sort=request.sort,
        limit=request.limit,
        offset=request.offset,
    )


def merge(
    chosen: Mapping[str, tuple[str, ...]], read: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Filters of the form and of the text. What is read from the text only narrows what was chosen, and gives
    way where they exclude each other.
    """
    merged = {
        **read,
        **{
            name: tuple(value for value in values if value in read.get(name, values)) or values
            for name, values in chosen.items()
        },
    }
    return {name: values for name, values in merged.items() if values}


def fallback_conditions(
    understood: Understood, thesaurus: Thesaurus, known: IndexWords
) -> tuple[tuple[Clause, ...], ...]:
    """Sets of conditions to try in turn until some record meets one
    (:attr:`search.contract.EngineQuery.fallback_conditions`): which word a record must have where a search
    filters, by a click or in the text ("typ:methode Streit Gemeinderat").

    Words are joined by OR, so a further word finds more. Whoever filters narrows, and there a further word
    must not widen: the first content word that some record within the filters has becomes a condition,
    every other word only orders. So what "q word" finds is part of what "q" finds, unless "q" found none,
    and no word empties the list. What meets a word is looked up for that word alone, without its
    neighbours, so that a further word cannot change it, and it is no more than what finds records without a
    filter. Conditions of all words together would hide what the reader looks for too often
    (docs/explanation/search.md); what the other words alone find is one link away
    (``SearchResponse.relaxed_total``).
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
        for condition in islice(
            (condition for condition in made if _is_known(condition, known)), MAX_CONDITIONS
        )
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
    fields = [(f"{zone}_{layer}", term) for layer, term in terms if term for zone in ZONES]
    fields += [("area", area_term(*pair)) for pair in (*areas, *named)]
    return Clause(tuple(WeightedTerm(name, term) for name, term in dict.fromkeys(fields)))


def _terms(forms: Forms) -> list[tuple[str, str]]:
    return [
        ("exact", forms.exact),
        ("stem", forms.stem),
        *(("derivation", term) for term in forms.derivations),
    ]
