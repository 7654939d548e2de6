"""The copy on this machine: named once, registered, and forgotten with its machine."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from search import engines
from search.engines import IndexPair
from search.engines.memory import MemoryEngine
from search.index import fallback_index
from search.index.fallback_index import LocalFallback
from search.models import FallbackIndex, IndexJob
from search.readers import Index

pytestmark = [pytest.mark.django_db, pytest.mark.db]


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> LocalFallback:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    return LocalFallback(fallback_index._name(), IndexPair(MemoryEngine(), MemoryEngine()))


def test_a_directory_keeps_its_name_and_another_gets_another(here: LocalFallback, settings: Any) -> None:
    assert fallback_index._name() == here.name and len(here.name) == 32
    assert [path.name for path in settings.SEARCH_INDEX_DIR.iterdir()] == ["fallback-index"]
    settings.SEARCH_INDEX_DIR = settings.SEARCH_INDEX_DIR.with_name("lost")
    assert fallback_index._name() != here.name


def test_it_is_unknown_once(here: LocalFallback) -> None:
    assert [fallback_index.register(here), fallback_index.register(here)] == [True, False]
    assert FallbackIndex.objects.get().name == here.name


def test_a_machine_that_is_gone_takes_its_rows_along(here: LocalFallback) -> None:
    FallbackIndex.objects.create(
        name="gone", seen=timezone.now() - fallback_index.FORGOTTEN_AFTER - timedelta(minutes=1)
    )
    for target in ("gone", here.name, ""):
        IndexJob.objects.create(key="a:1", kind="a", action=IndexJob.Action.UPSERT, target=target)
    fallback_index.register(here)
    assert set(IndexJob.objects.values_list("target", flat=True)) == {here.name, ""}


def test_it_is_built_where_another_version_made_it(
    here: LocalFallback, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert here.to_build == ()
    monkeypatch.setattr(fallback_index, "fingerprint", lambda: "another")
    assert here.to_build == tuple(Index)


def test_a_local_engine_has_none() -> None:
    assert (fallback_index.local(), fallback_index.names(), engines.is_remote()) == (None, [], False)
