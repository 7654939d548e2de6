"""Which words of a document answer which words of a query: the base of snippets, reasons and the no-answer
decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.language import PARTICLES, Forms, analyse, has_separated_verb
from search.language.thesaurus import ABBREVIATION
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
#: Words less alike than this order the hits, but are no reason that a reader would understand.
SHOWN = 0.3
#: A word with everything that belongs to it: hyphens, gender marks.
_CHUNK = re.compile(r"[^\W_]+(?:[-‐‑’'!*:_·/]{1,2}[^\W_]+)*")


_PARTICLES = tuple(sorted(PARTICLES))


@lru_cache(maxsize=200_000)
def _chunk_forms(chunk: str) -> tuple[Forms, ...]:
    """Terms of the words in a chunk, most often of one."""
    return tuple(forms for word in analyse(chunk) for forms in (word.forms, word.extra) if forms is not None)


@dataclass(frozen=True, slots=True)
class Target:
    """What a term of a document stands for in the query."""

    index: int
    kind: str
    via: str = ""
    #: Of an abbreviation: short and long form.
    couple: tuple[str, str] = ("", "")
    #: The relation is one of a part of the asked compound, not of the whole.
    of_part: bool = False


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A place in a text that answers a word of the query."""

    start: int
    end: int
    surface: str
    target: Target


class Matcher:
    """Terms of a query by what they mean; asks are cheap, so that whole documents can be looked through."""

    def __init__(self, query: Sequence[QueryTerms]) -> None:
        self._stems: dict[str, Target] = {}
        self._roots: dict[str, Target] = {}
        self._parts: dict[str, Target] = {}
        self._similar: dict[str, Target] = {}
        self._chunks: dict[str, Target | None] = {}
        self._has_separable = any(word.forms.root.startswith(_PARTICLES) for word in query)
        for index, word in enumerate(query):
            self._add(word.forms, Target(index, "word"))
            if word.extra is not None:
                self._add(word.extra, Target(index, "word"))
            for part in word.forms.parts:
                self._parts.setdefault(part, Target(index, "part"))
        for index, word in enumerate(query):
            for name, share in word.similar:
                if share >= SHOWN:
                    self._similar.setdefault(name, Target(index, "similar"))
            for correction in word.corrections:
                self._add(correction, Target(index, "fuzzy", correction.exact))
            for match in (*word.relations, *word.part_relations):
                if match.relation is not None:
                    relation = match.relation
                    couple = (relation.short, relation.long) if relation.kind == ABBREVIATION else ("", "")
                    for forms in relation.terms:
                        self._add(
                            forms,
                            Target(index, relation.kind, relation.text, couple, match in word.part_relations),
                        )

    def _add(self, forms: Forms, target: Target) -> None:
        self._stems.setdefault(forms.stem, target)
        self._roots.setdefault(forms.root, target)

    def target(self, forms: Forms) -> Target | None:
        """The best meaning of a word of a document for this query."""
        if forms.stop and forms.exact not in self._stems:
            return None
        found = self._stems.get(forms.stem) or self._roots.get(forms.root)
        if found is not None:
            return found
        found = self._parts.get(forms.root)
        for part in forms.parts:
            whole = self._roots.get(part)
            if whole is not None:
                return Target(
                    whole.index,
                    "part" if whole.kind == "word" else whole.kind,
                    whole.via,
                    whole.couple,
                    whole.of_part,
                )
            found = found or self._parts.get(part)
        return found or self._similar.get(forms.root)

    def chunk_target(self, chunk: str) -> Target | None:
        """The best meaning of what stands between two blanks; remembered, because words repeat."""
        try:
            return self._chunks[chunk]
        except KeyError:
            best: Target | None = None
            for forms in _chunk_forms(chunk):
                target = self.target(forms)
                if target is not None and (best is None or COVERAGE[target.kind] > COVERAGE[best.kind]):
                    best = target
            self._chunks[chunk] = best
            return best

    def scan(self, text: str) -> list[WordMatch]:
        """All places of ``text`` that answer a word of the query, in order."""
        look = self.chunk_target
        found = [
            WordMatch(match.start(), match.end(), match[0], target)
            for match in _CHUNK.finditer(text)
            if (target := look(match[0])) is not None
        ]
        if self._has_separable and has_separated_verb(text):
            found = sorted([*found, *self._separated(text)], key=lambda place: place.start)
        return found

    def _separated(self, text: str) -> list[WordMatch]:
        """Verbs whose particle stands apart: "setzte ... um"."""
        words = (
            word
            for word in analyse(text)
            if word.extra is not None and word.extra.root.startswith(_PARTICLES)
        )
        return [
            WordMatch(word.start, word.end, word.surface, target)
            for word in words
            if (target := self._roots.get(word.extra.root)) is not None  # type: ignore[union-attr]
        ]


def best_per_word(places: Iterable[WordMatch]) -> dict[int, WordMatch]:
    """Per word of the query its best place."""
    result: dict[int, WordMatch] = {}
    for place in places:
        known = result.get(place.target.index)
        if known is None or COVERAGE[place.target.kind] > COVERAGE[known.target.kind]:
            result[place.target.index] = place
    return result
