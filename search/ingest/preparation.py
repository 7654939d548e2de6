"""From a document to the terms of its fields; the query side of the same rules is in
:mod:`search.query.weighting`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from operator import and_
from typing import NamedTuple

from search.contract import ACCESS_FACET, BREAK, Document, IndexedDocument, Passage, area_term
from search.language import Forms, Lone, analyse, closes_clause, lone_particle
from search.language.abbreviations import pairs_of
from search.language.mined import marker
from search.language.tokens import tokens
from search.readers import inner_term, readers_of

#: No elided half looks for its other half beyond the end of a sentence.
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+")
PREFIX_LENGTH = 4
MIN_PREFIX = 3


#: Terms of each field.
Terms = dict[str, tuple[str, ...]]


def prepare(document: Document, version: int = 0) -> IndexedDocument:
    """Analyse a document. Title and keywords make the title fields, entry phrases those of
    their own, everything else the body fields."""
    return assembled(document, analysed(document), version)


def analysed(document: Document) -> Terms:
    """The terms of every field: what costs time, and depends on nothing but the document and the rules of the
    language.
    """
    body = [document.summary]
    for passage in document.passages:
        if not passage.audience:
            body += [passage.heading, passage.text]
    title, entry, body_layers = _Layers(), _Layers(), _Layers()
    for text in (document.title, *document.keywords):
        title.add(text)
    for text in document.entry_phrases:
        entry.add(text)
    for text in body:
        body_layers.add(text)
    body_layers.derivation.extend(
        marker(pair) for pair in pairs_of((document.title, *document.keywords, *body))
    )
    made = {
        **title.fields("title"),
        **entry.fields("entry"),
        **body_layers.fields("body"),
        "prefix": (*title.prefix, *entry.prefix, *body_layers.prefix),
    }
    for passage in document.passages:
        if passage.audience:
            for name, terms in _inner(passage).items():
                made[name] += terms
    return {
        **made,
        "area": (
            area_term("key", document.key),
            area_term("kind", document.kind),
            *(
                area_term(name, value)
                for name, values in document.facets.items()
                if name != ACCESS_FACET
                for value in values
            ),
        ),
    }


def _inner(passage: Passage) -> Terms:
    """The terms of a passage for some readers, once for its audience and once for those who may read
    everything; no phrase crosses its border.
    """
    layers = _Layers()
    for text in (passage.heading, passage.text):
        layers.add(text)
    found = {**layers.fields("body"), "prefix": tuple(layers.prefix)}
    found["body_exact"] = (BREAK, *found["body_exact"])
    return {
        name: tuple(inner_term(reader, term) for reader in readers_of(passage.audience) for term in terms)
        for name, terms in found.items()
    }


def assembled(document: Document, terms: Terms, version: int) -> IndexedDocument:
    """The document with its terms, as engines take it."""
    return IndexedDocument(
        key=document.key,
        kind=document.kind,
        audience=str(document.audience),
        fields=terms,
        facets=document.facets,
        numbers=document.numbers,
        stored=document,
        suggest=tuple(dict.fromkeys(filter(str.strip, _completing(document)))),
        version=version,
    )


def _completing(document: Document) -> tuple[str, ...]:
    """What completes a text that is being typed; an entry phrase leads to the search for it."""
    return (document.title, *document.keywords, *document.entry_phrases)


@lru_cache(maxsize=200_000)
def prefixes(forms: Forms) -> tuple[str, ...]:
    """First letters of the root and of every part: "Impfung", "Impfstoff" and "geimpft" meet there."""
    if forms.stop:
        return ()
    return tuple(dict.fromkeys(term[:PREFIX_LENGTH] for term in forms.derivations if len(term) >= MIN_PREFIX))


class _Chunk(NamedTuple):
    """Terms of what stands between two blanks, and what its neighbours have to be asked for."""

    exact: tuple[str, ...]
    stem: tuple[str, ...]
    derivation: tuple[str, ...]
    prefix: tuple[str, ...]
    #: Whether its sentence must be read as a whole: it has an elided half, or a particle that ends a clause.
    binds: bool
    #: Whether it ends with a particle, so that the next chunk decides.
    dangles: bool
    #: Whether a particle before it ended a clause.
    closes: bool


@lru_cache(maxsize=200_000)
def _chunk(text: str) -> _Chunk:
    """No word crosses a blank, so most texts are looked up chunk by chunk, which is many times as fast as
    reading them.
    """
    layers = _Layers()
    layers.read(text)
    is_open = any(token.open_left or token.open_right for token in tokens(text))
    lone = lone_particle(text)
    return _Chunk(
        tuple(layers.exact),
        tuple(layers.stem),
        tuple(layers.derivation),
        tuple(layers.prefix),
        is_open or lone is Lone.CLOSED,
        lone is Lone.OPEN,
        closes_clause(text),
    )


class _Layers:
    """Terms of several texts that no phrase may cross."""

    def __init__(self) -> None:
        self.exact: list[str] = []
        self.stem: list[str] = []
        self.derivation: list[str] = []
        self.prefix: list[str] = []

    def add(self, text: str) -> None:
        """Analyse one text."""
        if not text:
            return
        if self.exact:
            self.exact.append(BREAK)
        if not self._take(text):
            for sentence in _SENTENCE_END.split(text):
                if not self._take(sentence):
                    self.read(sentence)

    def _take(self, text: str) -> bool:
        """Add the chunks of a text one by one, unless some of them need each other."""
        chunks = list(map(_chunk, text.split()))
        if not chunks:
            return True
        exact, stem, derivation, prefix, binds, dangles, closes = zip(*chunks, strict=True)
        if True in binds or (True in dangles and any(map(and_, dangles, (*closes[1:], True)))):
            return False
        self.exact.extend(chain.from_iterable(exact))
        self.stem.extend(chain.from_iterable(stem))
        self.derivation.extend(chain.from_iterable(derivation))
        self.prefix.extend(chain.from_iterable(prefix))
        return True

    def read(self, text: str) -> None:
        """Analyse a text word by word, elided halves included."""
        for word in analyse(text):
            self.exact.append(word.forms.exact)
            if word.extra is not None:
                self.exact.append(word.extra.exact)
                self._meaning(word.extra)
            if not word.forms.stop:
                self._meaning(word.forms)

    def _meaning(self, forms: Forms) -> None:
        self.stem.append(forms.stem)
        self.derivation.extend(forms.derivations)
        self.prefix.extend(prefixes(forms))

    def fields(self, zone: str) -> dict[str, tuple[str, ...]]:
        """The layers as fields of a zone."""
        return {
            f"{zone}_exact": tuple(self.exact),
            f"{zone}_stem": tuple(self.stem),
            f"{zone}_derivation": tuple(self.derivation),
        }
