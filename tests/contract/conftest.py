"""A real Elasticsearch for the tests marked ``services("elasticsearch")``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract import elastic_server

_deselected: list[str] = []


def _needs_elasticsearch(item: pytest.Item) -> bool:
    return any("elasticsearch" in mark.args for mark in item.iter_markers("services"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where no server can be had, its tests are left out and the summary says so; in CI they run and fail."""
    wanted = [item for item in items if _needs_elasticsearch(item)]
    if not wanted or elastic_server.is_required() or not elastic_server.missing():
        return
    _deselected.extend(item.nodeid for item in wanted)
    config.hook.pytest_deselected(items=wanted)
    items[:] = [item for item in items if item not in set(wanted)]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was left out and why."""
    if _deselected:
        terminalreporter.write_line(f"{len(_deselected)} Elasticsearch tests left out: {elastic_server.missing()} (make elasticsearch)")


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the server."""
    if elastic_server.missing():
        pytest.fail(f"Elasticsearch is required here: {elastic_server.missing()}")
    with elastic_server.shared_url(tmp_path_factory.getbasetemp().parent) as url:
        yield url


@pytest.fixture
def elasticsearch(settings: Any, elasticsearch_url: str) -> str:
    """The settings point to the server; patient, because test machines are busy."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX = "weiterdenken-test"
    settings.ELASTICSEARCH_TIMEOUT_MS = 10_000
    return elasticsearch_url
