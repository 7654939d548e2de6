"""``db_worker``: the queue of jobs, and the search index for as long as it runs."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from knowledge.management.commands import db_worker


class Worker:
    """Does nothing, and notes when."""

    def __init__(self, order: list[str]) -> None:
        self.order = order

    def configure_signals(self) -> None:
        self.order.append("signals")

    def run(self) -> None:
        self.order.append("run")


@pytest.mark.parametrize(
    ("options", "wanted"), [((), ["signals", "index", "run"]), (("--batch",), ["signals", "run"])]
)
def test_the_index_is_served_by_a_worker_that_stays(
    options: tuple[str, ...], wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(db_worker, "build_worker", lambda **_options: Worker(order))
    monkeypatch.setattr(db_worker.index_worker, "serve", lambda: order.append("index"))
    call_command("db_worker", *options)
    assert order == wanted
