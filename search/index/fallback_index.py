"""The copy of the index on this machine: it answers while the cluster is away, as complete as the cluster.

Every machine with web processes has one, in ``SEARCH_INDEX_DIR``. A registered fallback index gets a row of
its own for every change (:mod:`search.index.outbox`), so each one is kept fresh by the same outbox, whatever
becomes of the cluster or of other machines.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from search import engines
from search.contract import SearchEngine
from search.engines import IndexPair
from search.index import identity
from search.ingest import fingerprint
from search.models import FallbackIndex, IndexJob, IndexState
from search.readers import Index

logger = logging.getLogger(__name__)

#: A machine that was not seen for so long is gone; its rows would only pile up.
FORGOTTEN_AFTER = timedelta(days=7)
_SEEN_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class LocalFallback:
    """The copies of both indexes on this machine and the name of their rows in the outbox."""

    name: str
    pair: IndexPair

    @property
    def to_build(self) -> tuple[Index, ...]:
        """Those that do not exist yet, or were made by another version of the library."""
        return tuple(index for index, engine in self.pair if _is_old(engine))


def local() -> LocalFallback | None:
    """The fallback index of this machine; ``None`` where the engine itself is local."""
    pair = engines.fallback_pair()
    return LocalFallback(_name(), pair) if pair is not None else None


def _is_old(engine: SearchEngine) -> bool:
    state = engine.status()
    return not state.available or not state.generation or not state.fingerprint.endswith(fingerprint())


def _name() -> str:
    """Made once per directory, so that a directory that is lost is another fallback index."""
    path = Path(settings.SEARCH_INDEX_DIR) / "fallback-index"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_name(f"fallback-index.{uuid.uuid4().hex}")
        scratch.write_text(uuid.uuid4().hex, encoding="ascii")
        try:
            path.hardlink_to(scratch)
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
        return path.read_text(encoding="ascii")


def names() -> list[str]:
    """Fallback indexes that changes are written down for."""
    return list(FallbackIndex.objects.values_list("name", flat=True)) if engines.is_remote() else []


def register(fallback: LocalFallback) -> bool:
    """Make sure that changes are written down for it; returns whether it was unknown. Forgets machines that
    are gone.
    """
    now = timezone.now()
    known = FallbackIndex.objects.filter(name=fallback.name).first()
    if known is not None and now - known.seen < _SEEN_EVERY:
        return False
    FallbackIndex.objects.update_or_create(name=fallback.name, defaults={"seen": now})
    gone = list(FallbackIndex.objects.filter(seen__lt=now - FORGOTTEN_AFTER).values_list("name", flat=True))
    if gone:
        IndexJob.objects.filter(target__in=gone).delete()
        FallbackIndex.objects.filter(name__in=gone).delete()
        states = [identity.state_of(name, index) for name in gone for index in Index]
        IndexState.objects.filter(target__in=states).delete()
        logger.info("fallback indexes forgotten: %d", len(gone))
    return known is None
