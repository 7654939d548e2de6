"""Compare the index with the database, document by document, and mend exactly what differs.

Nightly (``search_sync --verify``): whatever a crash, a restored snapshot or a hand in the cluster did, the next morning both agree.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from search import engines, indexing, registry, replicas
from search.contract import SearchEngine
from search.models import IndexJob
from search.storing import digest

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Record:
    """An eligible record as the index should have it; ``digest`` is empty when its document cannot be built."""

    key: str
    kind: str
    object_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Differences:
    """Keys that an index lacks, has beyond the database, or has in another state; ``target`` as in the outbox."""

    target: str
    compared: int
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    records: dict[str, Record] = field(default_factory=dict, repr=False, compare=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys that differ."""
        return (*self.missing, *self.extra, *self.stale)


def verify(*, repair: bool = True) -> list[tuple[Differences, Differences]]:
    """Per index (engine, then the replica of this machine) what differed, and what still does after the repair.

    Raises ``EngineUnavailable`` when an index cannot be read or written.
    """
    targets = [("", engines.current())]
    replica = replicas.local()
    if replica is not None:
        indexing.refresh_replica()
        targets.append((replica.name, replica.engine))
    outcomes = []
    for target, engine in targets:
        indexing.drain(engine, target)
        found = compare(engine, target)
        left = found
        if found.keys and repair:
            logger.warning("search index differs: %d missing, %d extra, %d stale", len(found.missing), len(found.extra), len(found.stale))
            left = _repair(engine, found)
            if left.stale:  # a version from the future, as after the restoring of an older database
                engine.remove(left.stale)
                left = _repair(engine, left)
        outcomes.append((found, left))
    return outcomes


def _repair(engine: SearchEngine, found: Differences) -> Differences:
    enqueue_repair(found)
    indexing.drain(engine, found.target)
    return compare(engine, found.target)


def compare(engine: SearchEngine, target: str = "") -> Differences:
    """What differs now. Records with a waiting job are on their way and do not count."""
    found = _compare_once(engine, target)
    if not found.keys:
        return found
    # Something may have been published between the two readings: only what differs twice is wrong.
    again = _compare_once(engine, target)
    first = set(found.keys)
    missing, extra, stale = (tuple(key for key in keys if key in first) for keys in (again.missing, again.extra, again.stale))
    return Differences(target, again.compared, missing, extra, stale, again.records)


def _compare_once(engine: SearchEngine, target: str) -> Differences:
    indexed = dict(engine.digests())
    records = {record.key: record for record in _records()}
    waiting = set(IndexJob.objects.of(target).values_list("key", flat=True))
    missing = tuple(key for key, record in records.items() if key not in indexed and record.digest and key not in waiting)
    stale = tuple(key for key, record in records.items() if record.digest and indexed.get(key, record.digest) != record.digest and key not in waiting)
    extra = tuple(key for key in indexed if key not in records and key not in waiting)
    return Differences(target, len(records), missing, extra, stale, records)


def _records() -> Iterator[Record]:
    for source in registry.sources():
        for obj in indexing.eligible_records(source):
            key = source.key(obj)
            try:
                made = digest(source.build(obj))
            except Exception:
                logger.exception("search document of %s cannot be built", key)
                made = ""
            yield Record(key, source.kind, str(obj.pk), made)


def enqueue_repair(found: Differences) -> None:
    """Write the differences into the outbox, so that order and versions are those of any other change."""
    jobs = []
    for key in (*found.missing, *found.stale):
        record = found.records[key]
        jobs.append(IndexJob(key=key, kind=record.kind, object_id=record.object_id, action=IndexJob.Action.UPSERT, target=found.target))
    jobs += [IndexJob(key=key, kind=key.partition(":")[0], action=IndexJob.Action.REMOVE, target=found.target) for key in found.extra]
    IndexJob.objects.bulk_create(jobs, batch_size=500)
