"""How near records are to a query: the arithmetic, wherever their vectors come from.

A row is one piece of a record: its vector around the centroid of all, of length 1. What the piece loses for
being near to everything (``hubness``) is taken off its similarity. A record counts as its nearest piece and,
for a share, as the mean of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.sentences import Floats

Integers = np.ndarray[Any, np.dtype[np.int64]]

#: Share of the mean over all pieces of a record in its score; the rest is the nearest piece.
MEAN = 0.2
#: What a piece loses for being near to everything: share of its mean similarity to its nearest pieces in a
#: sample of all.
HUBNESS = 0.15
HUB_SAMPLE = 512
_HUB_NEIGHBOURS = 10
_ROWS = 4096


@dataclass(frozen=True, slots=True)
class Nearest:
    """Per record: what ranks it, the similarity of its nearest piece (cosine around the centroid of all, -1
    to 1), that piece's number.
    """

    score: Floats
    similarity: Floats
    piece: Integers


class Rows:
    """Pieces of records. Row i is piece ``numbers[i]`` of the record ``owners[i]``; the rows of a record
    stand together.
    """

    def __init__(self, owners: Sequence[str], numbers: Sequence[int], matrix: Floats, hubs: Floats) -> None:
        self.keys: list[str] = list(dict.fromkeys(owners))
        self.place = {key: place for place, key in enumerate(self.keys)}
        self._numbers = np.array(numbers, dtype=np.int64)
        self._starts = np.array(
            [i for i, key in enumerate(owners) if i == 0 or owners[i - 1] != key], dtype=np.int64
        )
        self._lengths = np.diff(np.append(self._starts, len(owners)))
        self._sizes = self._lengths.astype(np.float32)
        self._matrix = matrix
        self._hubness = hubs

    def nearest(self, query: Floats) -> Nearest:
        """Exact, over all records; ``query`` is already centred."""
        if not self.keys:
            return Nearest(np.zeros(0, np.float32), np.zeros(0, np.float32), np.zeros(0, np.int64))
        similar = self._matrix @ unit(query)
        scores = similar - self._hubness
        best = np.maximum.reduceat(scores, self._starts)
        mean = np.add.reduceat(scores, self._starts) / self._sizes
        rows = np.flatnonzero(scores == np.repeat(best, self._lengths))
        first = rows[np.searchsorted(rows, self._starts)]
        score = np.asarray((1 - MEAN) * best + MEAN * mean, dtype=np.float32)
        return Nearest(score, similar[first], self._numbers[first])

    def centroids(self, keys: Sequence[str]) -> Floats:
        """Mean vector of each record's pieces at length 1; zeros for a record that has none."""
        result = np.zeros((len(keys), self._matrix.shape[1]), np.float32)
        for row, key in enumerate(keys):
            place = self.place.get(key)
            if place is not None:
                start = self._starts[place]
                result[row] = unit(self._matrix[start : start + self._lengths[place]].mean(axis=0))
        return result


def unit(vector: Floats) -> Floats:
    """The vector at length 1."""
    return vector / max(float(np.linalg.norm(vector)), 1e-6)


def centred(matrix: Floats, centroid: Floats) -> Floats:
    """Rows around ``centroid``, each at length 1; in place."""
    matrix -= centroid
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-6)
    return matrix


def hubness(matrix: Floats, sample: Floats) -> Floats:
    """What each row loses: a share of its mean similarity to its nearest rows in an even sample of all, not
    counting itself.
    """
    count = min(_HUB_NEIGHBOURS, len(sample) - 1)
    result = np.zeros(len(matrix), np.float32)
    if count < 1:
        return result
    for start in range(0, len(matrix), _ROWS):
        near = matrix[start : start + _ROWS] @ sample.T
        near[near > 0.999] = 0
        result[start : start + _ROWS] = np.partition(near, -count, axis=1)[:, -count:].mean(axis=1)
    return HUBNESS * result
