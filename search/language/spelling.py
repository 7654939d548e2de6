"""Corrections for words that no document contains."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby

from rapidfuzz import process
from rapidfuzz.distance import OSA

#: Shorter words are too easily something else.
MIN_LENGTH = 5
#: From here on a word is the other one though its first letter is wrong ("Nemeinde").
SURE_LENGTH = 8
_TOP = 8


def max_distance(length: int) -> int:
    """Edits that a word of this length may be away; a swap of neighbours is one."""
    return 1 if length < 9 else 2


def _undoubled(word: str) -> str:
    """Doubled letters once: what people get wrong most often."""
    return "".join(letter for letter, _run in groupby(word))


def _is_plausible(word: str, other: str, distance: int) -> bool:
    """Few mistake the first letter: "demand" is no "jemand"."""
    if other[0] == word[0]:
        return True
    return distance == 1 and (other[1:] != word[1:] or len(word) >= SURE_LENGTH)


class WordList:
    """Words of the index with their document counts, ready for lookups of similar ones."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = {
            word: count for word, count in counts.items() if len(word) >= MIN_LENGTH - 1 and word.isalpha()
        }
        self._by_length: dict[int, list[str]] = {}
        for word in self.counts:
            self._by_length.setdefault(len(word), []).append(word)
        self.similar = lru_cache(maxsize=4_096)(self._similar)

    def __contains__(self, word: str) -> bool:
        return word in self.counts

    def _similar(self, word: str) -> tuple[tuple[str, int], ...]:
        """Words within the permitted distance, nearest first, then the most frequent."""
        if len(word) < MIN_LENGTH or not word.isalpha():
            return ()
        limit = max_distance(len(word))
        candidates = [
            c
            for size in range(len(word) - limit, len(word) + limit + 1)
            for c in self._by_length.get(size, ())
        ]
        found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=limit, limit=50)
        plausible = [f for f in found if _is_plausible(word, f[0], int(f[1]))]
        single = _undoubled(word)
        ranked = sorted(
            plausible,
            key=lambda f: (f[1], f[0][0] != word[0], _undoubled(f[0]) != single, -self.counts[f[0]], f[0]),
        )
        return tuple((candidate, int(distance)) for candidate, distance, _index in ranked[:_TOP])
