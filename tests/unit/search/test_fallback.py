"""The chain while a cluster is away: fallback index on this machine, then titles; publishing waits for
nobody; everything converges.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.models import F
from django.utils import timezone

from search import engines, service, telemetry
from search.contract import EngineUnavailable, SearchRequest, Viewer
from search.engines.memory import MemoryEngine
from search.index import apply, fallback_index, verification, worker
from search.models import FallbackIndex, IndexJob


class Cluster(MemoryEngine):
    """Stands for a cluster that can be away: what has a timeout lies behind a network."""

    name, timeout, away = "elastic", 5.0, False

    def __getattribute__(self, name: str) -> Any:
        if (
            name in {"query", "upsert", "remove", "suggest", "words", "version_token", "digests", "rebuild"}
            and Cluster.away
        ):
            raise EngineUnavailable("refused")
        return super().__getattribute__(name)


@pytest.fixture
def cluster(
    source: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[type[Cluster]]:
    settings.SEARCH_ENGINE = f"{__name__}.Cluster"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.SEARCH_OUTBOX = "background"
    engines.reset()
    service.forget()
    assert worker.run_once()
    Cluster.away = False
    yield Cluster
    Cluster.away = False


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def publish(number: int) -> Group:
    return Group.objects.create(name=f"public|Starkregen {number}|Der Bach trat über die Ufer.")


def ask(text: str = "Starkregen") -> Any:
    return service.run(SearchRequest(text=text), Viewer())


def test_replica_answers_completely_while_the_cluster_is_away(cluster: type[Cluster], commit: Any) -> None:
    with commit():
        for number in range(3):
            publish(number)
    assert worker.run_once()
    whole = ask()
    cluster.away = True
    answered = ask()
    assert (answered.degraded, answered.total) == (True, 3)
    assert "Kopie" in answered.notice
    assert [hit.key for hit in answered.hits] == [hit.key for hit in whole.hits]
    assert answered.facets == whole.facets
    assert (whole.degraded, whole.notice) == (False, "")
    assert [s.text for s in service.suggest("stark")] == ["Starkregen 0", "Starkregen 1", "Starkregen 2"]


def test_published_while_away_is_found_in_the_replica_and_later_in_the_cluster(
    cluster: type[Cluster], commit: Any
) -> None:
    cluster.away = True
    with commit():
        group = publish(1)
    assert set(IndexJob.objects.values_list("target", flat=True)) == {"", fallback_index.local().name}
    assert worker.run_once() is False
    assert ask().total == 1
    assert list(IndexJob.objects.values_list("target", "attempts")) == [("", 0)]
    for _round in range(5):
        assert worker.run_once(thorough=False) is False
    cluster.away = False
    assert worker.run_once(thorough=False)
    assert not IndexJob.objects.exists()
    assert (ask().total, ask().degraded) == (1, False)
    with commit():
        group.delete()
    assert worker.run_once()
    assert all(after.keys == () == before.keys for before, after in verification.verify())


def test_titles_answer_without_a_fallback_index(
    cluster: type[Cluster], source: Any, commit: Any, settings: Any
) -> None:
    source.eligible = lambda: (
        Group.objects.filter(name__contains="|").annotate(title=F("name")).order_by("pk")
    )
    with commit():
        publish(1)
    settings.SEARCH_FALLBACK_INDEX = False
    cluster.away = True
    answered = ask()
    assert (answered.degraded, answered.total) == (True, 1)
    assert "Titeln" in answered.notice
    assert service.suggest("stark") == ()


def test_broken_replica_leads_to_the_titles(cluster: type[Cluster], commit: Any) -> None:
    with commit():
        publish(1)
    cluster.away = True
    engines.fallback_index()._storage._pointer().unlink()
    assert "Titeln" in ask().notice


def test_publishing_only_wakes_the_thread(
    cluster: type[Cluster], commit: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    monkeypatch.setattr(worker, "notify", lambda: woken.append(1))
    monkeypatch.setattr(apply, "drain", lambda *a, **k: pytest.fail("the request waited for the engine"))
    for number, mode in enumerate(("background", "immediate")):
        settings.SEARCH_OUTBOX = mode
        with commit():
            publish(number)
    assert len(woken) == 2


def test_local_engine_that_is_busy_is_tried_again(
    source: Any, commit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    monkeypatch.setattr(worker, "notify", lambda: woken.append(1))

    def busy(*args: object) -> None:
        raise EngineUnavailable("another process is writing the index")

    monkeypatch.setattr(engines.current(), "upsert", busy)
    with commit():
        publish(1)
    assert woken == [1]


def test_other_machines_get_rows_of_their_own_until_they_are_gone(
    cluster: type[Cluster], commit: Any
) -> None:
    FallbackIndex.objects.create(name="b", seen=timezone.now())
    with commit():
        publish(1)
    assert worker.run_once()
    assert list(IndexJob.objects.values_list("target", flat=True)) == ["b"]
    FallbackIndex.objects.update(seen=timezone.now() - fallback_index.FORGOTTEN_AFTER - timedelta(minutes=1))
    assert worker.run_once()
    assert not IndexJob.objects.exists()
    assert [r.name for r in FallbackIndex.objects.all()] == [fallback_index.local().name]


def test_replica_of_another_version_is_built_anew(
    cluster: type[Cluster], commit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with commit():
        publish(1)
    assert worker.run_once()
    before = engines.fallback_index().status().generation
    monkeypatch.setattr(fallback_index, "fingerprint", lambda: "anders")
    assert worker.run_once()
    assert engines.fallback_index().status().generation != before
    assert engines.fallback_index().status().documents == 1


def test_a_thread_works_the_outbox_off(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    looked, rounds = threading.Event(), []

    def look(*, thorough: bool) -> bool:
        rounds.append(thorough)
        looked.set()
        return True

    monkeypatch.setattr(worker, "run_once", look)
    monkeypatch.setattr(worker, "_process", 0)
    worker.notify()
    assert not looked.wait(0.1)  # not wanted in tests
    settings.BACKGROUND_THREADS = True
    worker.notify()
    assert looked.wait(10)
    looked.clear()
    worker.notify()
    assert looked.wait(4)  # at once, not after a pause
    assert rounds[:2] == [True, False]


def test_searches_are_counted_without_their_words(source: Any, caplog: pytest.LogCaptureFixture) -> None:
    telemetry.forget()
    with caplog.at_level(logging.DEBUG):
        ask("geheimes Vorhaben")
    counted = telemetry.snapshot()
    assert counted["searches"] == 1
    assert sum(counted["seconds_up_to"].values()) == 1
    line = next(r for r in caplog.records if r.name == "search.telemetry")
    assert (line.engine, line.outcome, line.total) == ("memory", "unanswered", 0)
    assert not [r for r in caplog.records if "geheim" in r.getMessage().casefold()]
