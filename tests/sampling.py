"""A sweep over many cases: some of each kind in the suite, all of them as a drill."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def sampled(every: Iterable[Any], keep: Collection[Any]) -> list[Any]:
    """Parameters of a test for each of ``every``; what is not in ``keep`` is a drill. A sample that names
    something unknown would test less than it says.
    """
    cases = list(every)
    unknown = [case for case in keep if case not in cases]
    assert keep and not unknown, f"not in the sweep: {unknown}"
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)), marks=() if case in keep else pytest.mark.drill
        )
        for case in cases
    ]
