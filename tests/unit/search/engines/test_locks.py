"""One process at a time: the second one learns that it is not alone, and gets the work once the first is
done.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from search.engines.locks import alone


def test_the_second_leaves_it_to_the_first(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_DIR = str(tmp_path / "new")
    with alone("words") as first, alone("words") as second, alone("fallback-index") as other:
        assert (first, second, other) == (True, False, True)
    with alone("words") as again:
        assert again


def test_without_a_directory_nobody_waits(settings: Any) -> None:
    settings.SEARCH_INDEX_DIR = None
    with alone("words") as first, alone("words") as second:
        assert first and second
