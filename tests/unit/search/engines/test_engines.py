"""Engines by name or by path; whoever is not there stops the start with a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from search import engines
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.readers import Index


class FurtherEngine(MemoryEngine):
    """An engine that no module of the library knows."""

    name = "further"

    def __init__(self, directory: Path | None = None, index: Index = Index.PUBLIC) -> None:
        super().__init__()
        self.directory, self.index = directory, index


class FarEngine(FurtherEngine):
    """One behind a network."""

    timeout = 0.3


@pytest.fixture(autouse=True)
def forgotten() -> Any:
    engines.reset()
    yield
    engines.reset()


def test_an_engine_of_ones_own_is_named_by_its_path(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = f"{__name__}.FurtherEngine", str(tmp_path)
    found = engines.current()
    assert isinstance(found, FurtherEngine) and found.directory == tmp_path
    assert engines.current() is found
    inner = engines.current(Index.INNER)
    assert isinstance(inner, FurtherEngine) and inner.index is Index.INNER
    assert inner.directory == tmp_path / "inner"
    assert list(engines.pair()) == [(Index.PUBLIC, found), (Index.INNER, inner)]
    assert not engines.is_remote() and engines.fallback_index() is None


def test_what_has_a_timeout_has_a_copy_on_this_machine(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = f"{__name__}.FarEngine", str(tmp_path)
    assert engines.is_remote()
    assert isinstance(engines.fallback_index(), EmbeddedEngine)
    settings.SEARCH_FALLBACK_INDEX = False
    assert engines.fallback_index() is None


@pytest.mark.parametrize("name", ["solr", "", "nowhere.Engine", "search.engines.memory.NoEngine"])
def test_an_unknown_engine_is_refused_with_what_there_is(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"gibt es nicht.*memory, embedded, elastic.*__init__\.py"):
        engines.factory(name)


def test_another_directory_is_another_engine(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", str(tmp_path / "a")
    first = engines.current()
    settings.SEARCH_INDEX_DIR = str(tmp_path / "b")
    assert engines.current() is not first
