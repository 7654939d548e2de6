"""Word lists that come with the search, read once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


def lines(name: str) -> Iterator[str]:
    """Lines of a list without comments and blanks."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        content = line.strip()
        if content and not content.startswith("#"):
            yield content


@cache
def words(name: str) -> frozenset[str]:
    """All words of a list."""
    return frozenset(word for line in lines(name) for word in line.split())
