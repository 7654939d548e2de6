"""One process of a machine at a time does what all of them could do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from filelock import FileLock, Timeout

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
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
