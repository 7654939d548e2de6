"""What the rows of the outbox become in the index: batches applied, generations built, vectors that follow.

A job says only *which* record changed: what becomes of it is decided from the database when the job runs.
The indexes of the installation, and every local copy of them, drain their own rows. The public one gets what
everybody may read, the inner one the whole document; what is made of public documents alone (words, pairs of
abbreviations) never sees the rest.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.db import DatabaseError, models
from django.db.models import F

from search import engines, registry
from search.contract import Document, EngineUnavailable, IndexedDocument, RebuildReport, SearchEngine
from search.engines import IndexPair, alone
from search.index import fallback_index, identity
from search.ingest import prepare, prepared, public_document, public_part
from search.models import IndexJob
from search.readers import Index
from search.registry import DocumentSource
from search.vectors import corpus_worker, semantic_index, upload, vector_uploader

logger = logging.getLogger(__name__)

BATCH = 200
#: A record that failed so often waits for a thorough drain, so that a bad one cannot slow every request. An
#: engine that is away counts for none.
MAX_IMMEDIATE_ATTEMPTS = 3

_drain_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def drain(pair: IndexPair | None = None, target: str = "", *, immediate: bool = False) -> int:
    """Work off the rows of ``target`` in batches; returns the number of jobs done. Raises
    ``EngineUnavailable`` with the jobs kept.
    """
    written = pair or engines.pair()
    done, after = 0, 0
    with _drain_locks[target]:
        try:
            while jobs := list(_pending(target, after, immediate)):
                if not after and not target:
                    build_missing(written)
                after = jobs[-1].version
                done += _drain_batch(written, jobs)
        finally:
            if done:
                for index, engine in written:
                    identity.note(engine, identity.state_of(target, index))
    return done


def _drain_batch(pair: IndexPair, jobs: list[IndexJob]) -> int:
    """Apply some jobs; those that worked are gone, the others say why. Returns how many worked."""
    try:
        failed = _apply(pair, jobs)
    except EngineUnavailable as error:
        IndexJob.objects.filter(version__in=[job.version for job in jobs]).update(error=str(error)[:300])
        raise
    finished = [job.version for job in jobs if job.key not in failed]
    IndexJob.objects.filter(version__in=finished).delete()
    for key, message in failed.items():
        _keep([job.version for job in jobs if job.key == key], message)
    return len(finished)


def _pending(target: str, after: int, immediate: bool) -> models.QuerySet[IndexJob]:
    jobs = IndexJob.objects.of(target).filter(version__gt=after)
    if immediate:
        jobs = jobs.filter(attempts__lt=MAX_IMMEDIATE_ATTEMPTS)
    return jobs.order_by("version")[:BATCH]


def _keep(versions: list[int], message: str) -> None:
    IndexJob.objects.filter(version__in=versions).update(attempts=F("attempts") + 1, error=message[:300])


def _apply(pair: IndexPair, jobs: list[IndexJob]) -> dict[str, str]:
    """Bring both indexes in line with the database for the records of ``jobs``; returns keys that failed with
    the reason.
    """
    latest = {job.key: job for job in jobs}
    failed: dict[str, str] = {}
    documents: list[IndexedDocument] = []
    gone: list[str] = []
    by_kind: dict[str, list[IndexJob]] = {}
    for job in latest.values():
        by_kind.setdefault(job.kind, []).append(job)
    for kind, of_kind in by_kind.items():
        try:
            source = registry.source_for(kind)
        except KeyError:
            gone += [job.key for job in of_kind]
            continue
        wanted = {job.object_id: job for job in of_kind if job.object_id}
        gone += [job.key for job in of_kind]
        for obj in source.eligible().filter(pk__in=list(wanted)):
            job = wanted[str(obj.pk)]
            try:
                document = prepare(source.build(obj), job.version)
            except Exception as error:
                logger.exception("search document of %s cannot be built", job.key)
                failed[job.key] = f"{type(error).__name__}: {error}"
                continue
            documents.append(document)
    public = [part for document in documents if (part := public_part(document)) is not None]
    hidden = _write(pair.public, public, gone)
    removals = _write(pair.inner, documents, gone)
    if pair == (engines.fallback_pair() or engines.pair()):
        _embed(documents, removals)
        corpus_worker.note(document.stored for document in public)
        if hidden:
            corpus_worker.forget(pair.public)
    upload.follow(pair.public, public, Index.PUBLIC)
    upload.follow(pair.inner, documents, Index.INNER)
    return failed


def _write(engine: SearchEngine, documents: list[IndexedDocument], touched: Iterable[str]) -> list[str]:
    """Write documents and remove those of the ``touched`` keys that have none; returns these."""
    kept = {document.key for document in documents}
    removals = [key for key in touched if key not in kept]
    if removals:
        engine.remove(removals)
    if documents:
        engine.upsert(documents)
    return removals


def _embed(documents: list[IndexedDocument], removals: list[str]) -> None:
    """Vectors lie on this machine and follow after its words, so that a record is found at once; a failure
    costs meaning, not words. An editor who publishes does not wait for them where a thread can follow.
    """
    index = semantic_index()
    if index is None:
        return
    stored = [document.stored for document in documents]
    try:
        index.remove(removals)
        if settings.SEARCH_OUTBOX == "immediate" and settings.BACKGROUND_THREADS:
            index.want(stored)
        else:
            index.write(stored)
    except Exception:
        logger.exception("vectors not updated; search_sync computes them later")


def embed_missing(progress: Callable[[int, int], None] | None = None) -> int:
    """Vectors of records that have none: the search by meaning was switched on later, a run was killed, the
    model failed.

    Returns the number of records; ``progress`` gets how many of them are done, and the number.
    """
    index = semantic_index()
    if index is None:
        return 0
    known = index.keys()
    missing = [
        (source, obj.pk)
        for source in registry.sources()
        for obj in source.eligible().order_by("pk")
        if source.key(obj) not in known
    ]
    total = len(missing)
    index.write(_built(missing), progress and (lambda done: progress(done, total)))
    index.mark_whole()
    return total


_followed: tuple[str, int] = ("", -1)
"""Index and vectors as :func:`follow_vectors` left them."""


def follow_vectors() -> None:
    """A look of the worker: compute the vectors that are missing since the index or the vectors changed."""
    global _followed
    index = semantic_index()
    if index is None:
        return
    state = engines.current(Index.INNER).version_token(), index.revision()
    if state != _followed:
        with alone("vectors") as mine:
            if mine:
                embed_missing(lambda _done, _total: _drain_meanwhile())
                _followed = state[0], index.revision()


def _drain_meanwhile() -> None:
    """What is published or withdrawn while vectors are computed does not wait for them."""
    try:
        refresh_fallback_index(immediate=True)
        drain(immediate=True)
    except (EngineUnavailable, DatabaseError) as error:
        logger.info("search outbox: tried again later: %s", error)


def _built(records: Iterable[tuple[DocumentSource, object]]) -> Iterator[Document]:
    """Documents of records as they are when their turn comes."""
    for source, pk in records:
        for obj in source.eligible().filter(pk=pk):
            try:
                yield source.build(obj)
            except Exception:
                logger.exception("search document of %s cannot be built", source.key(obj))


def refresh_words(progress: Callable[[int, int], None] | None = None) -> int:
    """Vectors of the words of the index: compare, forget, find, compute
    (:mod:`search.vectors.corpus_worker`).
    """
    return corpus_worker.refresh(_every_public_document(), progress)


def follow_words() -> None:
    """The same in the steps of a worker that looks every few seconds."""
    corpus_worker.follow(_every_public_document())


def _every_public_document() -> Iterator[Document]:
    """What the public may read of all sources, as the database has it."""
    built = _built(
        [
            (source, pk)
            for source in registry.sources()
            for pk in source.public().order_by("pk").values_list("pk", flat=True)
        ]
    )
    return (shown for document in built if (shown := public_document(document)) is not None)


def all_documents(index: Index) -> Iterator[IndexedDocument]:
    """Every eligible record of every source as this index has it, analysed. A record that cannot be built is
    reported and left out.
    """
    version = IndexJob.objects.aggregate(newest=models.Max("version"))["newest"] or 0
    expected = sum(records_of(source, index).count() for source in registry.sources())
    yield from prepared(_all_built(index), version, expected)


def records_of(source: DocumentSource, index: Index) -> models.QuerySet[models.Model]:
    """The records of a source that an index holds."""
    found: models.QuerySet[models.Model] = source.public() if index is Index.PUBLIC else source.eligible()
    return found


def _all_built(index: Index) -> Iterator[Document]:
    """All documents of an index."""
    for source in registry.sources():
        for obj in eligible_records(source, index):
            try:
                document = document_for(source.build(obj), index)
            except Exception:
                logger.exception("search document of %s cannot be built", source.key(obj))
                continue
            if document is not None:
                yield document


def document_for(document: Document, index: Index) -> Document | None:
    """A document as an index has it; ``None`` where it has none."""
    return public_document(document) if index is Index.PUBLIC else document


def eligible_records(source: DocumentSource, index: Index) -> Iterator[models.Model]:
    """Records of a source in portions, prefetches included, so that memory stays flat."""
    queryset = records_of(source, index)
    keys = list(queryset.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        yield from queryset.filter(pk__in=keys[start : start + BATCH]).order_by("pk")


def rebuild(pair: IndexPair | None = None) -> dict[Index, RebuildReport]:
    """Build a new generation of both indexes from the database, switch, then apply what changed meanwhile."""
    target = pair or engines.pair()
    reports = {index: build(engine, index) for index, engine in target}
    drain(target)
    if engines.fallback_pair() is None:
        _embed_everything()
    bring_vectors(target)
    return reports


def build(engine: SearchEngine, index: Index, target: str = "") -> RebuildReport:
    """A new generation of one index from the database; whatever it was, now it belongs to this one."""
    report = engine.rebuild(all_documents(index))
    identity.renew(engine, identity.state_of(target, index))
    return report


def bring_vectors(pair: IndexPair | None = None) -> int:
    """Vectors for engines that compare them themselves, computed here where they are missing; the number of
    records they got.

    Until they are complete the search by meaning uses those of this machine, so a failure is only logged.
    """
    target = pair or engines.pair()
    if vector_uploader(target.public) is None:
        return 0
    try:
        embed_missing()
        return sum(upload.complete(engine, index) for index, engine in target)
    except EngineUnavailable as error:
        logger.warning("vectors not brought to the engine; search_sync does it later: %s", error)
        return 0


def build_missing(pair: IndexPair | None = None) -> bool:
    """Build indexes that are not there or cannot be read, beside what is left of them. A change alone would
    make one that knows nothing else. Returns whether anything was built.

    One process of a machine does it; meanwhile the others answer from titles.
    """
    missing = [(index, engine) for index, engine in pair or engines.pair() if engine.status().missing]
    if not missing:
        return False
    with alone("build") as mine:
        found = [(index, engine, state) for index, engine in missing if (state := engine.status()).missing]
        for index, engine, state in found if mine else ():
            logger.warning(
                "the %s search index is missing or damaged, it is built from the database: %s",
                index,
                state.detail,
            )
            build(engine, index)
    return bool(mine and found)


def refresh_fallback_index(*, immediate: bool = False) -> bool:
    """Bring the fallback index of this machine up to date: build it where it is missing or old, apply its
    rows. Returns whether there is one.
    """
    fallback = fallback_index.local()
    if fallback is None:
        return False
    unknown = fallback_index.register(fallback)
    if wanted := tuple(Index) if unknown else fallback.to_build:
        with alone("fallback-index") as mine:
            if mine:
                for index in wanted:
                    build(fallback.pair.of(index), index, fallback.name)
                _embed_everything()
    drain(fallback.pair, fallback.name, immediate=immediate)
    return True


def _embed_everything() -> None:
    index = semantic_index()
    if index is not None:
        keys: list[str] = []
        index.write(_remembering(keys))
        index.keep_only(keys)
        index.mark_whole()


def _remembering(keys: list[str]) -> Iterator[Document]:
    """Documents of all sources; ``keys`` notes which they were."""
    for document in _all_built(Index.INNER):
        keys.append(document.key)
        yield document
