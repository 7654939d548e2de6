"""Statistics of the database: asked for where it needs them, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.operations import statistics


class Cursor:
    """Notes what it is told."""

    said: list[str] = []

    def __enter__(self) -> Cursor:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def execute(self, statement: str) -> None:
        self.said.append(statement)


@pytest.mark.parametrize(("vendor", "said"), [("postgresql", ["ANALYZE"]), ("sqlite", [])])
def test_only_postgresql_is_asked(monkeypatch: Any, vendor: str, said: list[str]) -> None:
    cursor = Cursor()
    cursor.said = []
    monkeypatch.setattr(statistics, "connection", type("C", (), {"vendor": vendor, "cursor": lambda: cursor}))
    statistics.gather_statistics()
    assert cursor.said == said
