"""The wall around tantivy: whatever goes wrong inside leaves as ``EngineUnavailable``."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from search.contract import EngineUnavailable

logger = logging.getLogger(__name__)


class DamagedIndex(EngineUnavailable):
    """What lies on the disk is no index that can be read; it has to be built anew."""


@contextmanager
def readable(what: str) -> Iterator[None]:
    """Whatever goes wrong while the files of an index are opened leaves as :class:`DamagedIndex`."""
    try:
        yield
    except (EngineUnavailable, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise DamagedIndex(f"{what} cannot be read: {type(error).__name__}: {error}") from error


@contextmanager
def guarded(action: str) -> Iterator[None]:
    """Turn errors of tantivy, of the disk and panics of its Rust side into ``EngineUnavailable``.

    A panic arrives as ``pyo3_runtime.PanicException``, which is no ``Exception``.
    """
    try:
        yield
    except EngineUnavailable:
        raise
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        logger.warning("embedded search engine: %s failed: %s: %s", action, type(error).__name__, error)
        raise EngineUnavailable(f"{action}: {type(error).__name__}: {error}") from error
