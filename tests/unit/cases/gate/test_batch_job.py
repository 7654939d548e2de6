"""Who may release a batch, and what of the job needs no library; the rest is in
``tests/integration/test_batches.py``.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cases.gate import batch_job
from knowledge.jobs import JobRefused


@pytest.mark.django_db
def test_without_cases_nobody_releases_any(admin_user: Any) -> None:
    assert not batch_job.may_release_batch(admin_user)


@pytest.mark.django_db
def test_a_case_that_is_gone_stops_the_batch() -> None:
    said: list[tuple[Any, ...]] = []
    running: Any = SimpleNamespace(
        arguments=[1, 2], report=lambda percent, message, **numbers: said.append((percent, numbers))
    )
    with pytest.raises(JobRefused) as refused:
        batch_job.release(running)
    assert refused.value.numbers == {"count": 2}
    assert said == [(40, {"done": 1, "all": 2}), (80, {"done": 2, "all": 2})]
