"""Fuses the engine's ranking with the vectors.

The engine needs no vectors: it is asked for the nearest records by key, so audience, filters, phrases and exclusions hold for
them like for any other. The words' score counts as a share of what the words of the query could give, so that words weigh where a
record really has them, and meaning decides where it has not: that is the weight by type of query, without types.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from search.contract import Clause, EngineQuery, EngineResult, Near, ScoredKey, SearchEngine, WeightedTerm
from search.embeddings.passages import pieces, vectors
from search.embeddings.store import Loaded, Nearest, VectorStore
from search.embeddings.typical import Common
from search.embeddings.weights import Floats
from search.preparing import area_term

#: Weight of the words' score per rarity of the query against the standardised similarity. Flat: .3 to .5 differ by .003.
WORDS = 0.4
#: How many records each side brings.
LEXICAL_DEPTH = 100
DENSE_DEPTH = 60
#: So many records that match in meaning alone join the list.
DENSE_ONLY = 10
#: Scores up to this one come from the clause that asks for the key.
_NO_SCORE = 1e-4

Embed = Callable[[Sequence[str]], Floats]


class HybridRanker:
    """Ranks by words and meaning. Made once per process: it keeps the vectors of the latest queries, in memory alone."""

    def __init__(self, store: VectorStore, words: float = WORDS, embed: Embed = vectors) -> None:
        self._store = store
        self._words = words
        self._common = lru_cache(maxsize=1)(lambda: Common.of(embed))
        self._vector = lru_cache(maxsize=512)(lambda text: embed([text])[0])

    def rank(self, engine: SearchEngine, query: EngineQuery, text: str, rarity: float) -> EngineResult:
        """Matches in fused order with the engine's facets; deeper pages than :data:`LEXICAL_DEPTH` are lexical.

        ``rarity`` is the sum over the words of the query of their inverse document frequency.
        """
        if query.offset + query.limit > LEXICAL_DEPTH:
            return engine.query(query)
        loaded = self._store.loaded()
        if not loaded.keys:
            return engine.query(query)
        near = loaded.nearest(self._common().taken_off(self._vector(text), loaded.middle))
        nearest = [loaded.keys[int(i)] for i in np.argsort(-near.score, kind="stable")[:DENSE_DEPTH]]
        answers = engine.query_many((replace(query, limit=LEXICAL_DEPTH, offset=0), _by_key(query, nearest)))
        lexical = next(answers)
        found = {match.key for match in lexical.matches}
        joining = [key for key in nearest[:DENSE_ONLY] if key not in found]
        others = next(answers).matches if not found.issuperset(nearest) else ()
        added = [m for m in others if m.key not in found and (m.score > _NO_SCORE or m.key in joining)]
        total = lexical.total + sum(1 for m in added if m.score <= _NO_SCORE)
        ordered = self._fuse([*lexical.matches, *added], loaded, near, rarity)[query.offset : query.offset + query.limit]
        return replace(lexical, matches=tuple(_with_passage(match, loaded, near) for match in ordered), total=total)

    def _fuse(self, matches: Sequence[ScoredKey], loaded: Loaded, near: Nearest, rarity: float) -> list[ScoredKey]:
        """Order by the sum of both scores. A record without vectors yet counts like the farthest one."""
        if not matches:
            return []
        floor = float(near.score.min())
        places = [loaded.place.get(match.key) for match in matches]
        meaning = standardised([floor if place is None else float(near.score[place]) for place in places])
        lexical = np.array([match.score for match in matches], dtype=np.float32) / max(rarity, 1.0)
        fused = meaning + self._words * lexical
        return [replace(matches[i], score=round(float(fused[i]), 4)) for i in np.argsort(-fused, kind="stable").tolist()]


def _by_key(query: EngineQuery, keys: Sequence[str]) -> EngineQuery:
    """Records by key with their lexical score, as far as the query permits them."""
    wanted = Clause(tuple(WeightedTerm("area", area_term("key", key), 1e-6) for key in keys), required=True)
    return replace(query, clauses=(*query.clauses, wanted), facets=(), limit=len(keys), offset=0)


def _with_passage(match: ScoredKey, loaded: Loaded, near: Nearest) -> ScoredKey:
    """A shown match with the piece of the record that means what was asked; the record may have changed since its vectors were made."""
    place = loaded.place.get(match.key)
    if place is None:
        return match
    similarity, number, of_record = float(near.similarity[place]), int(near.piece[place]), pieces(match.document)
    if number < len(of_record):
        return replace(match, near=Near(similarity, of_record[number].text, of_record[number].anchor))
    return replace(match, near=Near(similarity))


def standardised(values: Sequence[float]) -> Floats:
    """Scores around 0 with a spread of 1; all 0 where they do not differ."""
    array = np.array(values, dtype=np.float32)
    spread = float(array.std())
    return (array - array.mean()) / spread if spread > 1e-9 else np.zeros_like(array)
