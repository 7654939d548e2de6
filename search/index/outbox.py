"""The way of a record into the index and out of it.

Inside the transaction that publishes, :func:`enqueue` writes a row into the outbox; after the commit the
outbox is drained (:mod:`search.index.apply`), at once or by ``search_sync``. A job that fails stays and is
tried again, so an index never loses an acknowledged change. Every change is written down once for the engine
of the installation and once for each fallback index (:mod:`search.index.fallback_index`).
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import DatabaseError, models, transaction

from search import engines, registry
from search.contract import EngineUnavailable
from search.index import apply, fallback_index, worker
from search.models import IndexJob
from search.registry import DocumentSource
from search.vectors import corpus_worker, semantic_wanted

logger = logging.getLogger(__name__)


def enqueue(obj: models.Model) -> None:
    """A record was published or changed. Call it inside the transaction that did it."""
    source = registry.source_of(obj)
    if source is not None:
        _write(source, source.key(obj), str(obj.pk), IndexJob.Action.UPSERT)


def enqueue_removal(obj: models.Model) -> None:
    """A record was withdrawn or is about to be deleted."""
    source = registry.source_of(obj)
    if source is not None:
        _write(source, source.key(obj), str(obj.pk), IndexJob.Action.REMOVE)


def enqueue_key_removal(kind: str, key: str) -> None:
    """A key that no record has any more, for example after a change of its slug."""
    _write(registry.source_for(kind), key, "", IndexJob.Action.REMOVE)


def _write(source: DocumentSource, key: str, object_id: str, action: str) -> None:
    job = {"key": key, "kind": source.kind, "object_id": object_id, "action": action}
    IndexJob.objects.create(**job)
    IndexJob.objects.bulk_create(IndexJob(**job, target=name) for name in fallback_index.names())
    transaction.on_commit(_after_commit, robust=True)


def _after_commit() -> None:
    """Write the index now, or let a thread or the worker do it. Publishing never fails because of the index,
    nor waits for a server.
    """
    mode = settings.SEARCH_OUTBOX
    if mode == "background" or (mode == "immediate" and engines.is_remote()):
        worker.notify()
    elif mode == "immediate":
        try:
            apply.drain(immediate=True)
            if corpus_worker.is_waiting() or semantic_wanted():
                worker.notify()
        except (EngineUnavailable, DatabaseError) as error:
            logger.warning("search outbox not drained, it will be tried again: %s", error)
            worker.notify()
