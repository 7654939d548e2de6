"""Kinds of work are declared once, and by nobody else's name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.jobs import Running, all_kinds, find, kind


def nothing(job: Running) -> None:
    """Does it."""


def test_a_kind_is_found_by_its_name(declare: Callable[..., str]) -> None:
    name = declare(nothing, tries=5)
    known = find(name)
    assert known is not None
    assert (known.work, known.tries) == (nothing, 5)
    assert not known.allowed(None)
    assert known in all_kinds()
    assert find("test.unknown") is None


def test_two_kinds_of_one_name_are_a_mistake(declare: Callable[..., str]) -> None:
    name = declare(nothing)
    assert kind(name, label="Probe")(nothing) is nothing
    with pytest.raises(ValueError, match=name):
        kind(name, label="Probe")(lambda job: None)
