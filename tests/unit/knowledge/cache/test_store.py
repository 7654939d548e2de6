"""Kept answers have an end and a limit."""

from __future__ import annotations

import pytest

from knowledge.cache import store
from knowledge.cache.store import Answer, Store


def answer(body: bytes = b"x" * 100_000, *, generation: str = "1", until: float = 2.0**40) -> Answer:
    return Answer("200 OK", [], body, generation, until, b"geheim")


def test_the_least_recently_wanted_goes_first() -> None:
    kept = Store(megabytes=0.5)
    for name in "abcd":
        kept.put(name, answer())
    assert kept.get("a", "1") is not None
    kept.put("e", answer())
    assert kept.get("b", "1") is None
    assert kept.get("a", "1") is not None
    assert kept.total <= 500_000


def test_nobody_fills_the_memory_with_one_page() -> None:
    kept = Store(megabytes=0.5)
    kept.put("groß", answer(b"x" * 200_000))
    assert not len(kept)


def test_what_is_packed_counts() -> None:
    kept, packed = Store(megabytes=1), answer()
    packed.encoded("gzip")
    kept.put("a", packed)
    assert kept.total == packed.size > 100_000


def test_what_is_packed_later_counts_as_well() -> None:
    kept, packed = Store(megabytes=1), answer()
    kept.put("a", packed)
    before = kept.total
    packed.encoded("gzip")
    packed.encoded("br")
    assert kept.get("a", "1") is packed
    assert kept.total == packed.size > before


@pytest.mark.parametrize(("generation", "until"), [("2", 2.0**40), ("1", 0.0)])
def test_what_is_over_goes(generation: str, until: float) -> None:
    kept = Store(megabytes=1)
    kept.put("a", answer(until=until))
    assert kept.get("a", generation) is None
    assert kept.total == 0


def test_one_renders_and_the_others_wait() -> None:
    kept = Store(megabytes=1)
    assert kept.begin("a") is None
    waiting = kept.begin("a")
    assert waiting is not None and not waiting.is_set()
    kept.end("a")
    assert waiting.is_set()
    assert kept.begin("a") is None


def test_bodies_are_packed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one = answer()
    first = one.encoded("br")
    monkeypatch.setattr(store.brotli, "compress", None)
    assert one.encoded("br") is first
