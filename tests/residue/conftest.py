"""Where no PostgreSQL can be had, its tests are left out and the summary says so; in CI they run and fail."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.residue import postgres_server

_left_out: list[str] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect instead of skipping, as the tests of the other services do."""
    ours = [
        item for item in items if any("postgresql" in mark.args for mark in item.iter_markers("services"))
    ]
    if not ours or os.environ.get("REQUIRE_SERVICES") == "1" or not postgres_server.missing():
        return
    _left_out.extend(item.nodeid for item in ours)
    config.hook.pytest_deselected(items=ours)
    items[:] = [item for item in items if item not in ours]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was left out and why."""
    if _left_out:
        terminalreporter.write_line(
            f"{len(_left_out)} PostgreSQL tests left out: {postgres_server.missing()}"
        )
