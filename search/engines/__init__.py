"""Engines behind the contract. ``current()`` gives the one that the settings name.

Only the modules of this package import tantivy or elasticsearch.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from search.contract import SearchEngine

__all__ = ["create", "current", "fallback_index", "is_remote", "reset"]

_lock = threading.Lock()
_current: dict[str, SearchEngine] = {}


def _memory(_directory: Path | None) -> SearchEngine:
    from search.engines.memory import MemoryEngine

    return MemoryEngine()


def _embedded(directory: Path | None) -> SearchEngine:
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(directory)


def _elastic(directory: Path | None) -> SearchEngine:
    """The cluster of the settings; without a directory an index of its own that goes with the engine."""
    from search.engines.elastic import ElasticEngine

    return ElasticEngine(kept=directory is not None)


_FACTORIES: dict[str, Callable[[Path | None], SearchEngine]] = {
    "memory": _memory,
    "embedded": _embedded,
    "elastic": _elastic,
}


def create(name: str, directory: Path | None = None) -> SearchEngine:
    """A new engine; without a directory it lives in memory. ``ValueError`` for an unknown name."""
    if name not in _FACTORIES:
        raise ValueError(f"Die Suchmaschine {name!r} gibt es nicht. Möglich sind: {', '.join(_FACTORIES)}.")
    return _FACTORIES[name](directory)


def current() -> SearchEngine:
    """The engine of this installation, one per process."""
    return _kept(_name())


def is_remote() -> bool:
    """Whether the engine lies behind a network, so that nobody may wait for it."""
    return _name() == "elastic"


def fallback_index() -> SearchEngine | None:
    """The copy on this machine that answers while a remote engine is away; ``None`` where the engine itself
    is local.
    """
    if not is_remote() or not settings.SEARCH_FALLBACK_INDEX or not settings.SEARCH_INDEX_DIR:
        return None
    return _kept("embedded")


def _name() -> str:
    return str(settings.SEARCH_ENGINE)


def _kept(name: str) -> SearchEngine:
    directory = settings.SEARCH_INDEX_DIR
    key = f"{name}:{directory}"
    with _lock:
        if key not in _current:
            _current[key] = create(name, Path(directory) if directory else None)
        return _current[key]


def reset() -> None:
    """Forget the engine of this process (tests, changed settings)."""
    with _lock:
        _current.clear()
