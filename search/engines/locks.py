"""One process of a machine at a time does what all of them could do."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

__all__ = ["alone"]


@contextmanager
def alone(work: str) -> Iterator[bool]:
    """Yields whether this process may do ``work`` now; the others leave it to the one that does. Always where
    there is no index directory.
    """
    directory = settings.SEARCH_INDEX_DIR
    if not directory:
        yield True
        return
    path = Path(directory) / f"{work}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
