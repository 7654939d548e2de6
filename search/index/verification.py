"""Compare the index with the database, document by document, and mend exactly what differs.

Nightly (``search_sync --verify``): whatever a crash, a restored snapshot or a hand in the cluster did, the
next morning both agree.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from search import engines, registry
from search.contract import SearchEngine
from search.engines import IndexPair, alone
from search.index import apply, fallback_index, identity
from search.index.identity import Agreement
from search.ingest import digest
from search.models import IndexJob
from search.readers import Index

logger = logging.getLogger(__name__)


#: Seconds after which two identities that differ are read again: another process may be between writing the
#: one
#: and the other.
PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Record:
    """An eligible record as the index should have it; ``digest`` is empty when its document cannot be
    built.
    """

    key: str
    kind: str
    object_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Differences:
    """Keys that an index lacks, has beyond the database, or has in another state; ``target`` as in the
    outbox.
    """

    target: str
    index: Index
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
    """Per index (public and inner, then their copies on this machine) what differed, and what still does
    after the repair.

    Raises ``EngineUnavailable`` when an index cannot be read or written.
    """
    if fallback_index.local() is not None:
        apply.refresh_fallback_index()
    return [_verify(pair, target, index, repair=repair) for target, pair in _targets() for index in Index]


def _targets() -> list[tuple[str, IndexPair]]:
    """The indexes of the installation, and where it is away from them those of this machine."""
    fallback = fallback_index.local()
    copies = [(fallback.name, fallback.pair)] if fallback is not None else []
    return [("", engines.pair()), *copies]


def _verify(pair: IndexPair, target: str, index: Index, *, repair: bool) -> tuple[Differences, Differences]:
    apply.drain(pair, target)
    found = compare(pair.of(index), target, index)
    left = found
    if found.keys and repair:
        logger.warning(
            "%s search index differs: %d missing, %d extra, %d stale",
            index,
            len(found.missing),
            len(found.extra),
            len(found.stale),
        )
        left = _repair(pair, found)
        if left.stale:  # a version from the future
            pair.of(index).remove(left.stale)
            left = _repair(pair, left)
    return found, left


def settle() -> None:
    """Mend an index of this machine that does not belong to the database: it was restored, exchanged, or a
    crash came between both.

    An index that is ahead is built anew: the versions of its records would refuse the next changes. Raises
    ``EngineUnavailable``.
    """
    for target, pair in _targets():
        for index, engine in pair:
            state = identity.state_of(target, index)
            if identity.agreement(engine, state) is Agreement.EQUAL:
                continue
            time.sleep(PAUSE)
            with alone("settle") as mine:
                found = identity.agreement(engine, state) if mine else Agreement.EQUAL
                if found is not Agreement.EQUAL:
                    _settle(pair, target, index, found)


def _settle(pair: IndexPair, target: str, index: Index, found: Agreement) -> None:
    if found in {Agreement.AHEAD, Agreement.OTHER}:
        logger.warning(
            "the search index belongs to a %s database, it is built from this one",
            "newer" if found is Agreement.AHEAD else "different",
        )
        apply.build(pair.of(index), index, target)
        return
    if target or not engines.is_remote():  # every machine notes only its own changes of a cluster's index
        logger.info("the search index is compared with the database")
        _verify(pair, target, index, repair=True)
    identity.renew(pair.of(index), identity.state_of(target, index))


def _repair(pair: IndexPair, found: Differences) -> Differences:
    enqueue_repair(found)
    apply.drain(pair, found.target)
    return compare(pair.of(found.index), found.target, found.index)


def compare(engine: SearchEngine, target: str = "", index: Index = Index.PUBLIC) -> Differences:
    """What differs now. Records with a waiting job are on their way and do not count."""
    found = _compare_once(engine, target, index)
    if not found.keys:
        return found
    # Something may have been published between the two readings: only what differs twice is wrong.
    again = _compare_once(engine, target, index)
    first = set(found.keys)
    missing, extra, stale = (
        tuple(key for key in keys if key in first) for keys in (again.missing, again.extra, again.stale)
    )
    return Differences(target, index, again.compared, missing, extra, stale, again.records)


def _compare_once(engine: SearchEngine, target: str, index: Index) -> Differences:
    indexed = dict(engine.digests())
    records = {record.key: record for record in _records(index)}
    waiting = set(IndexJob.objects.of(target).values_list("key", flat=True))
    missing = tuple(
        key for key, record in records.items() if key not in indexed and record.digest and key not in waiting
    )
    stale = tuple(
        key
        for key, record in records.items()
        if record.digest and indexed.get(key, record.digest) != record.digest and key not in waiting
    )
    extra = tuple(key for key in indexed if key not in records and key not in waiting)
    return Differences(target, index, len(records), missing, extra, stale, records)


def _records(index: Index) -> Iterator[Record]:
    for source in registry.sources():
        for obj in apply.eligible_records(source, index):
            key = source.key(obj)
            try:
                document = apply.document_for(source.build(obj), index)
                if document is None:
                    continue
                made = digest(document)
            except Exception:
                logger.exception("search document of %s cannot be built", key)
                made = ""
            yield Record(key, source.kind, str(obj.pk), made)


def enqueue_repair(found: Differences) -> None:
    """Write the differences into the outbox, so that order and versions are those of any other change. What
    is too many in one index may belong into the other.
    """
    jobs = []
    for key in (*found.missing, *found.stale):
        record = found.records[key]
        jobs.append(
            IndexJob(
                key=key,
                kind=record.kind,
                object_id=record.object_id,
                action=IndexJob.Action.UPSERT,
                target=found.target,
            )
        )
    ids = _ids() if found.extra else {}
    jobs += [
        IndexJob(
            key=key,
            kind=key.partition(":")[0],
            object_id=ids.get(key, ""),
            action=IndexJob.Action.REMOVE,
            target=found.target,
        )
        for key in found.extra
    ]
    IndexJob.objects.bulk_create(jobs, batch_size=500)


def _ids() -> dict[str, str]:
    """Ids of all records that readers may find, by key."""
    return {source.key(obj): str(obj.pk) for source in registry.sources() for obj in source.eligible()}
