"""A real Elasticsearch for the tests marked ``services("elasticsearch")``."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest

from tests.contract import elastic_server

_deselected: dict[str, str] = {}


def _missing(item: pytest.Item) -> str:
    """Why a test cannot run here: no server at all, or none of the next version."""
    wanted = {name for mark in item.iter_markers("services") for name in mark.args}
    if "elasticsearch-next" in wanted:
        return elastic_server.missing_next()
    return elastic_server.missing() if "elasticsearch" in wanted and not elastic_server.is_required() else ""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where no server can be had, its tests are left out and the summary says so; in CI those of the default
    version run and fail.
    """
    reasons = {item.nodeid: reason for item in items if (reason := _missing(item))}
    if not reasons:
        return
    _deselected.update(reasons)
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in reasons])
    items[:] = [item for item in items if item.nodeid not in reasons]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was left out and why."""
    for reason, count in Counter(_deselected.values()).items():
        terminalreporter.write_line(f"{count} Elasticsearch tests left out: {reason} (make elasticsearch)")


@pytest.fixture(scope="session")
def elasticsearch_node() -> elastic_server.Nodes:
    """The server of this run, with one node."""
    return _shared()


def _shared(nodes: int = 1, version: str = elastic_server.DEFAULT_VERSION) -> elastic_server.Nodes:
    if elastic_server.missing():
        pytest.fail(f"Elasticsearch is required here: {elastic_server.missing()}")
    return elastic_server.shared(nodes, version)


def _settings_for(settings: Any, url: str) -> str:
    """The settings point to a server; patient, because test machines are busy."""
    settings.ELASTICSEARCH_URL = url
    settings.ELASTICSEARCH_INDEX = "weiterdenken-test"
    settings.ELASTICSEARCH_TIMEOUT_MS = 10_000
    return url


@pytest.fixture
def elasticsearch(settings: Any, request: pytest.FixtureRequest) -> str:
    """One node."""
    given = os.environ.get("ELASTICSEARCH_TEST_URL")
    return _settings_for(settings, given or request.getfixturevalue("elasticsearch_node").urls[0])


@pytest.fixture
def elasticsearch_shards(settings: Any, elasticsearch: str) -> str:
    """Three shards, so that the statistics of all are needed."""
    settings.ELASTICSEARCH_SHARDS = 3
    settings.ELASTICSEARCH_INDEX = "weiterdenken-test-shards"
    return elasticsearch


@pytest.fixture
def elasticsearch_cluster(settings: Any) -> str:
    """Three shards on three nodes."""
    settings.ELASTICSEARCH_SHARDS = 3
    return _settings_for(settings, ",".join(_shared(3).urls))


@pytest.fixture
def elasticsearch_next(settings: Any) -> str:
    """One node of the next version."""
    return _settings_for(settings, _shared(version=elastic_server.NEXT_VERSION).urls[0])
