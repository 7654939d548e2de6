"""Engines behind the contract. ``current()`` gives the one that the settings name.

Only the modules of this package import tantivy or elasticsearch. An engine of your own needs no change here:
``SEARCH_ENGINE`` may be the dotted path of anything that takes the index directory (``None``: what it holds
goes with it) and returns a :class:`search.contract.SearchEngine`. ``CONTRACT_ENGINE=<path> pytest
tests/contract/test_engine_contract.py`` says whether it keeps the contract.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from search.contract import SearchEngine
from search.engines.locks import alone

__all__ = ["alone", "create", "current", "factory", "fallback_index", "is_remote", "reset"]

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


def factory(name: str) -> Callable[[Path | None], SearchEngine]:
    """What makes engines of a short name or a dotted path.

    Raises ``ImproperlyConfigured`` with a sentence where there is no such engine.
    """
    try:
        found: Callable[[Path | None], SearchEngine] = import_string(_PATHS.get(name, name))
    except ImportError as error:
        raise ImproperlyConfigured(
            f"Die Suchmaschine {name!r} gibt es nicht ({error}). Möglich sind {', '.join(_PATHS)} oder der"
            " Python-Pfad einer eigenen (search/engines/__init__.py sagt, was sie können muss)."
        ) from error
    return found


def create(name: str, directory: Path | None = None) -> SearchEngine:
    """A new engine; without a directory what it holds goes with it."""
    return factory(name)(directory)


def current() -> SearchEngine:
    """The engine of this installation, one per process."""
    return _kept(settings.SEARCH_ENGINE)


def is_remote() -> bool:
    """Whether the engine lies behind a network, so that nobody may wait for it."""
    return current().timeout is not None


def fallback_index() -> SearchEngine | None:
    """The copy on this machine that answers while a remote engine is away; ``None`` where the engine itself
    is local.
    """
    if not is_remote() or not settings.SEARCH_FALLBACK_INDEX or not settings.SEARCH_INDEX_DIR:
        return None
    return _kept(_FALLBACK)


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
