"""Engines behind the contract. ``current()`` gives the one that the settings name, for the public index or
the inner one; ``pair()`` both.

Only the modules of this package import tantivy or elasticsearch. An engine of your own needs no change here:
``SEARCH_ENGINE`` may be the dotted path of anything that takes the directory of an index (``None``: what it
holds goes with it) and its name (:class:`search.readers.Index`), and returns a
:class:`search.contract.SearchEngine`. ``CONTRACT_ENGINE=<path> pytest
tests/contract/test_engine_contract.py`` says whether it keeps the contract.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from search.contract import SearchEngine
from search.engines.locks import alone
from search.engines.suggestions import beginning, completed
from search.readers import Index

__all__ = [
    "IndexPair",
    "alone",
    "beginning",
    "completed",
    "create",
    "current",
    "directory",
    "factory",
    "fallback_index",
    "fallback_pair",
    "is_remote",
    "pair",
    "reset",
]

#: The engines that come with the library, by their short names.
_PATHS = {
    "memory": "search.engines.memory.MemoryEngine",
    "embedded": "search.engines.embedded.EmbeddedEngine",
    "elastic": "search.engines.elastic.of_installation",
}
#: What answers on this machine while a remote engine is away.
_FALLBACK = "embedded"

_lock = threading.Lock()
_current: dict[str, SearchEngine] = {}


class Factory(Protocol):
    """What makes an engine for one of the two indexes."""

    def __call__(self, directory: Path | None, index: Index, /) -> SearchEngine: ...


def factory(name: str) -> Factory:
    """What makes engines of a short name or a dotted path.

    Raises ``ImproperlyConfigured`` with a sentence where there is no such engine.
    """
    try:
        found: Factory = import_string(_PATHS.get(name, name))
    except ImportError as error:
        raise ImproperlyConfigured(
            f"Die Suchmaschine {name!r} gibt es nicht ({error}). Möglich sind {', '.join(_PATHS)} oder der"
            " Python-Pfad einer eigenen (search/engines/__init__.py sagt, was sie können muss)."
        ) from error
    return found


def create(name: str, directory: Path | None = None, index: Index = Index.PUBLIC) -> SearchEngine:
    """A new engine; without a directory what it holds goes with it."""
    return factory(name)(directory, index)


@dataclass(frozen=True, slots=True)
class IndexPair:
    """The two indexes of an installation, or their copies on this machine."""

    public: SearchEngine
    inner: SearchEngine

    def of(self, index: Index) -> SearchEngine:
        """One of them."""
        return self.public if index is Index.PUBLIC else self.inner

    def __iter__(self) -> Iterator[tuple[Index, SearchEngine]]:
        return iter(((Index.PUBLIC, self.public), (Index.INNER, self.inner)))


def pair() -> IndexPair:
    """Both indexes of this installation."""
    return IndexPair(current(), current(Index.INNER))


def fallback_pair() -> IndexPair | None:
    """Their copies on this machine; ``None`` where the engine itself is local."""
    public, inner = fallback_index(), fallback_index(Index.INNER)
    return IndexPair(public, inner) if public is not None and inner is not None else None


def current(index: Index = Index.PUBLIC) -> SearchEngine:
    """The engine of this installation for an index, one per process."""
    return _kept(settings.SEARCH_ENGINE, index)


def directory(index: Index) -> Path | None:
    """Where an index lies, and what belongs to it."""
    if not settings.SEARCH_INDEX_DIR:
        return None
    of_public = Path(settings.SEARCH_INDEX_DIR)
    return of_public if index is Index.PUBLIC else of_public / index


def is_remote() -> bool:
    """Whether the engine lies behind a network, so that nobody may wait for it."""
    return current().timeout is not None


def fallback_index(index: Index = Index.PUBLIC) -> SearchEngine | None:
    """The copy of an index on this machine that answers while a remote engine is away; ``None`` where the
    engine itself is local.
    """
    if not is_remote() or not settings.SEARCH_FALLBACK_INDEX or not settings.SEARCH_INDEX_DIR:
        return None
    return _kept(_FALLBACK, index)


def _kept(name: str, index: Index) -> SearchEngine:
    place = directory(index)
    key = f"{name}:{index}:{place}"
    with _lock:
        if key not in _current:
            _current[key] = create(name, place, index)
        return _current[key]


def reset() -> None:
    """Forget the engine of this process (tests, changed settings)."""
    with _lock:
        _current.clear()
