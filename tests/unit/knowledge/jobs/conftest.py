"""Kinds of work for the tests, and a queue that waits as the real one does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils.translation import gettext_noop

from knowledge.jobs import Running, kind
from knowledge.jobs.kinds import _kinds

DONE = gettext_noop("%(count)s Fälle sind veröffentlicht.")


@pytest.fixture
def declare() -> Iterator[Callable[..., str]]:
    """Declare a kind of work for one test."""
    names: list[str] = []

    def declared(work: Callable[[Running], None], **options: Any) -> str:
        name = f"test.{len(names)}"
        kind(name, label="Probe", **options)(work)
        names.append(name)
        return name

    yield declared
    for name in names:
        del _kinds[name]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Nothing is done at once: the ids of the jobs the workers were told of, in order."""
    told: list[int] = []
    monkeypatch.setattr("knowledge.jobs.actions.call", lambda job: told.append(job.pk))
    monkeypatch.setattr("knowledge.jobs.worker.call", lambda job: told.append(job.pk))
    return told
