"""A real cluster that goes away: readers get complete answers, publishing goes on, and afterwards everything
is in the index.

Drills have two nodes of their own, which are killed there. The master's death leaves the other one without a
majority.
"""

from __future__ import annotations

import signal
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from elasticsearch import Elasticsearch

from search import engines, registry, service
from search.contract import SearchRequest, SearchResponse, Viewer
from search.index import apply, verification, worker
from search.models import IndexJob
from tests.contract import elastic_server
from tests.unit.search.conftest import GroupSource, Labels

pytestmark = [
    pytest.mark.services("elasticsearch"),
    pytest.mark.xdist_group("elasticsearch"),
    pytest.mark.django_db,
]

_SECONDS = 120


@pytest.fixture(scope="module")
def two_nodes() -> Iterator[elastic_server.Cluster]:
    if elastic_server.missing():
        pytest.fail(f"Elasticsearch is required here: {elastic_server.missing()}")
    made = elastic_server.Cluster(2)
    yield made
    made.stop()


@pytest.fixture
def nodes(request: pytest.FixtureRequest) -> elastic_server.Nodes:
    is_drill = request.node.get_closest_marker("drill")
    made: elastic_server.Nodes = request.getfixturevalue("two_nodes" if is_drill else "elasticsearch_node")
    return made


@pytest.fixture
def library(
    nodes: elastic_server.Nodes, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[elastic_server.Nodes]:
    settings.SEARCH_ENGINE = "elastic"
    settings.SEARCH_OUTBOX = "background"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.ELASTICSEARCH_URL = ",".join(nodes.urls)
    settings.ELASTICSEARCH_INDEX = f"outage-{uuid.uuid4().hex[:8]}"
    settings.ELASTICSEARCH_TIMEOUT_MS = 1_000
    monkeypatch.setattr(registry, "_sources", {"gruppe": GroupSource()})
    monkeypatch.setattr(registry, "_facets", {"typ": Labels("Art")})
    for name in ("_vocabularies", "_facet_words", "_bands"):
        monkeypatch.setattr(registry, name, [])
    engines.reset()
    service.forget()
    for number in range(3):
        publish(number)
    apply.rebuild()
    eventually(converged)
    yield nodes
    engines.reset()
    service.forget()


def publish(number: int) -> None:
    Group.objects.create(name=f"public|Starkregen {number}|Der Bach trat über die Ufer.")


def ask() -> SearchResponse:
    return service.run(SearchRequest(text="Starkregen"), Viewer())


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.2)


def converged() -> bool:
    """The outbox drains by itself and the cluster answers again."""
    return worker.run_once() and not IndexJob.objects.exists() and not ask().degraded


def admin(nodes: elastic_server.Nodes, number: int = 0) -> Elasticsearch:
    return Elasticsearch(nodes.urls[number], request_timeout=20)


def live_index(nodes: elastic_server.Nodes) -> str:
    from django.conf import settings

    with admin(nodes) as client:
        return next(iter(client.indices.get_alias(name=f"{settings.ELASTICSEARCH_INDEX}-read").body))


def assert_nothing_is_missed(*, degraded: bool | None) -> None:
    """During the fault: a further record is published, and every search has all four."""
    publish(9)
    worker.run_once()
    for _round in range(5):
        answer = ask()
        assert (answer.total, answer.facets["typ"][0].count) == (4, 4)
        assert degraded is None or answer.degraded is degraded
        assert bool(answer.notice) == answer.degraded


def assert_all_agree() -> None:
    eventually(converged)
    outcomes = verification.verify(repair=False)
    assert [(found.compared, found.keys) for found, _after in outcomes] == [(4, ())] * 4
    assert ask().total == 4


def test_index_deleted(library: elastic_server.Nodes) -> None:
    with admin(library) as client:
        client.indices.delete(index=live_index(library))
    assert ask().total == 3
    assert ask().degraded
    publish(9)
    assert ask().degraded  # nothing half is served: the next drain builds the whole index
    assert_all_agree()


def test_index_closed(library: elastic_server.Nodes) -> None:
    name = live_index(library)
    with admin(library) as client:
        client.indices.close(index=name)
        assert_nothing_is_missed(degraded=True)
        client.indices.open(index=name)
    assert_all_agree()


@pytest.mark.drill
def test_disk_full(library: elastic_server.Nodes) -> None:
    """The flood stage itself, by marks that no disk can meet."""
    prefix = "cluster.routing.allocation.disk"
    marks = {f"{prefix}.watermark.{name}": "900000gb" for name in ("low", "high", "flood_stage")}
    name = live_index(library)
    with admin(library) as client:

        def is_blocked() -> bool:
            found = client.indices.get_settings(index=name, flat_settings=True).body[name]["settings"]
            return found.get("index.blocks.read_only_allow_delete") == "true"

        client.cluster.put_settings(
            persistent={**marks, f"{prefix}.threshold_enabled": True, "cluster.info.update.interval": "10s"}
        )
        eventually(is_blocked)
        publish(9)
        assert worker.run_once() is False
        assert IndexJob.objects.of("").count() == 1
        assert ask().total in {
            3,
            4,
        }  # searching goes on; the new record waits in the outbox, or the fallback index has it
        client.cluster.put_settings(persistent={**dict.fromkeys(marks), f"{prefix}.threshold_enabled": False})
        eventually(lambda: not is_blocked() or _unblock(client, name))
    assert_all_agree()


def _unblock(client: Elasticsearch, name: str) -> bool:
    client.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": None})
    return False


def test_nodes_frozen(library: elastic_server.Nodes) -> None:
    for number in range(library.nodes):
        library.signal(number, signal.SIGSTOP)
    try:
        assert_nothing_is_missed(degraded=True)
    finally:
        for number in range(library.nodes):
            library.signal(number, signal.SIGCONT)
    assert_all_agree()


@pytest.mark.drill
def test_master_killed_and_no_majority_left(library: elastic_server.Cluster) -> None:
    with admin(library) as client:
        master = int(str(client.cat.master(format="json").body[0]["node"]).rpartition("-")[2])
    library.signal(master, signal.SIGKILL)
    publish(9)
    worker.run_once()
    assert ask().total in {3, 4}  # the other node may go on reading what it has
    assert IndexJob.objects.of("").count() == 1
    library.restart(master)
    assert_all_agree()
