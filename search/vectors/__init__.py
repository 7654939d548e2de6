"""Vectors: sentence vectors of passages for the search by meaning, word vectors for related words; on the
CPU, offline.

Cheap to import: what needs the model is loaded behind :mod:`installation`, which says what this installation
can do. Others also take :mod:`corpus_worker` and :mod:`corpus_words` (vectors of the words of the index) and
:mod:`upload` (vectors for an engine that compares them itself). The rest, in this order: :mod:`passages`
(what is embedded), :mod:`store` (vectors on disk and in memory),
:mod:`similarity` (how near), :mod:`background` (what questions have in common), :mod:`remote` (vectors on a
server), :mod:`smoothing` (alike records lend each other their scores), :mod:`ranker` (fusion with the
engine's ranking).
"""

from search.vectors.installation import (
    Ranker,
    release_model,
    semantic_available,
    semantic_index,
    semantic_ranker,
    semantic_state,
    semantic_wanted,
    throwaway_ranker,
    vector_uploader,
    vectors_of_engine,
    warm_up,
    word_embedder,
)

__all__ = [
    "Ranker",
    "corpus_words",
    "corpus_worker",
    "release_model",
    "semantic_available",
    "semantic_index",
    "semantic_ranker",
    "semantic_state",
    "semantic_wanted",
    "throwaway_ranker",
    "upload",
    "vector_uploader",
    "vectors_of_engine",
    "warm_up",
    "word_embedder",
]
