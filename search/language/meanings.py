"""Related words: which words of an index mean something like a word of the query.

``data/meanings.npz`` holds one small vector per German word: the sentence vector of the word alone from
multilingual-e5-small (MIT), centred, reduced and rounded to whole numbers. The words are those of the
project's own lists and demo content and the frequent ones of the Leipzig Corpora Collection (CC BY 4.0); none
comes from a collection that measures the search. ``tools/meanings/build.py`` makes the file. The file also
says how it was reduced, so that words of an index that it lacks can join it
(:mod:`search.vectors.corpus_words`). No model is needed at the time of a search.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np

from search.language.analysis import Forms, analyse_word
from search.language.families import root
from search.language.forms import fold
from search.language.wordlists import DATA

#: Words less alike than this are not related (cosine).
THRESHOLD = 0.3
#: So many words stand in for one of the query.
MOST = 24
#: Relatives of the parts of a compound that is known itself: how many each, and how much they count.
MOST_OF_PART, OF_PART = 6, 0.4
#: Words that a larger share of the records has say nothing about the one asked for, and cost most.
COMMON = 0.2
#: So many directions are the subject of an index rather than the meaning of a word.
SUBJECT = 3
#: Shorter roots and longer words are none that a vector says something about.
MIN_ROOT, MAX_SURFACE = 3, 40

Vectors = np.ndarray[Any, np.dtype[np.float32]]
Bytes = np.ndarray[Any, np.dtype[np.int8]]


@dataclass(frozen=True, slots=True)
class Projection:
    """How a sentence vector of ``model`` becomes a small one: centred, projected, rounded."""

    model: str
    mean: Vectors
    directions: Vectors

    def reduced(self, vectors: Vectors) -> Bytes:
        """Whole numbers from -127 to 127, one row per word; ``vectors`` are of length 1, shape (words,
        384).
        """
        small = (vectors - self.mean) @ self.directions.T
        small /= np.maximum(np.abs(small).max(axis=1, keepdims=True), 1e-9)
        return np.round(small * 127).astype(np.int8)

    @property
    def fingerprint(self) -> str:
        """Vectors of another fingerprint cannot be compared with these."""
        return hashlib.sha256(
            self.model.encode() + self.mean.tobytes() + self.directions.tobytes()
        ).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Table:
    """Row of each root, and a small vector per row in whole numbers."""

    rows: Mapping[str, int]
    vectors: Bytes

    def units(self, rows: Any) -> Vectors:
        """Vectors of length 1."""
        vectors = self.vectors[rows].astype(np.float32)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6)
        return vectors


@cache
def projection() -> Projection:
    """The projection of the bundled vectors."""
    with np.load(DATA / "meanings.npz") as stored:
        return Projection(str(stored["model"]), stored["mean"], stored["directions"])


@cache
def table() -> Table:
    """The bundled vectors, keyed by the roots of today's analysis. Of several words with one root the most
    frequent counts.
    """
    with np.load(DATA / "meanings.npz") as stored:
        words, whole = str(stored["words"]).split("\n"), stored["vectors"]
    rows: dict[str, int] = {}
    for index, word in enumerate(words):
        rows.setdefault(root(fold(word)), index)
    return Table({name: index for index, name in enumerate(rows)}, whole[list(rows.values())])


NO_WORDS = Table({}, np.zeros((0, 1), np.int8))


def may_have_meaning(forms: Forms) -> bool:
    """Whether a word is one that a vector says something about: no function word, number or fragment."""
    return not forms.stop and is_content_root(forms.root)


def is_content_root(name: str) -> bool:
    """Whether a root is neither number nor fragment, nor what else the index keeps among its words."""
    return len(name) >= MIN_ROOT and name.isalpha()


def content_root(surface: str) -> str:
    """Root of a word that may have a vector of its own, or nothing."""
    forms = analyse_word(surface)
    return forms.root if may_have_meaning(forms) and len(surface) <= MAX_SURFACE else ""


#: With fewer records no word is related to another.
LEAST_DOCUMENTS = 20


class RelatedWords:
    """Related words among the roots of one index. ``known`` counts the records of every root; ``own`` are
    vectors beside the bundled ones.

    What nearly all words of an index have in common (its subject) makes none of them related, so the mean of
    the vectors and their strongest directions are taken away. Of ``own`` only words count that ``known`` has:
    no other one may be told from one that nobody ever wrote.
    """

    def __init__(self, known: Mapping[str, int], documents: int, own: Table = NO_WORDS) -> None:
        self._counts, self._documents, self._own = known, documents, own
        bundled = table()
        most = max(2.0, COMMON * documents)
        here = [(name, row) for name, row in bundled.rows.items() if known.get(name, 0) > 0]
        mine = [
            (name, row)
            for name, row in own.rows.items()
            if known.get(name, 0) > 0 and name not in bundled.rows
        ]
        names = [name for name, _row in (*here, *mine)]
        vectors: Vectors = np.empty((len(names), bundled.vectors.shape[1]), dtype=np.float32)
        vectors[: len(here)] = bundled.units([row for _name, row in here])
        if mine:
            vectors[len(here) :] = own.units([row for _name, row in mine])
        self._mean: Vectors = vectors.mean(0) if names else np.zeros(vectors.shape[1], dtype=np.float32)
        vectors -= self._mean
        self._common: Vectors = np.linalg.eigh(vectors.T @ vectors)[1][:, -SUBJECT:].astype(np.float32)
        kept = [place for place, name in enumerate(names) if known[name] <= most]
        self._names = tuple(names[place] for place in kept)
        self._vectors = self._free(vectors if len(kept) == len(names) else vectors[kept])
        self._of_root = lru_cache(maxsize=4_096)(self._find)

    def _free(self, centred: Vectors) -> Vectors:
        """Makes them unit vectors without what the whole index has in common, in place: an index may have
        84,000 words.
        """
        centred -= (centred @ self._common) @ self._common.T
        centred /= np.maximum(np.sqrt(np.einsum("...i,...i->...", centred, centred))[..., None], 1e-6)
        return centred

    @property
    def is_small(self) -> bool:
        """Whether the index has too few words to say what is related: among a handful any is nearest."""
        return self._documents < LEAST_DOCUMENTS

    def _has(self, name: str) -> bool:
        return name in table().rows or (name in self._own.rows and self._counts.get(name, 0) > 0)

    def of(self, forms: Forms) -> tuple[tuple[str, float], ...]:
        """Roots related to a word and how much, 0 to 1, best first: those of the word itself and, less, those
        of its parts.
        """
        if self.is_small:
            return ()
        whole = self._has(forms.root)
        parts = [part for part in forms.parts if self._has(part)]
        found = dict(self._of_root(forms.root)) if whole else {}
        for part in parts:
            factor = OF_PART if whole else len(parts) ** -0.5
            for name, share in self._of_root(part)[: MOST_OF_PART if whole else MOST // len(parts)]:
                found[name] = max(found.get(name, 0.0), share * factor)
        own = {forms.root, *forms.parts}
        return tuple(
            sorted(
                ((name, self._worth(forms, name, share)) for name, share in found.items() if name not in own),
                key=lambda pair: (-pair[1], pair[0]),
            )
        )

    def _worth(self, forms: Forms, name: str, share: float) -> float:
        """A rare relative must not count more than the word that was asked for."""
        asked = self._counts.get(forms.root)
        if not asked:
            return share
        return share * min(1.0, self._rarity(asked) / self._rarity(self._counts[name]))

    def _rarity(self, count: int) -> float:
        return math.log(1 + (self._documents + 1) / (count + 0.5))

    def _find(self, name: str) -> tuple[tuple[str, float], ...]:
        """Nearest roots, without the word itself."""
        source = table() if name in table().rows else self._own
        alike = self._vectors @ self._free(source.units(source.rows[name]) - self._mean)
        near = np.flatnonzero(alike > THRESHOLD)
        nearest = near[np.argsort(-alike[near], kind="stable")][: MOST + 1]
        found = (
            (self._names[place], (float(alike[place]) - THRESHOLD) / (1 - THRESHOLD)) for place in nearest
        )
        return tuple((other, round(share, 3)) for other, share in found if share > 0 and other != name)[:MOST]
