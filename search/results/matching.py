"""Which words of a document answer which words of a query: the base of snippets, reasons and the
confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from search.contract import Document
from search.language import PARTICLES, Forms, analyse, has_separated_verb, part_shares
from search.language.thesaurus import ABBREVIATION, SYNONYM
from search.query import QueryTerms

#: Kinds of a match and how much of the asked word each covers.
COVERAGE = {
    "word": 1.0,
    "abbreviation": 0.9,
    "fuzzy": 0.8,
    "synonym": 0.6,
    "translation": 0.9,
    "part": 0.5,
    "similar": 0.3,
}
#: How much of a match an editor would sign as a reason for the hit: that a part of the asked word occurs, or
#: a word found in like company, is none (of 200 shown reasons that were judged, those never were).
SIGNED = {"word": 1.0, "abbreviation": 1.0, "fuzzy": 0.8, "synonym": 0.7, "translation": 0.9}
#: The asked word inside a longer one of the record, from so many letters on; "Rat" is not in "Ratschlag".
WHOLE_INSIDE, LEAST_INSIDE = 0.8, 6
#: A part covers at most so much of a compound.
MOST_OF_PART = 0.8
#: What a text that says a compound in several words ("Hallenbad sanieren" for "Hallenbadsanierung") covers of
#: it, and how much of that an editor would sign.
TAKEN_APART, SIGNED_APART = 0.9, 0.7
#: Words less alike than this order the hits, but are no reason that a reader would understand.
SHOWN = 0.5
#: A word with everything that belongs to it: hyphens, gender marks.
_CHUNK = re.compile(r"[^\W_]+(?:[-‐‑’'!*:_·/]{1,2}[^\W_]+)*")


_PARTICLES = tuple(sorted(PARTICLES))


@lru_cache(maxsize=200_000)
def _chunk_forms(chunk: str) -> tuple[tuple[Forms, ...], frozenset[str]]:
    """Terms of the words in a chunk, most often of one, and everything by which a query could find them."""
    found = tuple(forms for word in analyse(chunk) for forms in (word.forms, word.extra) if forms is not None)
    terms = (term for forms in found for term in (forms.exact, forms.stem, *forms.derivations))
    return found, frozenset(terms)


@lru_cache(maxsize=10_000)
def _chunks_of(text: str) -> tuple[frozenset[str], dict[str, tuple[tuple[int, int], ...]]]:
    """The chunks of a text, and where each stands. Records are shown again and again: so none is cut up
    for each search, and a search looks only at what it has not met yet.
    """
    places: dict[str, tuple[tuple[int, int], ...]] = {}
    for match in _CHUNK.finditer(text):
        places[match[0]] = (*places.get(match[0], ()), match.span())
    return frozenset(places), places


@lru_cache(maxsize=20_000)
def _separated_verbs(text: str) -> tuple[tuple[int, int, str, str], ...]:
    """Place, surface and root of the verbs of a text whose particle stands apart: few have any, and to find
    them a text has to be read as a whole.
    """
    return tuple(
        (word.start, word.end, word.surface, word.extra.root)
        for word in analyse(text)
        if word.extra is not None and word.extra.root.startswith(_PARTICLES)
    )


@dataclass(frozen=True, slots=True)
class Target:
    """What a term of a document stands for in the query."""

    index: int
    kind: str
    #: Of an abbreviation: short and long form.
    couple: tuple[str, str] = ("", "")
    #: The relation is one of a part of the asked compound, not of the whole.
    of_part: bool = False
    #: How much of the asked word it covers, 0 to 1.
    value: float = 0.0
    #: How much of it an editor would sign (:data:`SIGNED`), 0 to 1.
    signed: float = 0.0
    #: Only of the family of the asked word: "führt" for "Führung".
    of_family: bool = False
    #: A noun stands for the asked word, and no verb or adjective of its family does.
    noun: bool = False
    #: A way to look, which counts, but which a reader would not take for a reason.
    is_hint: bool = False
    #: It is one word of an expression of so many.
    words: int = 1
    #: Of an asked compound: the places of the part that it stands for.
    within: frozenset[int] = frozenset()
    #: Per word inside the found one which parts of the compound it may stand for.
    parts: tuple[tuple[str, frozenset[frozenset[int]]], ...] = ()


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A place in a text that answers a word of the query."""

    start: int
    end: int
    surface: str
    target: Target


@lru_cache(maxsize=50_000)
def content_words_of(text: str) -> int:
    """How many words of a short text carry meaning."""
    return sum(any(not f.stop for f in _chunk_forms(m[0])[0]) for m in _CHUNK.finditer(text))


def _parts_within(forms: Forms) -> dict[str, frozenset[int]]:
    """Per part of a compound, also per pair of neighbours, its places in it."""
    count = len(forms.parts) if len(forms.parts) < 3 else (len(forms.parts) + 1) // 2
    return {
        part: frozenset({place} if place < count else {place - count, place - count + 1})
        for place, part in enumerate(forms.parts)
    }


def _is_said(places: Iterable[WordMatch], index: int, count: int) -> bool:
    """Whether words stand for all parts of a compound, each for one of them: "Laden" alone, a part of
    "Ladenleerstand" and of "leere Läden", does not.
    """
    may = dict(part for place in places if place.target.index == index for part in place.target.parts)
    said: set[int] = set()
    for choices in sorted(may.values(), key=len):
        said |= max(choices, key=lambda choice: (len(choice - said), sorted(choice)))
    return len(said) == count


def _as_compound(target: Target) -> Target:
    """What stands for a part, where the other parts stand beside it; the word itself needs none of them."""
    if not target.parts or target.signed >= SIGNED_APART:
        return target
    return replace(
        target,
        value=max(target.value, TAKEN_APART),
        signed=max(target.signed, SIGNED_APART),
        is_hint=True,
    )


def _is_separated(word: QueryTerms) -> bool:
    """Whether a word is a verb whose particle stands apart."""
    extra, verb = word.extra, word.forms.root
    return extra is not None and any(extra.root == particle + verb for particle in _PARTICLES)


def _is_chance(target: Target, chunk: str, every: Sequence[Forms]) -> bool:
    """Whether what stands in a chunk only looks like it: who gets to know somebody ("kennenlernen") does not
    learn, who helps is no helper, and a relative or a verb in a word of several ("Bürger*innenrat") is none.
    """
    if chunk[:1].islower() and (target.kind == "part" or target.noun):
        return True
    is_several = sum(not forms.stop for forms in every) > 1
    return is_several and (target.kind in {"synonym", "translation"} or target.of_family)


def _target(index: int, kind: str) -> Target:
    return Target(index, kind, value=COVERAGE[kind], signed=SIGNED.get(kind, 0.0))


@dataclass(frozen=True, slots=True)
class Scanned:
    """A text of a record with its places; ``words`` is how many content words it has, where that was
    counted.
    """

    text: str
    places: tuple[WordMatch, ...]
    anchor: str = ""
    words: int = 0
    #: Places of the heading above it.
    heading: tuple[WordMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedRecord:
    """A record looked through once for one query: by zone its texts. The first passage of a record that asks
    a question belongs to its ``lead``; ``asked`` are its entry phrases.
    """

    title: Scanned
    keywords: tuple[Scanned, ...]
    asked: tuple[Scanned, ...]
    lead: tuple[Scanned, ...]
    body: tuple[Scanned, ...]

    def subject(self) -> tuple[Scanned, ...]:
        """Where the record says what it is about."""
        return (self.title, *self.keywords, *self.asked, *self.lead)

    def everywhere(self) -> dict[int, WordMatch]:
        """Per word of the query its best place anywhere."""
        texts = (*self.subject(), *self.body)
        return best_per_word(place for one in texts for place in one.places)

    def signed(self) -> dict[int, WordMatch]:
        """Per word of the query the place that says most for the record."""
        result: dict[int, WordMatch] = {}
        for one in (*self.subject(), *self.body):
            for place in one.places:
                known = result.get(place.target.index)
                if place.target.signed and (known is None or place.target.signed > known.target.signed):
                    result[place.target.index] = place
        return result


class Matcher:
    """Terms of a query by what they mean; asks are cheap, so that whole documents can be looked through."""

    def __init__(self, query: Sequence[QueryTerms]) -> None:
        self._stems: dict[str, Target] = {}
        self._roots: dict[str, Target] = {}
        self._parts: dict[str, Target] = {}
        self._similar: dict[str, Target] = {}
        self._chunks: dict[str, Target | None] = {}
        self._terms: set[str] = set()
        #: Function words that were asked for: "sich" is none of "sichern", whose stem it is.
        self._function: set[str] = set()
        #: Chunks that were looked up, and those that answer a word.
        self._met: set[str] = set()
        self._answering: set[str] = set()
        self._long = {place for place, word in enumerate(query) if len(word.forms.exact) >= LEAST_INSIDE}
        #: Number of parts of each asked compound.
        self._compounds: dict[int, int] = {}
        self._has_separable = any(word.forms.root.startswith(_PARTICLES) for word in query)
        for index, word in enumerate(query):
            own = _target(index, "word")
            # Who "fängt ... an" does not catch, and who "lehnt ... ab" does not lean.
            self._add(word.forms, replace(own, signed=0.0) if _is_separated(word) else own)
            if word.extra is not None:
                self._add(word.extra, _target(index, "word"))
            within = {} if word.foreign else _parts_within(word.forms)
            if within:
                self._compounds[index] = len(frozenset[int]().union(*within.values()))
            for part, share in (part_shares(word.forms) if within else {}).items():
                value = min(MOST_OF_PART, COVERAGE["part"] * len(word.forms.parts) * share)
                self._parts.setdefault(part, Target(index, "part", value=value, within=within[part]))
        for index, word in enumerate(query):
            for name, share in word.similar:
                if share >= SHOWN:
                    self._similar.setdefault(name, _target(index, "similar"))
            for correction in word.corrections:
                self._add(correction, _target(index, "fuzzy"))
            for match in (*word.relations, *word.part_relations):
                if match.relation is not None:
                    relation = match.relation
                    couple = (relation.short, relation.long) if relation.kind == ABBREVIATION else ("", "")
                    for forms in relation.terms:
                        of_part = match in word.part_relations
                        # One word of an expression is not what the expression says.
                        whole = relation.kind == ABBREVIATION or len(relation.terms) == 1
                        says = whole and not of_part
                        target = Target(
                            index,
                            relation.kind,
                            couple,
                            of_part,
                            COVERAGE[relation.kind],
                            SIGNED[relation.kind] if says else 0.0,
                            is_hint=relation.is_hint,
                            words=len(relation.terms),
                            noun=relation.kind == SYNONYM and relation.text[:1].isupper(),
                            within=_parts_within(word.forms).get(match.part, frozenset()),
                        )
                        self._add(forms, target)
        self._terms.update(self._stems, self._roots, self._parts, self._similar)

    def _add(self, forms: Forms, target: Target) -> None:
        if forms.stop:
            self._function.add(forms.exact)
        self._stems.setdefault(forms.stem, target)
        self._roots.setdefault(forms.root, target)

    def target(self, forms: Forms) -> Target | None:
        """The best meaning of a word of a document for this query."""
        found = self._target(forms)
        if found is None or found.index not in self._compounds:
            return found
        parts = {
            term: frozenset(
                one.within
                for where in (self._roots, self._parts)
                if (one := where.get(term)) is not None and one.index == found.index and one.within
            )
            for term in (forms.root, *forms.parts)
        }
        return replace(found, parts=tuple((term, may) for term, may in parts.items() if may))

    def _target(self, forms: Forms) -> Target | None:
        if forms.stop and forms.exact not in self._function:
            return None
        found, family = self._stems.get(forms.stem), self._roots.get(forms.root)
        if family is not None and (found is None or family.value > found.value):
            found = replace(family, of_family=True)  # "planen" is of "Planung" rather than near to it
        if found is not None:
            return found
        found = self._parts.get(forms.root)
        for part in forms.parts:
            whole = self._roots.get(part)
            if whole is not None:
                kind = "part" if whole.kind == "word" else whole.kind
                inside = WHOLE_INSIDE if whole.index in self._long else 0.0
                # "Jugendtraining" holds a relative of "Nachwuchs" and is none.
                loose = {"synonym": 0.0, "translation": 0.0, "part": inside}
                signed = loose.get(kind, whole.signed)
                return replace(whole, kind=kind, value=COVERAGE[kind], signed=signed)
            found = found or self._parts.get(part)
        return found or self._similar.get(forms.root)

    def chunk_target(self, chunk: str) -> Target | None:
        """The best meaning of what stands between two blanks; remembered, because words repeat."""
        try:
            return self._chunks[chunk]
        except KeyError:
            best: Target | None = None
            every, terms = _chunk_forms(chunk)
            if not self._terms.isdisjoint(terms):
                for forms in every:
                    target = self.target(forms)
                    if target is not None and (best is None or target.value > best.value):
                        best = target
            if best is not None and best.signed and _is_chance(best, chunk, every):
                best = replace(best, signed=0.0)
            self._chunks[chunk] = best
            return best

    def read(self, document: Document) -> ScannedRecord:
        """Look a record through."""
        summary = self._scanned(document.summary)
        body = [
            replace(self._scanned(p.text, p.anchor), heading=tuple(self.scan(p.heading)))
            for p in document.passages
        ]
        asks = body[:1] if body and body[0].text.endswith("?") else []
        return ScannedRecord(
            self._whole(self._scanned(document.title, counted=True)),
            tuple(self._scanned(text, counted=True) for text in document.keywords),
            tuple(self._whole(self._scanned(text, counted=True)) for text in document.entry_phrases),
            tuple(self._whole(text) for text in (summary, *asks)),
            tuple(one for one in (summary, *body) if one.text),
        )

    def _whole(self, text: Scanned) -> Scanned:
        """A text that says a compound in several words says the compound."""
        met = {index for index, count in self._compounds.items() if _is_said(text.places, index, count)}
        if not met:
            return text
        return replace(
            text,
            places=tuple(
                replace(place, target=_as_compound(place.target)) if place.target.index in met else place
                for place in text.places
            ),
        )

    def _scanned(self, text: str, anchor: str = "", *, counted: bool = False) -> Scanned:
        return Scanned(text, tuple(self.scan(text)), anchor, content_words_of(text) if counted else 0)

    def scan(self, text: str) -> list[WordMatch]:
        """All places of ``text`` that answer a word of the query, in order."""
        if not self._terms:  # a list that was not searched
            return []
        chunks, places = _chunks_of(text)
        for chunk in chunks - self._met:
            if self.chunk_target(chunk) is not None:
                self._answering.add(chunk)
        self._met |= chunks
        found = [
            WordMatch(start, end, chunk, target)
            for chunk in chunks & self._answering
            if (target := self._chunks[chunk]) is not None
            for start, end in places[chunk]
        ]
        found.sort(key=lambda place: place.start)
        if self._has_separable and has_separated_verb(text):
            found = sorted([*found, *self._separated(text)], key=lambda place: place.start)
        return found

    def _separated(self, text: str) -> list[WordMatch]:
        """Verbs whose particle stands apart: "setzte ... um"."""
        return [
            WordMatch(start, end, surface, target)
            for start, end, surface, root in _separated_verbs(text)
            if (target := self._roots.get(root)) is not None
        ]


def best_per_word(places: Iterable[WordMatch]) -> dict[int, WordMatch]:
    """Per word of the query its best place."""
    result: dict[int, WordMatch] = {}
    for place in places:
        known = result.get(place.target.index)
        if known is None or place.target.value > known.target.value:
            result[place.target.index] = place
    return result
