"""The order of equal scores."""

from __future__ import annotations

from search.engines.ties import lifted


def test_equals_are_told_apart_by_the_random_part_of_their_keys() -> None:
    early, late, plain = (lifted(1.0, key) for key in ("case:00ff", "case:ff00", "case:haushalt-x"))
    assert 1.001 > early > late > 1
    assert 1 <= plain < 1.001 and plain == lifted(1.0, "case:haushalt-x")
