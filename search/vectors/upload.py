"""Vectors on the way to an engine that compares them itself (docs/adr/0010-vectors-on-the-server.md).

They are computed where the outbox is drained, once per machine, and follow behind the words: a record is
found by its words at once, by its meaning a moment later. Until the engine's vectors are complete, the search
by meaning uses those of this machine.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence

from search import engines, registry
from search.contract import EngineUnavailable, IndexedDocument, SearchEngine
from search.ingest import prepare, public_document
from search.readers import Index
from search.vectors.installation import vector_uploader

logger = logging.getLogger(__name__)


def follow(engine: SearchEngine, documents: Sequence[IndexedDocument], index: Index) -> None:
    """The vectors of changed documents; what fails now is made up for by :func:`complete`."""
    uploader = vector_uploader(engine, index)
    if uploader is None:
        return
    try:
        uploader.follow(engine, documents)
    except EngineUnavailable as error:
        logger.warning("vectors not brought to the engine; search_sync does it later: %s", error)
    except Exception:
        logger.exception("vectors not brought to the engine; search_sync does it later")


def complete(engine: SearchEngine | None = None, index: Index = Index.PUBLIC) -> int:
    """What an index of this installation lacks; the vectors of this machine must be complete. Returns the
    number of records.

    Raises ``EngineUnavailable``.
    """
    target = engine or engines.current(index)
    uploader = vector_uploader(target, index)
    if uploader is None:
        return 0
    return uploader.complete(target, lambda versions: _documents(versions, index))


def _documents(versions: Mapping[str, int], index: Index) -> Iterator[IndexedDocument]:
    """The records with these keys as the database has them now and the index has to; in the engine's own
    version, so that a later change always wins.
    """
    for source in registry.sources():
        primary = [obj.pk for obj in source.eligible() if source.key(obj) in versions]
        for pk in primary:
            for obj in source.eligible().filter(pk=pk):
                try:
                    document = source.build(obj)
                except Exception:
                    logger.exception("search document of %s cannot be built", source.key(obj))
                    continue
                shown = public_document(document) if index is Index.PUBLIC else document
                if shown is not None:
                    yield prepare(shown, versions[shown.key])
