"""The embedded engine itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Order, Query

from search.contract import (
    BREAK,
    Audience,
    Capability,
    Clause,
    ClauseScores,
    EngineQuery,
    EngineResult,
    EngineStatus,
    EngineUnavailable,
    IndexedDocument,
    RebuildReport,
    ScoredKey,
    Suggestion,
)
from search.engines.embedded import queries, schema
from search.engines.embedded.guard import DamagedIndex, guarded, readable
from search.engines.embedded.storage import DiskStorage, MemoryStorage, version
from search.engines.explanation import clause_scores
from search.engines.suggestions import merged
from search.ingest import digest
from search.readers import Index

_UPSERT_HEAP = 30_000_000
_REBUILD_HEAP = 120_000_000
_FACET_SIZE = 1_000
#: Name of an aggregation that is no facet.
_TOTAL = "#"
_ORDERS = {"neueste": ("released", Order.Desc), "titel": ("title_order", Order.Asc)}
#: How long a writer waits for another one before it gives up; the outbox keeps the job.
LOCK_SECONDS = 5.0
REBUILD_LOCK_SECONDS = 120.0


class EmbeddedEngine:
    """tantivy behind the contract. Without a directory everything lives in memory."""

    name = "embedded"

    @property
    def version(self) -> str:
        """Of schema and analysis; each has an index of its own."""
        return version()

    timeout: float | None = None

    def __init__(self, directory: Path | None = None, _index: Index = Index.PUBLIC) -> None:
        self._storage: DiskStorage | MemoryStorage = DiskStorage(directory) if directory else MemoryStorage()
        self.capabilities = frozenset({Capability.PERSISTENT} if self._storage.persistent else ())
        self._schema = schema.build()
        self._opened: tuple[str, tantivy.Index] | None = None
        self._seen_commit = ""
        self._writes = 0
        self._lock = threading.RLock()

    # ---------------------------------------------------------------- writing

    def upsert(self, documents: Iterable[IndexedDocument]) -> int:
        """Write documents in one commit; older versions never overwrite newer ones. A document that is
        rewritten counts twice in the statistics until its segment is merged, so what is there stays.
        """
        with guarded("upsert"), self._storage.writing(LOCK_SECONDS):
            index = self._open_or_create()
            searcher = self._searcher()
            writer = index.writer(_UPSERT_HEAP, 1)
            try:
                written = 0
                for document in documents:
                    version, known = self._known(searcher, document.key)
                    if version > document.version:
                        continue
                    if known != digest(document.stored):
                        writer.delete_documents_by_term("key", document.key)
                        writer.add_document(schema.encode(document))
                    written += 1
                writer.commit()
            except BaseException:
                writer.rollback()
                raise
            finally:
                writer.wait_merging_threads()
            self._written(index)
        return written

    def remove(self, keys: Iterable[str]) -> int:
        """Remove documents by key in one commit."""
        wanted = list(keys)
        with guarded("remove"), self._storage.writing(LOCK_SECONDS):
            index = self._open_or_create()
            writer = index.writer(_UPSERT_HEAP, 1)
            try:
                for key in wanted:
                    writer.delete_documents_by_term("key", key)
                writer.commit()
            finally:
                writer.wait_merging_threads()
            self._written(index)
        return len(wanted)

    def rebuild(self, documents: Iterable[IndexedDocument]) -> RebuildReport:
        """Fill a new generation while the live one serves, then switch."""
        started = time.perf_counter()
        with guarded("rebuild"), self._storage.writing(REBUILD_LOCK_SECONDS):
            name, index = self._storage.create()
            writer = index.writer(_REBUILD_HEAP, 1)
            try:
                count = 0
                for document in documents:
                    writer.add_document(schema.encode(document))
                    count += 1
                writer.commit()
                writer.wait_merging_threads()
            except BaseException:
                # As long as its threads write into the folder, they put back what is deleted there.
                with suppress(Exception):
                    writer.rollback()
                    writer.wait_merging_threads()
                self._storage.discard(name)
                raise
            with self._lock:
                self._storage.switch(name, index)
                index.reload()
                self._opened = (name, index)
                self._written(index)
        return RebuildReport(count, time.perf_counter() - started, name)

    def _open_or_create(self) -> tantivy.Index:
        """The live index; an empty first generation when nothing was built yet."""
        if not self._storage.is_own() and self._storage.generation():
            raise EngineUnavailable("the index of this version is not built yet")
        if not self._storage.generation():
            name, index = self._storage.create()
            self._storage.switch(name, index)
        return self._index()

    def _known(self, searcher: tantivy.Searcher, key: str) -> tuple[int, str]:
        """Version and digest of a document; -1 where there is none."""
        hits = searcher.search(Query.term_query(self._schema, "key", key), 1, count=False).hits
        if not hits:
            return -1, ""
        value = searcher.fast_field_values("version", [hits[0][1]])[0]
        stored = searcher.doc(hits[0][1]).get_first("stored")
        return (int(value) if value is not None else -1), schema.digest(stored)

    def _written(self, index: tantivy.Index) -> None:
        index.reload()
        self._writes += 1
        self._seen_commit = self._storage.commit_token()

    # ---------------------------------------------------------------- asking

    def _index(self) -> tantivy.Index:
        """The live generation, opened once."""
        name = self._storage.generation()
        with self._lock:
            if self._opened is None or self._opened[0] != name:
                index = self._storage.open()
                index.config_reader("manual")
                self._opened = (name, index)
                self._seen_commit = ""
            return self._opened[1]

    def _searcher(self) -> tantivy.Searcher:
        """A searcher that sees the last commit of any process."""
        index = self._index()
        commit = self._storage.commit_token()
        if commit != self._seen_commit:
            with self._lock, readable("the index"):
                index.reload()
                self._seen_commit = commit
        return index.searcher()

    def query(self, query: EngineQuery) -> EngineResult:
        """Match, score and count."""
        with guarded("query"):
            searcher = self._searcher()
            if searcher.num_docs == 0:
                return EngineResult((), 0, {name: {} for name in query.facets})
            for conditions in query.deciding:
                page, total = self._page(searcher, query, conditions)
                if total:
                    break
            others: tuple[ScoredKey, ...] = ()
            if query.also and not {match.key for match in page}.issuperset(query.also):
                wanted = replace(query, limit=len(query.also), offset=0, sort="relevance")
                others = self._page(searcher, wanted, conditions, query.also)[0]
            facets, everything = self._facets(searcher, query, with_total=bool(conditions))
            return EngineResult(page, total, facets, others, everything - total if conditions else 0)

    def _page(
        self,
        searcher: tantivy.Searcher,
        query: EngineQuery,
        conditions: Sequence[Clause],
        keys: Collection[str] = (),
    ) -> tuple[tuple[ScoredKey, ...], int]:
        """Matches in order, and how many there are in all."""
        order: dict[str, Any] = {"weight_by_field": "boost"}
        if not keys and query.sort not in _ORDERS and not queries.scores(query):
            order = {"order_by_field": "key", "order": Order.Asc}
        elif query.sort in _ORDERS:
            order = dict(zip(("order_by_field", "order"), _ORDERS[query.sort], strict=True))
        whole = queries.build(self._schema, query, conditions, keys)
        found = searcher.search(whole, max(query.limit, 1), count=True, offset=query.offset, **order)
        matches = []
        for score, address in found.hits[: query.limit]:
            document = schema.load(searcher.doc(address).get_first("stored"))
            matches.append(
                ScoredKey(
                    document.key, score / schema.BOOST_SCALE if isinstance(score, float) else 0.0, document
                )
            )
        return tuple(matches), int(getattr(found, "count", None) or 0)

    def query_many(self, asked: Sequence[EngineQuery]) -> Iterator[EngineResult]:
        """One after the other, each when it is read."""
        return map(self.query, asked)

    def _facets(
        self, searcher: tantivy.Searcher, query: EngineQuery, with_total: bool
    ) -> tuple[dict[str, dict[str, int]], int]:
        """Counts per facet, each value with the first set of conditions that some document with it meets; and
        how many match without any.

        Once more for a further set only while a value is left that none has counted.
        """
        counts, total = self._counts(searcher, query, query.facets, with_total=with_total)
        first: dict[str, dict[str, int]] = {name: {} for name in query.facets}
        for conditions in query.fallback_conditions:
            open_ = [name for name in query.facets if len(first[name]) < len(counts[name])]
            if not open_:
                break
            for name, here in self._counts(searcher, query, open_, conditions)[0].items():
                first[name] = {**here, **first[name]}
        return {name: {**counts[name], **first[name]} for name in query.facets}, total

    def _counts(
        self,
        searcher: tantivy.Searcher,
        query: EngineQuery,
        names: Sequence[str],
        conditions: Sequence[Clause] = (),
        with_total: bool = False,
    ) -> tuple[dict[str, dict[str, int]], int]:
        """One pass for all facets without a filter and the total, one more for each that has one."""
        counts: dict[str, dict[str, int]] = {}
        total = 0
        free = [name for name in names if name not in query.filters]
        for skipped, together in [(None, free)] + [(name, [name]) for name in names if name in query.filters]:
            request: dict[str, Any] = {
                name: {"terms": {"field": f"facets.{name}", "size": _FACET_SIZE}} for name in together
            }
            if with_total and skipped is None:
                request[_TOTAL] = {"value_count": {"field": "version"}}
            if request:
                answer = searcher.aggregate(
                    queries.counting(self._schema, query, skipped, conditions), request
                )
                total += int(answer[_TOTAL]["value"]) if _TOTAL in request else 0
                for name in together:
                    counts[name] = {str(b["key"]): int(b["doc_count"]) for b in answer[name]["buckets"]}
        return counts, total

    def explain(self, query: EngineQuery, key: str) -> ClauseScores | None:
        """Each clause by itself."""
        return clause_scores(self, query, key)

    def suggest(self, prefix: str, limit: int) -> tuple[Suggestion, ...]:
        """Walk the suggestion terms of public documents that begin with ``prefix``."""
        if not prefix:
            return ()
        with guarded("suggest"):
            searcher = self._searcher()
            public = queries.audience_query(self._schema, {Audience.PUBLIC})
            terms = searcher.terms_with_prefix("suggest", prefix, filter_query=public, limit=limit * 10)
        rows = (term.split(schema.UNIT) for term, count in terms if count)
        return merged(
            ((int(rank), Suggestion(text, kind, url)) for _folded, rank, text, kind, url in rows), limit
        )

    def words(self, fields: tuple[str, ...]) -> Mapping[str, int]:
        """Terms of the documents that are there; those of removed ones count no more."""
        counts: dict[str, int] = {}
        with guarded("words"):
            searcher, there = self._searcher(), Query.all_query()
            for name in fields:
                for term, count in searcher.terms_with_prefix(name, "", filter_query=there):
                    if count > counts.get(term, 0) and term != BREAK:
                        counts[term] = count
        return counts

    def digests(self) -> Mapping[str, str]:
        """Key and digest of every document, one by one: tantivy gives no text columns out."""
        with guarded("digests"):
            searcher = self._searcher()
            if searcher.num_docs == 0:
                return {}
            hits = searcher.search(Query.all_query(), searcher.num_docs, count=False).hits
            documents = (searcher.doc(address) for _score, address in hits)
            return {
                str(document.get_first("key")): schema.digest(document.get_first("stored"))
                for document in documents
            }

    def version_token(self) -> str:
        """Generation and last commit."""
        return self._storage.commit_token() or f"{self._storage.generation()}.{self._writes}"

    def recent_version_token(self) -> str:
        """The token itself, it costs nothing."""
        return self.version_token()

    def status(self) -> EngineStatus:
        """Describe the engine."""
        try:
            with guarded("status"):
                documents = self._searcher().num_docs
                generation, built_with = self._storage.generation(), self._storage.fingerprint()
        except EngineUnavailable as error:
            missing = self._storage.persistent and (
                isinstance(error, DamagedIndex) or not self._storage.generation()
            )
            return EngineStatus(self.name, False, 0, detail=str(error), missing=missing)
        missing = not self._storage.is_own()  # that of another version serves until this one has its own
        return EngineStatus(self.name, True, documents, generation, built_with, missing=missing)
