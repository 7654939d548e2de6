"""Related words: which words of an index mean something like a word of the query.

``data/meanings.npz`` holds one small vector per German word: the sentence vector of the word alone from
multilingual-e5-small (MIT), centred, reduced and rounded to whole numbers. The words are those of the project's own lists and
demo content and the frequent ones of the Leipzig Corpora Collection (CC BY 4.0); none comes from a collection that measures
the search. ``tools/meanings/build.py`` makes the file. At run time no model is needed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np

from search.language.analysis import Forms
from search.language.families import root
from search.language.forms import fold
from search.language.wordlists import DATA

#: Words less alike than this are not related (cosine).
THRESHOLD = 0.25
#: So many words stand in for one of the query.
MOST = 16
#: Relatives of the parts of a compound that is known itself: how many each, and how much they count.
MOST_OF_PART, OF_PART = 6, 0.4
#: A compound of the word itself matches by that part already.
KIN = 0.5
#: Words that a larger share of the records has say nothing about the one asked for, and cost most.
COMMON = 0.2
#: So many directions are the subject of an index rather than the meaning of a word.
SUBJECT = 3

Vectors = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Table:
    """Row of each root, and a unit vector per row."""

    rows: Mapping[str, int]
    vectors: Vectors


@cache
def table() -> Table:
    """The shipped vectors, keyed by the roots of today's analysis. Of several words with one root the most frequent counts."""
    with np.load(DATA / "meanings.npz") as stored:
        words, whole = str(stored["words"]).split("\n"), stored["vectors"]
    rows: dict[str, int] = {}
    for index, word in enumerate(words):
        rows.setdefault(root(fold(word)), index)
    vectors = whole[list(rows.values())].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Table({name: index for index, name in enumerate(rows)}, vectors)


class RelatedWords:
    """Related words among the roots of one index. ``known`` counts the records of every root.

    What nearly all words of an index have in common (its subject) makes none of them related, so the mean of the vectors and
    their strongest directions are taken away.
    """

    def __init__(self, known: Mapping[str, int], documents: int) -> None:
        shipped = table()
        self._counts, self._documents = known, documents
        most = max(2.0, COMMON * documents)
        here = [(name, row) for name, row in shipped.rows.items() if known.get(name, 0) > 0]
        rows = np.array([row for _name, row in here], dtype=np.int64)
        self._mean: Vectors = shipped.vectors[rows].mean(0) if here else np.zeros(shipped.vectors.shape[1], dtype=np.float32)
        centred = shipped.vectors[rows] - self._mean
        self._common: Vectors = np.linalg.eigh(centred.T @ centred)[1][:, -SUBJECT:].astype(np.float32)
        kept = [place for place, (name, _row) in enumerate(here) if known[name] <= most]
        self._names = tuple(here[place][0] for place in kept)
        self._vectors = self._freed(shipped.vectors[rows[kept]])
        self._of_root = lru_cache(maxsize=4_096)(self._find)

    def _freed(self, vectors: Vectors) -> Vectors:
        """Unit vectors without what the whole index has in common."""
        centred = vectors - self._mean
        centred = centred - (centred @ self._common) @ self._common.T
        length = np.linalg.norm(centred, axis=-1, keepdims=True)
        freed: Vectors = (centred / np.maximum(length, 1e-6)).astype(np.float32)
        return freed

    def of(self, forms: Forms) -> tuple[tuple[str, float], ...]:
        """Roots related to a word and how much, 0 to 1, best first: those of the word itself and, less, those of its parts."""
        rows = table().rows
        whole = forms.root in rows
        parts = [part for part in forms.parts if part in rows]
        found = dict(self._of_root(forms.root)) if whole else {}
        for part in parts:
            factor = OF_PART if whole else len(parts) ** -0.5
            for name, share in self._of_root(part)[: MOST_OF_PART if whole else MOST // len(parts)]:
                found[name] = max(found.get(name, 0.0), share * factor)
        own = {forms.root, *forms.parts}
        return tuple(
            sorted(((name, self._worth(forms, name, share)) for name, share in found.items() if name not in own), key=lambda pair: (-pair[1], pair[0]))
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
        alike = self._vectors @ self._freed(table().vectors[table().rows[name]])
        nearest = np.argsort(-alike, kind="stable")[: MOST + 1]
        found = ((self._names[place], (float(alike[place]) - THRESHOLD) / (1 - THRESHOLD)) for place in nearest)
        return tuple((other, round(share * (KIN if name in other else 1.0), 3)) for other, share in found if share > 0 and other != name)[:MOST]
