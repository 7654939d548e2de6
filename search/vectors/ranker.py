"""Fuses the engine's ranking with the vectors.

An engine that has vectors brings the nearest records itself; any other is asked for them by key. Either way
audience, filters, phrases and exclusions hold for them like for any other. The words' score counts as a share
of what the words of the query could give, so that words weigh where a record really has them, and meaning
decides where it has not: that is the weight by type of query, without types.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

import numpy as np

from search.contract import (
    EngineQuery,
    EngineResult,
    FusedScore,
    Near,
    ScoredKey,
    SearchEngine,
    VectorEngine,
)
from search.readers import Index
from search.sentences import Floats, query_vector, vectors
from search.vectors.background import BackgroundComponent
from search.vectors.passages import pieces
from search.vectors.remote import Frame, asked, frame_of, unpacked
from search.vectors.similarity import Nearest, Rows
from search.vectors.smoothing import smoothed
from search.vectors.store import VectorStore

#: Weight of the words' score per rarity of the query against the standardised similarity. Flat: .3 to .5
#: differ by .003.
WORDS = 0.4
#: How many records each side brings.
LEXICAL_DEPTH = 100
DENSE_DEPTH = 60
#: Of so many nearest records the permitted ones count where filters turn most of them down.
FILTERED_REACH = 240
#: So many records that match in meaning alone join the list.
DENSE_ONLY = 10

Embed = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class Measured:
    """How near records are to a query, and what the words of the query weigh together."""

    rows: Rows
    near: Nearest
    rarity: float


class HybridRanker:
    """Ranks by words and meaning. Made once per process: it keeps the vectors of the latest queries, in
    memory alone.
    """

    def __init__(
        self,
        store: VectorStore,
        words: float = WORDS,
        embed: Embed = vectors,
        index: Index = Index.PUBLIC,
        is_ready: Callable[[], bool] = lambda: True,
    ) -> None:
        """``is_ready``: whether the vectors of this machine are complete; before that the words answer."""
        self._store = store
        self._index = index
        self._words = words
        self._background = lru_cache(maxsize=1)(lambda: BackgroundComponent.of(embed))
        self._is_ready = is_ready
        of_query = query_vector if embed is vectors else lambda text: embed([text])[0]
        self._vector = lru_cache(maxsize=512)(of_query)

    def rank(self, engine: SearchEngine, query: EngineQuery, text: str, rarity: float) -> EngineResult:
        """Matches in fused order with the engine's facets; deeper pages than :data:`LEXICAL_DEPTH` are
        lexical.

        ``rarity`` is the sum over the words of the query of their inverse document frequency. Raises
        :class:`search.sentences.VectorsLate` where the vector of the query is not there in time.
        """
        if query.offset + query.limit > LEXICAL_DEPTH:
            return engine.query(query)
        frame = frame_of(engine)
        if frame is not None:
            return self._by_engine(cast(VectorEngine, engine), query, text, rarity, frame)
        loaded = self._store.loaded(self._index)
        if not loaded.keys or not self._is_ready():
            return engine.query(query)
        near = loaded.nearest(self._background().removed_from(self._vector(text), loaded.centroid))
        reach = (
            FILTERED_REACH
            if query.filters or query.numbers or any(c.prohibited for c in query.clauses)
            else DENSE_DEPTH
        )
        nearest = [loaded.keys[int(i)] for i in np.argsort(-near.score, kind="stable")[:reach]]
        lexical = engine.query(replace(query, limit=LEXICAL_DEPTH, offset=0, also=tuple(nearest)))
        there = {match.key for match in (*lexical.matches, *lexical.others)}
        return self._joined(
            query, lexical, [key for key in nearest if key in there], Measured(loaded, near, rarity)
        )

    def _by_engine(
        self, engine: VectorEngine, query: EngineQuery, text: str, rarity: float, frame: Frame
    ) -> EngineResult:
        """The engine finds the nearest records; their vectors come with them and are scored here like those
        of this machine.
        """
        centred = self._background().removed_from(self._vector(text), frame.centroid)
        lexical = engine.query(
            replace(query, limit=LEXICAL_DEPTH, offset=0, vector=asked(centred), nearest=DENSE_DEPTH)
        )
        rows = unpacked(
            {match.key: match.packed for match in (*lexical.matches, *lexical.others)}, len(frame.centroid)
        )
        near, others = rows.nearest(centred), {match.key for match in lexical.others}
        nearest = [
            key for i in np.argsort(-near.score, kind="stable") if (key := rows.keys[int(i)]) in others
        ]
        return self._joined(query, lexical, nearest, Measured(rows, near, rarity))

    def _joined(
        self, query: EngineQuery, lexical: EngineResult, nearest: Sequence[str], by: Measured
    ) -> EngineResult:
        """``nearest`` are the permitted records in order of meaning; those that the words did not bring are
        among the others.
        """
        found, others = (
            {match.key for match in lexical.matches},
            {match.key: match for match in lexical.others},
        )
        nearest = nearest[:DENSE_DEPTH]
        joining = [key for key in nearest[:DENSE_ONLY] if key not in found]
        added = [
            m for key in nearest if key not in found and ((m := others[key]).score > 0 or key in joining)
        ]
        total = lexical.total + sum(1 for m in added if m.score <= 0)
        ordered = self._fuse([*lexical.matches, *added], by)[query.offset : query.offset + query.limit]
        return replace(
            lexical, matches=tuple(_with_passage(match, by) for match in ordered), total=total, others=()
        )

    def _fuse(self, matches: Sequence[ScoredKey], by: Measured) -> list[ScoredKey]:
        """Order by the sum of both scores, of which alike records lend each other some. A record without
        vectors yet counts like the farthest one.
        """
        if not matches:
            return []
        floor = float(by.near.score.min(initial=1.0))
        places = [by.rows.place.get(match.key) for match in matches]
        meaning = standardised([floor if place is None else float(by.near.score[place]) for place in places])
        lexical = np.array([match.score for match in matches], dtype=np.float32) / max(by.rarity, 1.0)
        words = self._words * lexical
        fused = smoothed(meaning + words, lambda first: by.rows.centroids([matches[i].key for i in first]))
        smoothing = fused - words - meaning
        return [
            replace(
                matches[i],
                score=round(float(fused[i]), 4),
                fused=FusedScore(float(words[i]), float(meaning[i]), float(smoothing[i]), matches[i].score),
            )
            for i in np.argsort(-fused, kind="stable").tolist()
        ]


def _with_passage(match: ScoredKey, by: Measured) -> ScoredKey:
    """A shown match with the piece of the record that means what was asked; the record may have changed since
    its vectors were made.
    """
    place = by.rows.place.get(match.key)
    if place is None:
        return match
    similarity, number, of_record = (
        float(by.near.similarity[place]),
        int(by.near.piece[place]),
        pieces(match.document),
    )
    if number < len(of_record):
        return replace(match, near=Near(similarity, of_record[number].text, of_record[number].anchor))
    return replace(match, near=Near(similarity))


def standardised(values: Sequence[float]) -> Floats:
    """Scores around 0 with a spread of 1; all 0 where they do not differ."""
    array = np.array(values, dtype=np.float32)
    spread = float(array.std())
    return (array - array.mean()) / spread if spread > 1e-9 else np.zeros_like(array)
